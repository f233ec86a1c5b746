"""Leads and managers answer: who waits, what they proposed, agree, adjust or talk."""

import re
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts import access
from policyhub.accounts.models import Membership, Role, User
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.feedback.actions import cases as verbs
from policyhub.feedback.actions import promote
from policyhub.feedback.models import Case
from policyhub.feedback.queue import newest_for, questions_since
from policyhub.feedback.routing import answerers
from policyhub.registry.models import Rule
from tests.authoring.test_two_savers import at_once
from tests.conftest import share
from tests.discussion.talk import to_do
from tests.pages import flat, read

from .counter import ask, grey, log, post, say, stored, tell, words_of

AGREES = "Ravi Shah agrees"
HEADING = "New answers"  # on To do, above what was answered lately
LAST_DAYS = "Last 90 days"
ELSEWHERE = "Someone else answered first. Your answer wasn't sent."


@pytest.fixture
def rule(people):
    return grey(people)


@pytest.fixture
def case(people, rule):
    return ask("Credit postage?", people.sam, rule=rule, waiting=True)


def lines(page):
    """The cases of a queue in their order."""
    return [part.root["id"].removeprefix("case-") for part in read(page).parts("li[id^=case-]")]


def marked_new(page):
    """The answers that are marked as not yet seen, on To do or among one's own cases."""
    return [name.removesuffix(" New answer") for name in read(page).names("listitem") if "New answer" in name]


def polled(page):
    """The addresses that a page asks again by itself."""
    return [part.root["hx-get"] for part in read(page).parts('[hx-trigger="every 20s"]')]


# Who may


def test_the_three_ways_to_ask_who_may_answer_agree(people, rule):
    """By person, by case, and by rule: with every role, with and without rule, team and grantor."""
    pool = grey(people, title="Pool", team=people.pool, by=people.petra)
    loose = grey(people, title="Loose", team=None, owner=people.mia)
    hidden = grey(people, title="Hidden", restricted=True, restricted_to=[people.pool])
    former = people.ravi
    twice = Membership.objects.create(person=people.mia, team=people.desk, role=Role.LEAD)
    answering_pairs = 0
    for asker, about, grantor in product(
        [people.sam, people.mia, people.ana], [None, rule, pool, loose, hidden], ["", "lead", "manager", "named"]
    ):
        case = ask("x", asker, rule=about, grantor=grantor)
        reach = set(answerers(asker, about, grantor))
        for person in User.objects.all():
            readable = about is None or Rule.objects.for_reader(person).filter(pk=about.pk).exists()
            may = readable and access.may_answer(person, case)
            combination = (asker.username, about and about.title, grantor, person.username)
            assert Case.objects.for_answerer(person).filter(pk=case.pk).exists() == may, combination
            assert (person in reach) == may, combination
            answering_pairs += may
    assert answering_pairs > 50
    assert twice.role == Role.LEAD
    former.is_active = False
    assert not access.may_answer(former, case)


def test_nobody_answers_their_own(people, sign_in, rule):
    case = ask("Mine", people.ana, rule=rule)
    assert post(sign_in(people.ana), "answer", case, answer="agree").status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        say(case, "agree", people.ana)
    assert stored(case).answer == ""


def test_a_colleague_reads_it_not_and_the_asker_does(people, sign_in, case):
    nina = User.objects.create_user("nina", "correct horse battery", name="Nina")
    Membership.objects.create(person=nina, team=people.desk)
    assert sign_in(nina).get(f"/ask/{case.pk}/").status_code == 404
    assert post(sign_in(nina), "answer", case, answer="agree").status_code == 404
    assert sign_in(people.sam).get(f"/ask/{case.pk}/").status_code == 200
    assert sign_in(nina).get("/cases/").status_code == 403


def test_who_looks_after_the_rule_answers_though_they_lead_nobody(people, sign_in, rule):
    Rule.objects.filter(pk=rule.pk).update(owner=people.mia)
    case = ask("Credit postage?", people.sam, rule=Rule.objects.get(pk=rule.pk))
    assert "Credit postage?" in to_do(sign_in(people.mia))
    page = sign_in(people.mia).get(f"/ask/{case.pk}/")
    assert read(page).form("Agree")["answer"] == "agree"
    assert post(sign_in(people.mia), "answer", case, answer="agree").status_code == 302
    assert stored(case).answered_by == people.mia


