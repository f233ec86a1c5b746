"""Whoever stands at the counter asks a lead, or logs what they did."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from policyhub.background.models import Outbox
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.feedback.models import Case
from policyhub.feedback.routing import recipients_of
from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.registry.personal_data import find_personal_data
from tests import pages
from tests.authoring.test_odd_forms import HOSTILE, ODD, read
from tests.authoring.test_two_savers import at_once
from tests.discussion.talk import whole_database
from tests.factories import put_in_force
from tests.pages import flat

from .counter import ask, grey, log, say, words_of


@pytest.fixture
def rule(people):
    return grey(people)


def test_with_the_customer_waiting_a_word_is_enough(people, sign_in, rule):
    page = sign_in(people.sam).get(f"/ask/new/?rule={rule.slug}&situation={rule.situations.get().key}")
    assert "Goes to Ana Ruiz ext. 12" in words_of(page)
    data = read(page).data
    assert data["about"] == "there is no receipt"
    assert "waiting" in data, "it was opened from a rule, so somebody waits"
    answer = sign_in(people.sam).post(f"/ask/new/?rule={rule.slug}", {"about": "Lost locker key", "waiting": "on"})
    case = Case.objects.get()
    assert answer.url == f"/ask/{case.pk}/"
    assert (case.kind, case.about, case.waiting, case.would) == ("ask", "Lost locker key", True, "")
    assert (case.person, case.rule, case.edition, case.asked_of) == (people.sam, rule, 1, people.ana)


def test_without_somebody_waiting_it_asks_what_you_would_do_and_why(people, sign_in):
    answer = sign_in(people.sam).post("/ask/new/", {"about": "Lost locker key", "would": "A deposit"})
    page = read(answer)
    assert answer.status_code == 422
    assert page.wrong == {"because"}
    assert (page.data["about"], page.data["would"]) == ("Lost locker key", "A deposit")
    assert flat(answer.text).count("<title>Error") == 1
    assert not Case.objects.exists()


def test_what_was_looked_up_comes_along(people, sign_in):
    page = read(sign_in(people.sam).get("/ask/new/", {"q": "credit postage\0"}))
    assert page.data["about"] == "credit postage"
    assert "waiting" in page.data
    assert "waiting" not in read(sign_in(people.sam).get("/ask/new/")).data


def test_a_log_takes_one_sentence(people, sign_in, rule):
    page = sign_in(people.sam).get(f"/log/new/?rule={rule.slug}")
    assert "What I did" in words_of(page)
    assert " data-later" in page.text
    sign_in(people.sam).post(f"/log/new/?rule={rule.slug}", {"would": "I gave them a towel."})
    case = Case.objects.get()
    assert (case.kind, case.about, case.would, case.waiting) == ("log",) + ("I gave them a towel.",) * 2 + (False,)
    assert case.asked_of is None
    assert sign_in(people.sam).post("/log/new/", {"about": "A towel"}).status_code == 422


def sent_days_ago(days):
    return (timezone.now() - timedelta(days=days)).isoformat()


def test_a_log_that_waited_on_a_device_counts_when_it_was(people, sign_in, rule):
    """Logged on Friday under edition 1; on Monday, when there is a signal, the situation stands in no edition."""
    with time_machine.travel(timezone.now() - timedelta(days=5)):
        rule = grey(people, title="Late parcel")
    situation = rule.situations.get().key
    text = writing.RuleInput({"title": "Late parcel"}, {"situations": []})
    writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    put_in_force(Rule.objects.get(pk=rule.pk), people.ana)
    client, address = sign_in(people.sam), f"/log/new/?rule={rule.slug}&situation={situation}"
    friday = sent_days_ago(3)
    client.post(address, {"would": "I gave them a towel.", "at": friday})
    case = Case.objects.get()
    assert (case.edition, case.situation_key, case.at.isoformat()) == (1, situation, friday)
    assert Event.objects.get(verb="logged").at > case.at + timedelta(days=2), "the record says when it came"


@pytest.mark.parametrize(
    "at",
    ["", "yesterday", sent_days_ago(15), sent_days_ago(-1), "2026-01-01T10:00"],
    ids=["none", "a word", "too long ago", "tomorrow", "without a zone"],
)
def test_a_moment_that_cannot_be_believed_is_now(people, sign_in, at):
    begun = timezone.now()
    sign_in(people.sam).post("/log/new/", {"would": "I gave them a towel.", "at": at})
    assert begun <= Case.objects.get().at <= timezone.now()


def test_the_same_key_is_one_case_and_other_words_are_another(people, sign_in):
    client, key = sign_in(people.sam), str(uuid4())
    data = {"would": "I gave them a towel.", "client_key": key}
    places = {client.post("/log/new/", data).url for _n in range(3)}
    assert places == {f"/ask/{Case.objects.get().pk}/"}
    client.post("/log/new/", data | {"would": "I gave them two."})
    sign_in(people.mia).post("/log/new/", data)
    assert Case.objects.count() == 3
    assert Event.objects.filter(verb="logged").count() == 3


@pytest.mark.engine
def test_a_double_click_at_the_same_moment_is_one_case(transactional_db, people):
    key = uuid4()
    at_once(*[lambda: log("A towel", people.sam, key=key)] * 4)
    assert Case.objects.count() == Event.objects.filter(verb="logged").count() == 1


def test_a_key_sent_again_after_the_words_were_removed_brings_them_not_back(people):
    from policyhub.feedback.actions import cases as verbs

    key = uuid4()
    case = log("A towel", people.sam, key=key)
    verbs.erase(case, by=people.sam, now=timezone.now())
    assert log("A towel", people.sam, key=key).pk == case.pk
    assert Case.objects.get().about == ""


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("Mrs Smith lost it", ["Mrs Smith"]),
        ("Frau Müller und Herr Öz", ["Frau Müller", "Herr Öz"]),
        ("write to jo.b@example.org", ["jo.b@example.org"]),
        ("call 020 7946 0018 or +49 (30) 1234567", ["020 7946 0018", "+49 (30) 1234567"]),
        ("locker 412, £40.00, 31-60 days, a mister who misses", []),
        ("Miss out on nothing; Ms. Lee", ["Ms. Lee"]),
    ],
)
def test_what_looks_like_a_customer_is_caught(text, matches):
    assert find_personal_data(text) == matches


def test_a_customers_name_is_sent_back_and_may_be_confirmed_as_none(people, sign_in):
    client, data = sign_in(people.sam), {"would": "I asked Mr Whippy for ice.", "about": "Ice"}
    assert "It's not a customer's name" not in words_of(client.get("/log/new/"))
    answer = client.post("/log/new/", data)
    page = read(answer)
    assert answer.status_code == 422
    assert page.wrong == {"would"}
    assert "Mr Whippy" in page.errors["would"]
    assert page.data["would"] == data["would"]
    assert "It's not a customer's name" in words_of(answer)
    assert client.post("/log/new/", data | {"no_name": "on"}).status_code == 302
    assert Case.objects.get().would == data["would"]


def test_a_text_that_is_too_long_is_not_cut_but_told_with_all_of_it_there(people, sign_in):
    client = sign_in(people.sam)
    limited = BeautifulSoup(client.get("/log/new/").text, "lxml").select("[maxlength]")
    on_a_device = "but for what is kept on a device, where nobody can say that it is too long"
    assert [field for field in limited if not field.find_parent("template")] == [], on_a_device
    typed = {"would": "I gave them a towel. " * 40}
    answer = client.post("/log/new/", typed)
    assert answer.status_code == 422
    page = read(answer)
    assert "Use up to 600 characters. You've used 83" in page.errors["would"]
    assert page.data["would"].strip() == typed["would"].strip()
    case = ask("x", people.sam)
    assert pages.read(sign_in(people.ravi).get("/cases/")).part("ol.queue").parts("[maxlength]") == []
    assert pages.read(client.get("/")).part("#q").root["maxlength"] == "2000", (
        "the search says nothing of it, and looks at what it can"
    )
    assert case.is_open


def test_whom_it_reaches(people, rule):
    assert recipients_of(people.sam, rule) == [people.ana], "who looks after it"
    assert recipients_of(people.ana, rule) == [people.ravi, people.petra], "not the asker; leads, then managers"
    assert recipients_of(people.sam, None) == [people.ravi, people.ana, people.petra]
    assert recipients_of(people.mia, None) == [people.petra], "of her own team"
    Rule.objects.filter(pk=rule.pk).update(owner=None, team=None)
    assert recipients_of(people.mia, Rule.objects.get(pk=rule.pk)) == [people.petra]


def test_who_has_left_is_not_asked(people, rule):
    people.ana.is_active = False
    people.ana.save()
    assert recipients_of(people.sam, rule) == [people.ravi, people.petra]


def test_nobody_there_is_said_and_a_log_offered(people, sign_in):
    people.mia.memberships.all().delete()
    page = sign_in(people.mia).get("/ask/new/?q=key")
    assert "There's no lead or owner to ask yet." in words_of(page)
    assert pages.read(page).link("Log what I did") == "/log/new/?q=key"
    answer = sign_in(people.mia).post("/ask/new/", {"about": "key", "waiting": "on"}, follow=True)
    assert "Question sent." in words_of(answer), "an administrator finds it"


def test_three_answers_on_the_same_rule_are_shown_without_who_asked(people, sign_in, rule):
    for n in range(4):
        say(ask(f"postage {n}", people.mia, rule=rule), "adjust", people.ana, f"Half of it, {n}.")
    say(ask("secret", people.mia, rule=rule), "talk", people.ana)
    page = sign_in(people.sam).get(f"/ask/new/?rule={rule.slug}")
    page_text = words_of(page)
    assert [f"Half of it, {n}." in page_text for n in range(4)] == [False, True, True, True]
    assert "Mia" not in page_text
    assert "secret" not in page_text


def test_a_rule_that_is_not_theirs_to_know_is_not_there(people, sign_in, rule):
    rule.restricted = True
    rule.save()
    rule.restricted_to.set([people.desk])
    for page in ("ask", "log", "escalate"):
        address = f"/{page}/new/?rule={rule.slug}"
        assert sign_in(people.mia).get(address).status_code == 404
        assert sign_in(people.mia).post(address, {"about": "x", "would": "y", "because": "z"}).status_code == 404
        assert sign_in(people.sam).get(address).status_code == 200
    assert sign_in(people.sam).get("/ask/new/?rule=nowhere").status_code == 404
    assert not Case.objects.exists()


def test_the_old_address_of_a_rule_still_leads_to_it(people, sign_in, rule):
    text = writing.RuleInput({"title": "Refunds that come late"})
    writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    sign_in(people.sam).post("/log/new/?rule=late-refund", {"would": "I gave half."})
    assert Case.objects.get().rule_id == rule.pk


def test_a_situation_that_is_none_is_left_out(people, sign_in, rule):
    for odd in ("x", str(uuid4()), "\0", "9" * 400):
        sign_in(people.sam).post(
            "/log/new/", {"would": "I gave half."}, query_params={"rule": rule.slug, "situation": odd}
        )
    assert set(Case.objects.values_list("situation_key", flat=True)) == {None}
    key = rule.situations.get().key
    sign_in(people.sam).post(f"/log/new/?rule={rule.slug}&situation={key}", {"would": "I gave half."})
    assert Case.objects.filter(situation_key=key).count() == 1


def test_the_pages_say_the_title_that_staff_know(people, sign_in, rule):
    """The working text is not for them."""
    text = writing.RuleInput({"title": "Not agreed yet"})
    rule = writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    case = ask("postage", people.sam, rule=rule)
    for address in (
        f"/ask/new/?rule={rule.slug}",
        f"/ask/{case.pk}/",
        "/my-cases/",
        f"/escalate/new/?rule={rule.slug}",
    ):
        page = sign_in(people.sam).get(address).text
        assert "Late refund" in page, address
        assert "Not agreed yet" not in page, address


def test_odd_words_are_kept_as_text_or_sent_back_as_typed(people, sign_in):
    client = sign_in(people.sam)
    for text in [*ODD.values(), *HOSTILE[::7]]:
        data = {"about": text, "would": text, "because": text, "no_name": "on"}
        answer = client.post("/ask/new/", data)
        assert answer.status_code in {302, 422}
        page = read(client.get(answer.url) if answer.status_code == 302 else answer)
        if answer.status_code == 302:
            assert " ".join(text.split()) in page.text


def test_mail_goes_to_whom_it_reaches_and_holds_no_words(people, rule):
    ask("a locker key", people.sam, rule=rule, waiting=True)
    mail = Outbox.objects.get()
    assert (mail.person, mail.subject) == (people.ana, "Customer waiting: Sam Lee has a question")
    assert "locker" not in mail.subject + mail.text
    log("a towel", people.sam, rule=rule)
    assert Outbox.objects.count() == 1, "a log waits for nobody"


def test_words_stand_nowhere_but_in_the_case_and_can_be_erased(people, sign_in, rule):
    case = ask("xylophone", people.sam, rule=rule, would="quagga", because="zeppelin")
    say(case, "adjust", people.ana, "okapi")
    assert [whole_database().count(word) for word in ("xylophone", "quagga", "zeppelin", "okapi")] == [1, 1, 1, 1]
    sign_in(people.sam).post(f"/ask/{case.pk}/erase/")
    assert [whole_database().count(word) for word in ("xylophone", "quagga", "zeppelin", "okapi")] == [0, 0, 0, 1]
    sign_in(people.ada).post(f"/ask/{case.pk}/erase/")
    assert "okapi" not in whole_database()
    events = Event.objects.filter(chain__subject=f"case:{case.pk}").values_list("verb", flat=True)
    assert list(events) == ["asked", "answered", "words removed", "words removed"]
    assert sign_in(people.ravi).post(f"/ask/{case.pk}/erase/").status_code == 403
    assert "The text was deleted." in words_of(sign_in(people.sam).get(f"/ask/{case.pk}/"))
    assert verify().altered == []


def test_administrators_erase_words_in_the_admin_too(people, sign_in):
    case = ask("xylophone", people.sam)
    chosen = {"action": "erase_words", "_selected_action": case.pk}
    assert "xylophone" in sign_in(people.ada).get("/admin/feedback/case/").text
    assert sign_in(people.ada).post("/admin/feedback/case/", chosen).status_code == 302
    assert "xylophone" not in whole_database()
    assert Event.objects.latest("pk").verb == "words removed"


def test_an_event_says_what_it_is_about_and_that_somebody_waited(people, rule):
    case = ask("key", people.sam, rule=rule, edition=1, waiting=True)
    event = Event.objects.get(chain__subject=case.subject)
    assert json.loads(event.after) == {"rule": rule.reference, "edition": 1, "waiting": True}
