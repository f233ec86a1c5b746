"""What lives in people's heads: taken over in one step, asked about, chased, and what its author hears of it."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts.models import Membership, Role, User
from policyhub.authoring.actions import unwritten
from policyhub.authoring.models import InformationRequest
from policyhub.authoring.unwritten import outcomes_for, send_reminders
from policyhub.background.jobs import jobs
from policyhub.background.models import Outbox
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.ui import pages
from tests.authoring.test_two_savers import at_once
from tests.factories import RuleFactory, put_in_force
from tests.pages import read
from tests.people import gather

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def noted(people, title="Lost children", statement="We wait.", by=None, now=NOON - 20 * DAY, **fields):
    rule = writing.capture(title, statement, client_key=None, by=by or people.sam, now=now)
    Rule.objects.filter(pk=rule.pk).update(**fields)
    return Rule.objects.get(pk=rule.pk)


def verbs(rule):
    return list(Event.objects.filter(chain__subject=rule.subject).values_list("verb", flat=True))


# Noted down


def test_what_is_noted_down_names_no_customer(people, sign_in):
    client, typed = sign_in(people.sam), {"title": "Mr John Smith wants his money", "statement": "Ask Mr Shah."}
    answer = client.post(reverse("authoring:capture"), typed)
    assert answer.status_code == 422
    assert "“Mr John” looks like" in answer.text
    assert "Mr Shah”" not in answer.text, "a colleague"
    phone = client.post(reverse("authoring:capture"), {"title": "Money back", "statement": "Call 07700 900123"})
    assert phone.status_code == 422
    assert not Rule.objects.exists()
    assert client.post(reverse("authoring:capture"), typed | {"no_name": "on"}).status_code == 302
    rule = Rule.objects.get()
    assert rule.title == typed["title"]
    more = {"words": "He is john@smith.com"}
    assert client.post(reverse("authoring:tell_more", args=[rule.slug]), more).status_code == 422
    assert client.post(reverse("authoring:tell_more", args=[rule.slug]), more | {"no_name": "on"}).status_code == 302


# The list


def test_the_list_shows_the_oldest_first_with_who_knows_it_and_since_when(people, sign_in):
    noted(people, "Parties", now=timezone.now() - 3 * DAY)
    noted(people, "Whistles", "One is look.", by=people.mia, now=timezone.now() - 12 * DAY)
    RuleFactory(by=people.ana, title="Towels")
    page = sign_in(people.ana).get(reverse("authoring:unwritten")).text
    assert page.index("Whistles") < page.index("Parties")
    assert "Noted by Mia Brandt, 12 days ago" in page
    assert "One is look." in page
    assert "Towels" not in page
    assert page.count('value="procedure"') == 2
    assert page.count('<rect class="black"') == 2


def test_a_line_of_another_team_has_no_buttons_and_a_hidden_one_is_not_there(people, sign_in):
    noted(people, "Whistles", team=people.pool)
    secret = noted(people, "Alarms", team=people.pool, restricted=True)
    secret.restricted_to.set([people.pool])
    page = sign_in(people.ana).get(reverse("authoring:unwritten")).text
    assert "Whistles" in page
    assert 'name="kind"' not in page
    assert "Alarms" not in page
    assert "Alarms" in sign_in(people.petra).get(reverse("authoring:unwritten")).text


def test_the_list_has_pages_and_an_end(people, sign_in):
    client = sign_in(people.ana)
    assert "Nothing here" in client.get(reverse("authoring:unwritten")).text
    for n in range(26):
        noted(people, f"Rule {n:02}", now=NOON - (40 - n) * DAY)
    assert "Rule 25" not in client.get(reverse("authoring:unwritten")).text
    assert "Rule 25" in client.get(reverse("authoring:unwritten"), {"page": 2}).text


def test_the_list_asks_as_often_for_one_as_for_many(people, sign_in, django_assert_num_queries):
    client = sign_in(people.ana)
    noted(people)
    client.get(reverse("authoring:unwritten"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("authoring:unwritten"))
    for n in range(20):
        rule = noted(people, f"Rule {n}")
        unwritten.ask_for_more(rule, "", by=people.ana, now=NOON)
    with django_assert_num_queries(len(queries)):
        client.get(reverse("authoring:unwritten"))


# Taking over


@pytest.mark.parametrize("kind", ["policy", "procedure", "standard", "unsure"])
def test_one_step_makes_a_draft_and_its_author_stays_named(kind, people, sign_in):
    rule, client = noted(people), sign_in(people.ana)
    response = client.post(reverse("authoring:take_over", args=[rule.slug]), {"kind": kind})
    assert response.url.startswith(f"/rules/{rule.slug}/")
    assert response.url.endswith("sentence") or "sentence" in response.url
    assert "Sam Lee is still named as the person who noted it" in client.get(response.url).text
    rule.refresh_from_db()
    assert (rule.stage, rule.kind, rule.owner) == ("written", kind.replace("unsure", ""), people.ana)
    assert (rule.captured_by, rule.statement) == (people.sam, "We wait.")
    assert type(rule.kind_object()).__name__.lower() == (rule.kind or "rule")
    assert verbs(rule) == ["captured", "taken over"]
    assert "Noted by Sam Lee on 28 February 2026." in client.get(rule.get_absolute_url()).text
    assert verify().altered == []


def test_an_owner_and_a_kind_that_are_there_stay(people):
    rule = noted(people, owner=people.petra)
    rule = writing.change_kind(rule, "standard", by=people.petra, now=NOON)
    rule = unwritten.take_over(rule, "", by=people.ana, now=NOON)
    assert (rule.owner, rule.kind) == (people.petra, "standard")


def test_a_double_click_is_one_and_the_second_manager_hears_who_was_first(people, sign_in):
    rule = noted(people)
    address = reverse("authoring:take_over", args=[rule.slug])
    ana, petra = sign_in(people.ana), sign_in(people.petra)
    first, again = (ana.post(address, {"kind": "policy"}).url for _ in range(2))
    assert first == again
    late = petra.post(address, {"kind": "procedure"}, follow=True)
    assert "Ana Ruiz is already writing it." in late.text
    assert Rule.objects.get().kind == "policy"
    assert verbs(rule) == ["captured", "taken over"]


def test_what_was_written_by_its_form_is_not_taken_over_either(people):
    rule = noted(people)
    writing.write(rule, writing.RuleInput({"title": "Lost"}), version=rule.version, by=people.petra, now=NOON)
    with pytest.raises(ValidationError, match="Petra Novak is already writing it"):
        unwritten.take_over(rule, "policy", by=people.ana, now=NOON)


def test_a_kind_that_is_none_takes_nothing_over(people, sign_in):
    rule = noted(people)
    page = sign_in(people.ana).post(reverse("authoring:take_over", args=[rule.slug]), {"kind": "law"}, follow=True)
    assert "Choose what it becomes: a policy, a procedure, a standard, or not sure yet." in page.text
    assert verbs(rule) == ["captured"]


@pytest.mark.engine
def test_two_managers_at_the_same_moment_are_one_who_wins(transactional_db, sign_in):
    people = gather()
    rule = noted(people)
    clients = [sign_in(people.ana), sign_in(people.petra)]
    address = reverse("authoring:take_over", args=[rule.slug])
    kinds = ["policy", "procedure"]
    answers = at_once(*(partial(c.post, address, {"kind": k}) for c, k in zip(clients, kinds, strict=True)))
    rule.refresh_from_db()
    assert verbs(rule) == ["captured", "taken over"]
    won = kinds.index(rule.kind)
    assert "sentence" in answers[won].url
    assert answers[1 - won].url == rule.get_absolute_url()
    assert rule.owner == [people.ana, people.petra][won]


# Asking and telling


def test_a_manager_asks_and_the_author_tells_under_to_do(people, sign_in):
    rule, sam = noted(people), sign_in(people.sam)
    sign_in(people.ana).post(reverse("authoring:ask_for_more", args=[rule.slug]), {"words": "Which door?"})
    question = "Ana Ruiz asks for more about “Lost children”"
    page = read(sam.get(reverse("dashboard:to_do")))
    assert page.has("heading", question)
    assert "Which door?" in page.text
    sam.post(reverse("authoring:tell_more", args=[rule.slug]), {"words": "The one by the pool."})
    rule.refresh_from_db()
    assert (rule.statement, rule.body, rule.stage) == ("We wait.", "The one by the pool.", "unwritten")
    assert question not in read(sam.get(reverse("dashboard:to_do"))).text
    assert "The one by the pool." in sam.get(rule.get_absolute_url()).text
    assert verbs(rule) == ["captured", "asked for more", "told more"]
    recorded = "".join(Event.objects.values_list("before", flat=True)) + "".join(
        Event.objects.values_list("after", flat=True)
    )
    assert "Which door?" not in recorded
    assert "by the pool" not in recorded


def test_the_question_goes_by_mail_once(people):
    rule = noted(people)
    for _ in range(2):
        unwritten.ask_for_more(rule, "Which door?", by=people.ana, now=NOON)
    sent = Outbox.objects.get()
    assert (sent.address, sent.subject) == ("sam@example.org", "Tell us more: Lost children")
    assert "Which door?" in sent.text
    assert InformationRequest.objects.count() == 1
    User.objects.filter(pk=people.mia.pk).update(email="")
    unwritten.ask_for_more(noted(people, by=User.objects.get(username="mia")), "", by=people.ana, now=NOON)
    assert Outbox.objects.count() == 1


def test_nobody_asks_somebody_who_left(people, sign_in):
    rule = noted(people)
    User.objects.filter(pk=people.sam.pk).update(is_active=False)
    client, ask = sign_in(people.ana), "Ask for details about “Lost children”"
    other = noted(people, "Whistles", by=people.mia)
    links = read(client.get(reverse("authoring:unwritten"))).links
    assert ask not in links
    assert ask.replace("Lost children", other.title) in links
    answer = client.post(reverse("authoring:ask_for_more", args=[rule.slug]), {"words": ""})
    assert answer.status_code == 422
    assert "Sam Lee is no longer active." in answer.text


def test_whoever_may_read_it_adds_to_it_each_thing_once(people):
    rule = noted(people, statement="")
    for text in (
        "We wait.",
        "We wait.",
        "At the desk.\n\nNot outside.",
        "At the desk.\n\nNot outside.",
        "Ask Petra.",
    ):
        rule = unwritten.tell_more(rule, f" {text} ", by=people.mia, now=NOON)
    assert rule.statement == "We wait."
    assert rule.body == "At the desk.\n\nNot outside.\n\nAsk Petra."
    assert verbs(rule).count("told more") == 3
    long = noted(people, statement="")
    assert unwritten.tell_more(long, "x" * 601, by=people.mia, now=NOON).body == "x" * 601


def test_telling_does_not_go_under_an_open_form(people):
    rule = noted(people)
    unwritten.tell_more(rule, "More.", by=people.mia, now=NOON)
    with pytest.raises(pages.Stale):
        writing.write(rule, writing.RuleInput({"body": "Mine."}), version=rule.version, by=people.ana, now=NOON)


def test_nothing_told_is_refused_as_typed_and_too_much_too(people, sign_in):
    rule = noted(people)
    assert (
        sign_in(people.sam).post(reverse("authoring:tell_more", args=[rule.slug]), {"words": " "}).status_code == 422
    )
    Rule.objects.filter(pk=rule.pk).update(body="x" * (Rule.BODY_LIMIT - 5))
    answer = sign_in(people.sam).post(reverse("authoring:tell_more", args=[rule.slug]), {"words": "One more word."})
    assert answer.status_code == 422
    assert "That's too long for one rule. Shorten it." in read(answer).text


# Chasing


def mails():
    return {(mail.person.username, mail.period): mail.text for mail in Outbox.objects.filter(kind="unwritten")}


def test_the_clock_chases_once_a_month(people):
    assert jobs["unwritten"] is send_reminders
    noted(people, "Whistles", now=NOON - 15 * DAY)
    noted(people, "Parties", now=NOON - 13 * DAY)
    assert send_reminders(NOON) == "2 reminded"
    assert set(mails()) == {("ana", "2026-03"), ("petra", "2026-03")}
    assert "Whistles (R-001), noted by Sam Lee on 2026-03-05" in mails()["ana", "2026-03"]
    assert "Parties" not in mails()["ana", "2026-03"]
    assert send_reminders(NOON) == send_reminders(NOON + 3 * DAY) == ""
    assert send_reminders(NOON + 20 * DAY) == "2 reminded"
    assert "Parties" in mails()["ana", "2026-04"]


def test_only_those_who_may_take_it_over_are_chased(people):
    noted(people, "Whistles", team=people.pool)
    secret = noted(people, "Alarms", restricted=True)
    secret.restricted_to.set([people.pool])
    send_reminders(NOON)
    assert set(mails()) == {("petra", "2026-03")}
    assert "Alarms" in mails()["petra", "2026-03"]


def test_administrators_are_chased_where_no_manager_is_left(people):
    noted(people, "Whistles", team=people.pool)
    Membership.objects.filter(person=people.petra).update(role=Role.STAFF)
    send_reminders(NOON)
    assert set(mails()) == {("ada", "2026-03")}


def test_nothing_to_chase_is_no_mail(people):
    noted(people, now=NOON - DAY)
    unwritten.take_over(noted(people), "policy", by=people.ana, now=NOON)
    assert send_reminders(NOON) == ""
    assert mails() == {}
    noted(people, "Old")
    User.objects.update(email="")
    assert send_reminders(NOON) == ""


def test_many_are_named_in_one_mail_up_to_a_point(people):
    for n in range(25):
        noted(people, f"Rule {n}")
    send_reminders(NOON)
    text = mails()["ana", "2026-03"]
    assert text.count("noted by") == 20
    assert "and 5 more" in text


# What became of it


def test_the_author_sees_what_became_of_it_for_sixty_days(people, sign_in):
    now = timezone.now()
    rule = noted(people, now=now - 90 * DAY)
    rule = unwritten.take_over(rule, "policy", by=people.ana, now=now - 50 * DAY)
    text = writing.RuleInput({"title": "Children who are lost"})
    rule = writing.write(rule, text, version=rule.version, by=people.ana, now=now - 49 * DAY)
    page = sign_in(people.sam).get(reverse("dashboard:to_do")).text
    assert "<b>Lost children</b>" in page, "a draft is no link for staff, and its title not theirs to read"
    assert "Written by Ana Ruiz, not in force" in " ".join(page.split())
    assert outcomes_for(people.sam, now + 11 * DAY) == []
    put_in_force(rule, people.ana, now - 5 * DAY)
    (outcome,) = outcomes_for(people.sam, now + 11 * DAY)
    assert (outcome.title, outcome.by, outcome.is_in_force, outcome.address) == (
        "Lost children",
        "Ana Ruiz",
        True,
        rule.get_absolute_url(),
    )
    assert "in force" in sign_in(people.sam).get(reverse("dashboard:to_do")).text
    assert outcomes_for(people.sam, now + 56 * DAY) == []
    assert outcomes_for(people.mia, now) == []


def test_the_event_says_who_noted_it_down(people):
    unwritten.take_over(noted(people), "procedure", by=people.ana, now=NOON)
    after = json.loads(Event.objects.get(verb="taken over").after)
    assert after == {"kind": "procedure", "owner": "Ana Ruiz", "author": "Sam Lee"}


def test_what_somebody_tells_is_read_for_the_lists_at_once(people):
    rule = unwritten.tell_more(noted(people, statement=""), "Nobody may dive.", by=people.sam, now=NOON)
    assert (rule.suggested.label, rule.suggested.version) == ("black", rule.version)