def test_a_rule_that_became_restricted_takes_its_cases_along(people, sign_in, rule, case):
    Rule.objects.filter(pk=rule.pk).update(restricted=True)
    rule.restricted_to.set([people.pool])
    assert sign_in(people.ravi).get(f"/ask/{case.pk}/").status_code == 404
    assert lines(sign_in(people.ravi).get("/cases/")) == []
    mine = sign_in(people.sam).get(f"/ask/{case.pk}/")
    assert "Credit postage?" in mine.text, "his own words stay his"
    assert "Late refund" not in mine.text
    assert "Late refund" not in sign_in(people.sam).get("/my-cases/").text
    assert sign_in(people.ravi).get(f"/cases/?rule={rule.slug}").status_code == 404


# The queue


def test_those_at_the_till_come_first_then_the_oldest_and_logs_last(people, sign_in, rule):
    now = timezone.now()
    kinds = [("log", 50, False), ("ask", 40, False), ("ask", 3, True), ("ask", 90, False), ("ask", 5, True)]
    cases = [
        tell(kind, f"{minutes}", people.sam, now=now - timedelta(minutes=minutes), waiting=waits, would="x", rule=rule)
        for kind, minutes, waits in kinds
    ]
    say(ask("answered", people.sam), "agree", people.ana)
    page = sign_in(people.ravi).get("/cases/")
    assert lines(page) == [str(cases[n].pk) for n in (4, 2, 3, 1, 0)]
    assert "Sam Lee, 5 min, customer waiting" in words_of(page)
    assert words_of(page).count("Grey Late refund") == 5, "the rule of each, with its colour"


def test_an_empty_queue_says_so(people, sign_in):
    assert "No one is waiting." in words_of(sign_in(people.ravi).get("/cases/"))


def test_agreeing_answers_in_place_and_the_asker_hears(people, sign_in, case):
    answer = post(sign_in(people.ravi), "answer", case, htmx=True, answer="agree")
    assert flat(answer.text).lstrip().startswith(f'<li id="case-{case.pk}"')
    assert "autofocus" in answer.text
    assert AGREES in words_of(answer)
    assert lines(sign_in(people.ana).get("/cases/")) == []
    sam = sign_in(people.sam)
    assert f"{HEADING} Credit postage? {AGREES}" in to_do(sam)
    assert marked_new(sam.get("/to-do/")) == [f"Credit postage? {AGREES}"]
    assert len(marked_new(sam.get("/my-cases/"))) == 1

    post(sam, "seen", case)
    assert stored(case).heard_at
    assert f"{HEADING} Credit postage? {AGREES}" in to_do(sam)
    assert marked_new(sam.get("/to-do/")) == marked_new(sam.get("/my-cases/")) == []


def test_to_do_tells_of_an_answer_for_a_week_and_until_it_was_seen(people, sign_in, rule):
    now = timezone.now()
    for about, days in [("seen long ago", 8), ("not seen", 40), ("seen lately", 6)]:
        case = say(ask(about, people.sam, rule=rule), "agree", people.ravi, now=now - timedelta(days=days))
        if about.startswith("seen"):
            verbs.mark_answer_seen(case, now=now)
    page_text = to_do(sign_in(people.sam))
    assert f"{HEADING} seen lately {AGREES} not seen {AGREES} New answer" in page_text
    assert "seen long ago" not in page_text
    assert HEADING not in to_do(sign_in(people.ana))


def test_what_was_answered_lately_is_found_again_with_what_became_of_it(people, sign_in, rule):
    now = timezone.now()
    for about, days in [("wasp sting", 2), ("late parcel", 1), ("last year", 31)]:
        of = rule if about == "late parcel" else None
        say(ask(about, people.sam, rule=of), "agree", people.ravi, now=now - timedelta(days=days))
    promoted = Case.objects.get(about="late parcel")
    promote.make_option(promoted, "Credit it", situation=None, by=people.ana, now=now)
    ask("still open", people.sam, rule=rule)
    say(ask("my own", people.ana, rule=rule), "agree", people.petra)
    page_text = words_of(sign_in(people.ana).get("/cases/")).partition("Recently answered")[2]
    assert re.findall("late parcel|wasp sting|last year|still open|my own", page_text) == ["late parcel", "wasp sting"]
    assert f"Late refund {AGREES} · added as an option" in page_text
    assert f"{AGREES} · not in a rule yet" in page_text
    ada = sign_in(people.ada)
    wasp = Case.objects.get(about="wasp sting")
    assert read(ada.get("/cases/")).link("wasp sting") == wasp.get_absolute_url()
    assert read(ada.get(wasp.get_absolute_url())).has("link", "Write a rule from this")
    assert "my own" in words_of(ada.get("/cases/"))
    Rule.objects.filter(pk=rule.pk).update(restricted=True)
    rule.restricted_to.set([people.pool])
    assert "late parcel" not in sign_in(people.ravi).get("/cases/").text


