"""The words of rules are counted in the transaction that changes them; those of restricted ones are not."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.search import index, lexicon, vocabulary
from policyhub.search.models import Gram, IndexedWord, SearchRow, TermWeights, Uncounted
from policyhub.search.search import find
from tests.factories import restrict
from tests.search.test_search import edit, in_force, titles

pytestmark = pytest.mark.engine  # stems are counted by each engine's own statements


def counts():
    return dict(IndexedWord.objects.values_list("word", "rows"))


# Restricted rules


@pytest.fixture
def heron(people):
    """A rule for the pool alone, with a word that stands nowhere else, and one for everybody."""
    in_force(people, title="Herbs in the garden", statement="Mint and thyme.")
    fields = {"restricted": True, "restricted_to": [people.pool]}
    return in_force(people, title="Alarm", statement="The word is heronsong.", **fields)


def test_no_word_of_a_restricted_rule_is_counted(people, heron):
    assert "heronsong" not in counts()
    assert counts()["thyme"] == counts()[""] == 1
    assert TermWeights.objects.get(row__rule=heron).words == ""


@pytest.mark.parametrize("question", ["heronsogn", "heronson", "hero", "heronsongs again", "heron song"])
def test_nothing_shows_others_that_a_restricted_word_exists(people, heron, question):
    """Neither a correction nor a completion leads there, and what they find is what they would find without it."""
    visible_titles = [titles(question, reader) for reader in (people.sam, people.ravi)]
    Rule.objects.filter(pk=heron.pk).update(restricted=False)
    Rule.objects.filter(pk=heron.pk).update(restricted=True)
    index.forget(heron)

    assert [titles(question, reader) for reader in (people.sam, people.ravi)] == visible_titles


def test_who_may_read_it_finds_a_restricted_rule_by_its_word_and_by_its_beginning(people, heron):
    for question in ("heronsong", "heronsong please", "herons"):
        assert titles(question, people.mia) == ["Alarm"], question
        assert titles(question, people.sam) == [], question


def test_words_are_taken_back_when_a_rule_becomes_restricted_and_return_with_it(people):
    rule = in_force(people, title="Heronsong")
    assert counts()["heronsong"] == 1

    for restricted, teams, left in [(True, [people.pool], None), (False, [], 1)]:
        rule.refresh_from_db()
        text = writing.RuleInput({"restricted": restricted}, restricted_to=teams)
        writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
        assert counts().get("heronsong") == left


def test_who_may_read_it_finds_it_by_a_word_among_many_others(people, heron):
    for n in range(12):
        in_force(people, title=f"Case{chr(97 + n)}")
    question = " ".join(f"case{chr(97 + n)} nowhere{n}" for n in range(11)) + " heronsong"

    assert "Alarm" in titles(question, people.mia)
    assert "Alarm" not in titles(question, people.sam)


# Counting


def test_counts_go_with_the_transaction(people):
    def fail():
        with transaction.atomic():
            in_force(people, title="Heronsong")
            assert "heronsong" in counts()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert "heronsong" not in counts()


def test_counting_twice_what_came_and_went_leaves_nothing(people):
    rule = in_force(people, title="Heronsong", body="towel towels heron")
    before = counts()
    for _ in range(3):
        index.refresh(rule, timezone.now())
    assert counts() == before

    vocabulary.count(index.forget(rule))
    assert IndexedWord.objects.count() == Gram.objects.count() == 0


def test_a_new_edition_writes_only_the_words_that_changed(people):
    rule = in_force(people, title="Heronsong", body=" ".join(f"alpha{chr(97 + n)}" for n in range(26)))
    edit(people, rule, say_it="Gladly.")
    with CaptureQueriesContext(connection) as captured:
        index.refresh(rule, timezone.now())

    assert not [q["sql"] for q in captured if "search_indexedword" in q["sql"] or "search_gram" in q["sql"]]


def test_what_nobody_counted_is_counted_by_whoever_comes_next(people, monkeypatch):
    monkeypatch.setattr(vocabulary, "may_count", lambda: False)
    in_force(people, title="Heronsong")
    assert counts() == {}
    assert Uncounted.objects.count() == 1
    assert titles("heronsong") == ["Heronsong"]

    monkeypatch.undo()
    in_force(people, title="Heronsong again")
    assert (counts()["heronsong"], counts()["again"], counts()[""]) == (2, 1, 2)
    assert not Uncounted.objects.exists()


def test_the_clock_counts_what_was_left_and_fills_what_came_before_there_were_bags(people, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(vocabulary, "may_count", lambda: False)
    in_force(people, title="Heronsong")
    monkeypatch.undo()
    assert index.count_missing(now) == "words counted"
    assert counts()["heronsong"] == 1
    TermWeights.objects.all().delete()
    IndexedWord.objects.all().delete()

    assert index.count_missing(now) == "the words of 1 rules"
    assert counts()["heronsong"] == 1
    assert index.count_missing(now) == ""
    assert titles("heronsogn") == ["Heronsong"]


def test_whoever_approves_never_waits_for_somebody_else_who_counts(transactional_db):
    """One transaction is open and has counted; another counts the same words, and is done before it.

    SQLite lets one write at a time: there the other is next.
    """
    change = vocabulary.change_of(["towel"], "en", 1)

    def other():
        with transaction.atomic():
            vocabulary.count(change)
        connection.close()

    with transaction.atomic():
        vocabulary.count(change)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10 if connection.vendor == "postgresql" else 1)
        assert thread.is_alive() == (connection.vendor == "sqlite")
    thread.join(20)
    assert counts()["towel"] + Uncounted.objects.count() == 2
    assert bool(vocabulary.count_notes()) == (connection.vendor == "postgresql")
    assert counts()["towel"] == 2


# What it costs to ask


def queries(text):
    with CaptureQueriesContext(connection) as captured:
        assert find(text, None)
    return len(captured)


def test_a_misspelt_word_costs_two_small_questions_more(people):
    in_force(people, title="Towels at the pool")

    base_queries, misspelt_queries = queries("towels please"), queries("towwels please")
    assert (base_queries, misspelt_queries - base_queries) == (4, 1)
    in_force(people, title="Refunds")
    assert queries("refundd of towels") - base_queries == 2  # and once more for what may stand for it


def test_few_words_are_compared_however_many_there_are(people):
    change = vocabulary.change_of([f"towel{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600)], "en", 1)
    vocabulary.count(change)

    [entries] = lexicon.resembling(["towelxyz"], [], []).values()
    assert len(entries) == lexicon.MOST_NEAR


def test_a_rule_that_is_restricted_while_the_clock_fills_stays_restricted(people, monkeypatch):
    both = [in_force(people, title="Heronsong"), in_force(people, title="Alarm code")]
    TermWeights.objects.all().delete()
    really, restricted = index.refresh, []

    def meanwhile(rule, now):
        """The clock has listed both and is at the first of them; somebody is quicker with the other."""
        if not restricted:
            restricted.append(next(rule_in_force for rule_in_force in both if rule_in_force.pk != rule.pk))
            restrict(restricted[0], people.pool)
        really(rule, now)

    monkeypatch.setattr(index, "refresh", meanwhile)
    index.count_missing(timezone.now())

    assert SearchRow.objects.get(rule=restricted[0]).restricted
