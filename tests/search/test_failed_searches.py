"""A question that finds nothing is counted, once for a person and a day, without keeping who asked."""

import json
import threading
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.crypto import get_random_string

from policyhub.background import jobs
from policyhub.evidence.models import Event
from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.search import statement_timeout
from policyhub.search.actions import failed_searches as verbs
from policyhub.search.failed_searches import as_term, clean_question, forget_old
from policyhub.search.models import FailedSearch, OpenedAfterSearch
from policyhub.search.search import find
from tests.authoring.test_odd_forms import ODD, ODD_VALUES
from tests.authoring.test_two_savers import at_once
from tests.conftest import share
from tests.factories import RuleFactory, put_in_force, restrict
from tests.pages import read

DAY = timedelta(days=1)


@pytest.fixture
def towels(people):
    """In force, and found by its title."""
    people.organisation.second_person = False
    people.organisation.save()
    rule = RuleFactory(by=people.ana, team=people.desk, title="Towels")
    put_in_force(rule, people.ana)
    return rule


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


def say(client, question, **more):
    return client.post("/missed/", {"q": question, **more})


def counted(question="parrot"):
    """(times, people) of a question; (0, 0) if nothing is kept of it."""
    return FailedSearch.objects.filter(folded=question).values_list("times", "people").first() or (0, 0)


def count(question, by, now=None, **more):
    return verbs.count(question, by=by, now=now or timezone.now(), **more)


# Saying so


def test_without_script_a_button_says_that_it_is_missing(people, sam, towels):
    assert read(sam.get("/", {"q": "Parrot?"})).has("button", "Report as missing")
    response = say(sam, "Parrot?")
    assert response.url == "/?q=Parrot%3F"
    assert "Thank you. Reported as missing, without your name." in read(sam.get(response.url)).text
    missed = FailedSearch.objects.get()
    assert (missed.text, missed.folded, missed.times, missed.people, missed.state) == (
        "Parrot?",
        "parrot",
        1,
        1,
        "open",
    )
    assert not Event.objects.filter(chain__subject__startswith="missed").exists(), "the tap is the record"


def test_by_script_it_is_said_after_two_seconds_and_the_answer_is_a_part_of_the_page(sam, towels):
    part = sam.get("/", {"q": "parrot"}, headers={"HX-Request": "true"}).text
    assert 'hx-trigger="submit, load delay:2s"' in part
    answer = sam.post("/missed/", {"q": "parrot"}, headers={"HX-Request": "true"})
    assert (answer.status_code, "autofocus" in answer.text, "<html" in answer.text) == (200, False, False)
    pressed = sam.post("/missed/", {"q": "parrot", "pressed": "1"}, headers={"HX-Request": "true"})
    assert "autofocus" in pressed.text
    assert counted() == (1, 1)


def test_reading_never_counts(sam, towels):
    for address in ("/?q=parrot", "/missed/?q=parrot", "/missed/then/?q=parrot&rule=towels"):
        sam.get(address)
    assert not FailedSearch.objects.exists()


def test_what_is_found_is_not_missing_unless_none_of_it_fits(sam, towels):
    assert read(sam.get("/", {"q": "towels"})).has("button", "None of these fit")
    say(sam, "towels")
    assert counted("towels") == (0, 0)
    say(sam, "towels", none_fits="1")
    assert counted("towels") == (1, 1)


def test_what_took_too_long_is_not_missing(people, towels, monkeypatch):
    def too_long(*args, **kwargs):
        raise statement_timeout.SearchTimeoutError

    monkeypatch.setattr(statement_timeout, "fetch", too_long)
    assert count("towels", people.sam) is None
    assert count("towels", people.sam, none_fits=True) is not None


def test_whether_it_is_missing_is_learned_without_opening_the_editions(people, towels):
    with CaptureQueriesContext(connection) as captured:
        count("towels", people.sam)
    assert not [query for query in captured if 'FROM "registry_edition"' in query["sql"]]


def test_a_rule_that_one_may_not_read_is_missing_for_oneself_alone(people, sign_in, towels):
    restrict(towels, people.desk)
    for person, times in ((people.sam, 0), (people.mia, 1)):
        say(sign_in(person), "towels")
        assert counted("towels") == (times, times)


# Counting


def test_a_person_counts_once_a_day_and_is_one_person(people):
    now = timezone.now().replace(hour=12)
    for when in (now, now, now + DAY, now + DAY):
        count("parrot", people.sam, when)
    assert counted() == (2, 1)
    for spelling in ("PARROT!", "  Pärrot  "):
        count(spelling, people.mia, now + DAY)
    assert counted() == (3, 2)
    missed = FailedSearch.objects.get()
    assert (missed.first_at, missed.last_at) == (now, now + DAY)