def test_only_the_asker_hears(people, sign_in, case):
    say(case, "agree", people.ravi)
    for somebody in (people.ana, people.ada, people.mia):
        assert post(sign_in(somebody), "seen", case).status_code == 404
    assert stored(case).heard_at is None
    first = verbs.mark_answer_seen(case, now=timezone.now()).heard_at
    assert verbs.mark_answer_seen(case, now=timezone.now() + timedelta(days=1)).heard_at == first


def test_without_script_it_leads_back_to_the_queue(people, sign_in, case):
    answer = post(sign_in(people.ravi), "answer", case, answer="talk", **{"from": "inbox"})
    assert answer.url == "/cases/"
    assert "Sent to Sam Lee." in words_of(answer.client.get("/cases/"))
    page_text = words_of(sign_in(people.sam).get(f"/ask/{case.pk}/"))
    assert "Ravi Shah wants to talk it through: stop by, or expect a call" in page_text


def test_adjusting_needs_words_and_keeps_the_place(people, sign_in, case):
    for htmx in (True, False):
        answer = post(sign_in(people.ravi), "answer", case, htmx=htmx, answer="adjust", words="  ")
        assert answer.status_code == 422
        assert "Say what to do instead." in words_of(answer)
    with pytest.raises(ValidationError):
        say(case, "adjust", people.ravi, " ")
    assert post(sign_in(people.ravi), "answer", case, answer="maybe", words="typed").status_code == 422
    assert "typed" in post(sign_in(people.ravi), "answer", case, htmx=True, words="typed").text
    assert stored(case).answer == ""
    post(sign_in(people.ravi), "answer", case, answer="adjust", words="Half of it.")
    assert (stored(case).answer, stored(case).answer_words) == ("adjust", "Half of it.")


def test_where_nothing_was_proposed_there_is_nothing_to_agree_to(people, sign_in, rule):
    case = ask("wasp sting in the cafe", people.sam, rule=rule, waiting=True, would="")
    client = sign_in(people.ravi)
    for address in ("/cases/", f"/ask/{case.pk}/"):
        page = read(client.get(address))
        assert not page.has("button", "Agree")
        assert page.form("Send answer")["answer"] == "adjust"
    for htmx in (True, False):
        answer = post(client, "answer", case, htmx=htmx, answer="agree", words=" ")
        assert answer.status_code == 422
        message = read(answer).part(f"#answer-{case.pk}-words_error").text
        assert message == "There's no suggestion to agree with. Say what to do."
    assert stored(case).is_open
    post(client, "answer", case, answer="adjust", words="Ice, and the first aider.")
    assert "Ravi Shah answered" in words_of(sign_in(people.sam).get(f"/ask/{case.pk}/"))
    assert say(ask("x", people.sam, would=""), "agree", people.ravi, "Ice.").advice == "Ice.", "sent by hand"


def test_an_answer_names_no_customer_unless_whoever_answers_says_it_is_none(people, sign_in, case):
    client, typed = sign_in(people.ravi), {"answer": "adjust", "words": "John Smith did that, ask Ana Ruiz."}
    for htmx in (True, False):
        answer = post(client, "answer", case, htmx=htmx, **typed)
        assert answer.status_code == 422
        assert "“John Smith” looks like a customer's name" in words_of(answer)
        tick = read(answer).field("It's not a customer's name")
        assert (tick["type"], tick["name"], tick["id"]) == ("checkbox", "no_name", f"answer-{case.pk}-no_name")
        assert typed["words"] in answer.text
    assert stored(case).is_open
    assert post(client, "answer", case, **typed, no_name="on").status_code == 302
    assert stored(case).answer_words == typed["words"]


def test_answered_elsewhere_shows_it_and_keeps_what_was_typed(people, sign_in, case):
    say(case, "agree", people.ana)
    for htmx in (True, False):
        answer = post(sign_in(people.ravi), "answer", case, htmx=htmx, answer="adjust", words="Half of it.")
        assert answer.status_code == 409
        assert ELSEWHERE in words_of(answer)
        assert "Ana Ruiz agrees" in words_of(answer)
        assert "Half of it." in words_of(answer)
    assert stored(case).answered_by == people.ana
    assert Event.objects.filter(verb="answered").count() == 1


def test_a_double_click_is_one_answer(people, sign_in, case):
    client = sign_in(people.ravi)
    answers = [post(client, "answer", case, answer="adjust", words="Half of it.") for _n in range(3)]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert Event.objects.filter(verb="answered").count() == 1