def test_nothing_says_who_asked(people):
    for person in (people.sam, people.mia):
        count("parrot", person)
        count("zebra", person)
    marks = [set(json.loads(failed_search.marks)) for failed_search in FailedSearch.objects.all()]
    assert [len(of_one) for of_one in marks] == [2, 2]
    assert not marks[0] & marks[1], "nobody is followed from one question to the next"
    assert all(len(mark) == 4 for of_one in marks for mark in of_one)


def test_the_marks_depend_on_the_installations_key(people, settings):
    first = json.loads(count("parrot", people.sam).marks)
    settings.SECRET_KEY = get_random_string(50)
    count("parrot", people.sam)
    assert set(first) < set(json.loads(FailedSearch.objects.get().marks))


def test_after_a_month_nobody_is_known_any_more(people):
    now = timezone.now()
    count("parrot", people.sam, now - timedelta(days=31))
    count("parrot", people.mia, now)
    assert len(json.loads(FailedSearch.objects.get().marks)) == 1
    assert forget_old(now + timedelta(days=31)) == ""
    assert FailedSearch.objects.get().marks == "{}"
    assert counted() == (2, 2)


def test_one_person_makes_so_many_questions_a_day_and_no_more(people, monkeypatch):
    monkeypatch.setattr(verbs, "MAX_NEW_PER_DAY", 3)
    now = timezone.now()
    for n in range(6):
        count(f"parrot {'x' * n} here", people.sam, now)
    assert FailedSearch.objects.count() == 3
    assert count("parrot x here", people.mia, now).people == 2, "what is there already still counts"
    assert count("parrot xxxxx here", people.mia, now) is not None, "and so does everybody else"
    assert count("parrot xxxx here", people.sam, now + DAY) is not None


@pytest.mark.parametrize(
    ("question", "cleaned"),
    [
        ("late refund", "late refund"),
        ("  Late \n refund? ", "Late refund?"),
        ("refund for anna.lee@example.org please", "refund for please"),
        ("call 020 7946 0018 back", "call back"),
        ("+44 (0)20 7946-0018 rang", "rang"),
        ("order AB1234567 lost", "order lost"),
        ("card 4111 1111 1111 1111", "card"),
        ("born 12/03/1988 discount", "born discount"),
        ("R-014 after 60 days, £40", "R-014 after 60 days, £40"),
        ("01632 960123", ""),
        ("anna@example.org", ""),
        ("ab", ""),
        ("!!!", ""),
        ("refund " * 40, ""),
        ("", ""),
    ],
)
def test_what_tells_who_a_customer_is_is_not_kept(question, cleaned):
    assert clean_question(question) == cleaned


@pytest.mark.parametrize("odd", [*ODD.values(), *ODD_VALUES], ids=lambda odd: repr(odd[:20]))
def test_odd_questions_break_nothing(sam, towels, odd):
    assert say(sam, odd).status_code == 302
    assert sam.post("/missed/then/", {"q": odd, "rule": odd}).status_code == 200
    assert sam.post("/missed/", {}).status_code == 302


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("can I get my money back please", "money back"),
        ("the", "the"),
        ("Refund, late?", "Refund late"),
        ("was kostet das", "kostet"),
    ],
)
def test_a_question_as_a_term(question, term):
    assert as_term(question) == term


# Missed again


def test_what_needs_no_rule_stays_settled_and_counts(people):
    missed = count("parrot", people.sam)
    verbs.needs_no_rule(missed, "No birds.", by=people.ana, now=timezone.now())
    count("parrot", people.mia)
    missed.refresh_from_db()
    assert (missed.state, missed.times) == ("none", 2)


def test_a_rule_that_is_being_written_is_missed_without_coming_back_until_it_is_there(people, towels):
    missed = count("parrot", people.sam)
    rule = verbs.needs_rule(missed, by=people.ana, now=timezone.now()).rule
    count("parrot", people.mia)
    missed.refresh_from_db()
    assert (missed.state, missed.times) == ("rule", 2)
    text = writing.RuleInput({"title": "Birds", "statement": "None.", "owner": people.ana})
    written = writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    put_in_force(written, people.ana)
    assert not find("parrot", people.ravi)
    count("parrot", people.ravi, none_fits=True)
    assert FailedSearch.objects.get().state == "rule", "something else was found"
    count("parrot", people.petra)
    missed.refresh_from_db()
    assert (missed.state, missed.settled_by) == ("open", people.ana)


def test_what_it_meant_comes_back_if_still_nothing_is_found(people, towels):
    missed = count("cloth", people.sam)
    verbs.set_meaning(missed, "cloth", "zeppelin", by=people.ana, now=timezone.now())
    count("cloth", people.mia)
    assert FailedSearch.objects.get().state == "open"


def test_whoever_may_not_read_the_rule_does_not_bring_it_back(people, towels):
    missed = count("cloth", people.sam)
    verbs.set_meaning(missed, "cloth", towels, by=people.ana, now=timezone.now())
    assert [hit.edition.rule for hit in find("cloth", people.sam)] == [towels]
    restrict(towels, people.desk)
    count("cloth", people.mia)
    assert (FailedSearch.objects.get().state, counted("cloth")) == ("synonym", (2, 2))


# What was opened afterwards


def test_what_was_opened_afterwards_is_counted_once_a_day_for_those_who_missed_it(people, sign_in, towels):
    for person in (people.sam, people.mia):
        count("parrot", person)
    for person in (people.sam, people.sam, people.mia, people.ravi):
        answer = sign_in(person).post("/missed/then/", {"q": "Parrot!", "rule": "towels"})
        assert (answer.status_code, answer.content) == (200, b"")
    assert OpenedAfterSearch.objects.get().times == 2, "Ravi had not missed it"
    sign_in(people.sam).post("/missed/then/", {"q": "parrot", "rule": "nowhere"})
    sign_in(people.sam).post("/missed/then/", {"q": "zebra", "rule": "towels"})
    assert OpenedAfterSearch.objects.count() == 1


def test_nobody_opens_what_they_may_not_read(people, sign_in, towels):
    count("parrot", people.mia)
    Rule.objects.filter(pk=towels.pk).update(restricted=True)
    sign_in(people.mia).post("/missed/then/", {"q": "parrot", "rule": "towels"})
    assert not OpenedAfterSearch.objects.exists()


# Forgetting


def test_the_clock_forgets_what_was_asked_once_and_never_again(people):
    now = timezone.now()
    old = now - timedelta(days=181)
    for question in ("once", "twice", "settled"):
        count(question, people.sam, old)
    count("recently", people.sam, now - timedelta(days=179))
    count("twice", people.mia, old)
    verbs.needs_no_rule(FailedSearch.objects.get(text="settled"), "No.", by=people.ana, now=old)
    assert dict(jobs.run_due(now))["missed"] == "1 forgotten"
    assert "missed" not in dict(jobs.run_due(now))
    assert set(FailedSearch.objects.values_list("text", flat=True)) == {"twice", "settled", "recently"}


# Several at once


def all_ask(people, question):
    crowd = (people.sam, people.mia, people.ravi, people.ana)
    at_once(*(partial(count, question, who) for who in crowd))


@pytest.mark.engine
def test_of_several_who_ask_at_once_each_is_counted(transactional_db, people):
    for n in range(share(30)):
        question = f"parrot {'abcdefghijklmnopqrstuvwxyzabcdef'[n]}"
        all_ask(people, question)
        assert counted(question) == (4, 4)
        all_ask(people, question)
        assert counted(question) == (4, 4), "and once only"


@pytest.mark.engine
def test_control_without_the_lock_somebody_is_lost(transactional_db, people, monkeypatch):
    everybody = threading.Barrier(4)

    def read_together(key, text, now):
        missed, _made = FailedSearch.objects.get_or_create(
            folded=key, defaults={"text": text, "first_at": now, "last_at": now}
        )
        missed.refresh_from_db()
        everybody.wait(timeout=20)
        return missed

    monkeypatch.setattr(verbs, "_get_locked", read_together)
    monkeypatch.setattr(verbs, "_count", verbs._count.__wrapped__)
    all_ask(people, "parrot")
    assert counted() == (1, 1)


@pytest.mark.engine
def test_a_double_click_makes_one_rule_and_two_managers_are_told(transactional_db, people):
    missed = count("parrot", people.sam)

    def settle(by):
        try:
            return verbs.needs_rule(missed, by=by, now=timezone.now()).rule.reference
        except ValidationError as problem:
            return problem.messages[0]

    outcomes = at_once(*[partial(settle, people.ana)] * 2, *[partial(settle, people.petra)] * 2)
    assert Rule.objects.filter(stage="unwritten").count() == 1
    assert sorted(outcomes)[:2] in (
        [["Ana Ruiz has already resolved it."] * 2, ["Petra Novak has already resolved it."] * 2]
    )
    assert len(set(outcomes)) == 2