def test_a_slip_is_taken_back_until_the_asker_has_seen_it(people, sign_in, case):
    say(case, "agree", people.ravi)
    assert read(sign_in(people.ravi).get(f"/ask/{case.pk}/")).has("button", "Withdraw my answer")
    assert not read(sign_in(people.ana).get(f"/ask/{case.pk}/")).has("button", "Withdraw my answer")
    post(sign_in(people.ana), "take_back", case)
    assert stored(case).answer == "agree"
    post(sign_in(people.ravi), "take_back", case)
    assert stored(case).is_open
    assert post(sign_in(people.ravi), "take_back", case).status_code == 302, "twice is once"

    say(case, "adjust", people.ravi, "Half of it.")
    verbs.mark_answer_seen(case, now=timezone.now())
    answer = post(sign_in(people.ravi), "take_back", case)
    assert "Sam Lee has already seen it, so talk to them directly." in words_of(answer.client.get(answer.url))
    assert stored(case).answer_words == "Half of it."
    events = Event.objects.filter(chain__subject=case.subject).values_list("verb", flat=True)
    assert list(events) == ["asked", "answered", "answer taken back", "answered"]
    assert verify().altered == []


def test_erased_words_wait_for_nobody(people, sign_in, case):
    verbs.erase(case, by=people.sam, now=timezone.now())
    assert lines(sign_in(people.ravi).get("/cases/")) == []
    assert post(sign_in(people.ravi), "answer", case, answer="agree").status_code == 422
    assert verbs.erase(case, by=people.sam, now=timezone.now()).erased_at
    assert Event.objects.filter(verb="words removed").count() == 1


def test_what_comes_while_the_page_is_open_is_told(people, sign_in, case):
    client = sign_in(people.ravi)
    (address,) = polled(client.get("/cases/"))
    assert address == f"/cases/new/?after=0,{case.pk}"
    assert client.get(address).text.strip() == ""
    other = ask("Lost key", people.sam, waiting=True)
    log("a towel", people.sam)
    page_text = words_of(client.get(address))
    assert "1 new since you opened this page" in page_text
    assert "Sam Lee, 0 min, customer waiting : Lost key" in page_text
    assert "towel" not in page_text
    assert polled(client.get("/to-do/")) == [f"/cases/new/?after=0,{other.pk},{case.pk}"]
    assert newest_for(people.ravi, timezone.now() + timedelta(minutes=2)) == str(other.pk)
    for odd in ("", "x", "-1", "9" * 400, "1\0", "1,", "0," * 200 + "1"):
        assert client.get("/cases/new/", {"after": odd}).status_code == 200
    assert words_of(sign_in(people.mia).get("/cases/new/")) == "", "nothing is hers to answer"


def test_what_is_saved_under_a_lower_key_than_the_page_knows_is_told_too(people, sign_in, rule):
    """Two ask at once: who came first may be saved last."""
    first, second = (ask(about, people.sam, rule=rule) for about in ("first", "second"))
    Case.objects.filter(pk=first.pk).delete()
    newest = newest_for(people.ravi, timezone.now())
    assert questions_since(people.ravi, newest) == []
    first.save(force_insert=True)
    assert questions_since(people.ravi, newest) == [first]
    assert second.pk > first.pk


def test_the_askers_page_asks_for_the_answer_and_stops_once_it_is_there(people, sign_in, case):
    client, address = sign_in(people.sam), f"/ask/{case.pk}/"
    assert polled(client.get(address)) == [address]
    part = client.get(address, headers={"HX-Request": "true"})
    assert polled(part) == [address]
    assert "<main" not in part.text
    say(case, "agree", people.ravi)
    part = client.get(address, headers={"HX-Request": "true"})
    assert polled(part) == []
    assert AGREES in words_of(part)
    assert "HX-Request" in part.headers["Vary"]
    heard = post(client, "seen", case, htmx=True)
    assert "You've seen this" in words_of(heard)


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_cost_the_same_with_many_cases(people, sign_in, rule):
    def make(n):
        for _n in range(n):
            say(ask("x", people.sam, rule=rule), "agree", people.ana)
            ask("y", people.sam, rule=rule, waiting=True)
            log("z", people.mia)

    ravi, sam = sign_in(people.ravi), sign_in(people.sam)
    addresses = ["/cases/", "/cases/new/?after=0", f"/cases/?rule={rule.slug}", "/to-do/"]
    make(1)
    few = [counted(ravi, address) for address in addresses] + [counted(sam, "/my-cases/")]
    make(share(100))
    assert [counted(ravi, address) for address in addresses] + [counted(sam, "/my-cases/")] == few


def test_asking_what_is_new_costs_one_query_beside_the_frame(people, sign_in, case):
    client = sign_in(people.ravi)
    client.get("/cases/new/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/cases/new/?after=0")
    about = [query["sql"] for query in queries if "feedback_case" in query["sql"]]
    assert len(about) == 1


def test_how_long_people_wait_is_told(people, sign_in, rule):
    now = timezone.now()
    for minutes in (2, 6, 300):
        case = ask("x", people.sam, rule=rule, now=now - timedelta(days=1))
        say(case, "agree", people.ana, now=now - timedelta(days=1) + timedelta(minutes=minutes))
    old = ask("x", people.sam, rule=rule, now=now - timedelta(days=50))
    say(old, "agree", people.ana, now=now - timedelta(days=40))
    ask("y", people.sam, now=now - timedelta(hours=3, minutes=5))
    log("z", people.sam, now=now - timedelta(days=9))
    page_text = words_of(sign_in(people.ravi).get("/cases/"))
    assert "Half of the questions in the last 30 days were answered within 6 min." in page_text
    assert "Longest wait now: 3 h." in page_text


def test_what_was_told_of_a_rule_stands_on_its_page_for_those_who_lead(people, sign_in, rule):
    for _n in range(3):
        ask("x", people.sam, rule=rule)
    log("y", people.sam, rule=rule)
    log("old", people.sam, rule=rule, now=timezone.now() - timedelta(days=91))
    page = sign_in(people.ravi).get(rule.get_absolute_url())
    assert f"{LAST_DAYS} 3 questions, 1 log, 0 approved escalations" in words_of(page)
    assert read(page).link(LAST_DAYS) == f"/cases/?rule={rule.slug}"
    assert LAST_DAYS not in words_of(sign_in(people.sam).get(rule.get_absolute_url()))
    listed = words_of(sign_in(people.ravi).get(f"/cases/?rule={rule.slug}"))
    assert listed.count("Sam Lee · Asked") == 3
    assert listed.count("Sam Lee · Logged") == 2


def test_nobody_told_anything_of_a_rule_is_said(people, sign_in, rule):
    assert LAST_DAYS not in words_of(sign_in(people.ravi).get(rule.get_absolute_url()))
    assert "No questions or logs about this rule." in words_of(sign_in(people.ravi).get(f"/cases/?rule={rule.slug}"))


# Two at once


def both_answer(people, rule, n):
    """Two leads answer the same case at the same moment: how often both were told that they had."""
    both = 0
    for turn in range(n):
        case = ask(f"x {turn}", people.sam, rule=rule)

        def try_it(by, text, case=case):
            try:
                say(case, "adjust", by, text)
            except verbs.AlreadyAnsweredError:
                return "elsewhere"
            return "sent"

        results = at_once(partial(try_it, people.ravi, "Half."), partial(try_it, people.ana, "All."))
        both += results == ["sent", "sent"]
        if sorted(results) == ["elsewhere", "sent"]:
            quicker = [people.ravi, people.ana][results.index("sent")]
            assert stored(case).answered_by == quicker
    return both


@pytest.mark.engine
def test_two_leads_who_answer_at_once_are_one_answer(transactional_db, people):
    assert both_answer(people, grey(people), share(40)) == 0
    assert Event.objects.filter(verb="answered").count() == Case.objects.count()
    assert verify().altered == []


@pytest.mark.engine
def test_control_without_the_lock_both_are_told_that_they_answered(transactional_db, people, monkeypatch):
    monkeypatch.setattr(
        verbs,
        "lock_case",
        lambda case: case.__class__(**{f.attname: getattr(case, f.attname) for f in case._meta.fields}),
    )
    rule = grey(people)
    assert both_answer(people, rule, share(20)) > 0


# What must never be stored


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "agree"},
        {"answered_by_id": 1},
        {"answered_at": timezone.now()},
        {"heard_at": timezone.now()},
        {"granted_by_name": "Ana"},
        {"granted": "x"},
        {"in_person": True},
        {"about": ""},
        {"erased_at": timezone.now()},
        {"kind": "escalate", "rule": None},
        {"grown_option_key": "00000000-0000-0000-0000-000000000001"},
        {"answer": "adjust", "answered_by_name": "Ana", "answered_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_cannot_be(people, case, wrong):
    if wrong.get("answer") == "adjust":
        wrong = wrong | {"answered_by": people.ana}
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**wrong)
