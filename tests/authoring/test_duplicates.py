"""What may be there already is named, what is not is left in peace, and thousands of rules cost little."""

import time

import pytest
from django.utils import timezone

from policyhub.authoring.duplicates import ExistingRules, similar_rules
from policyhub.registry.models import Rule
from tests.factories import RuleFactory


@pytest.fixture
def existing_rules():
    rules = ExistingRules()
    rules.add("R-001, Lost property", "Lost property", "We keep what we find for four weeks.")
    rules.add("R-002, Refunds", "Refunds", "Whoever brings the receipt gets the money back within thirty days.")
    rules.add("Phones, keys", "Phones, keys", "")
    return rules


@pytest.mark.parametrize(
    ("title", "statement", "like"),
    [
        ("Lost  property!", "Something else.", "R-001, Lost property"),
        ("LOST PROPERTY", "", "R-001, Lost property"),
        ("Money back", "Within thirty days whoever brings a receipt gets the money.", "R-002, Refunds"),
        ("Money", "Thirty days.", ""),
        ("Keys", "", ""),
        ("Receipts", "Whoever brings the receipt signs it, and " + "the desk files receipts weekly by date " * 2, ""),
        ("", "", ""),
    ],
    ids=["same title", "in capitals", "same words", "few words", "half of a title", "the same beginning", "nothing"],
)
def test_what_is_alike(existing_rules, title, statement, like):
    assert existing_rules.like(title, statement) == like


def test_three_thousand_rules_are_compared_with_three_hundred_in_a_second():
    vocabulary = [f"word{n}" for n in range(400)]
    existing_rules = ExistingRules()
    for n in range(3000):
        sentence = " ".join(vocabulary[(n * step) % 400] for step in range(1, 25))
        existing_rules.add(f"R-{n}", f"Rule number {n}", f"Whoever comes asks the desk for {sentence}")
    begun = time.process_time()
    for n in range(300):
        existing_rules.like(f"Another {n}", "Whoever comes asks the desk for " + " ".join(vocabulary[n : n + 20]))
    assert time.process_time() - begun < 2, "seconds of its own: what else runs doesn't count"


# While somebody writes


def many(number, title="Customer {n}", statement="The customer asks at the desk for number {n}."):
    """Rules straight in the tables, with an address as their titles would give it."""
    now = timezone.now()
    Rule.objects.bulk_create(
        Rule(
            reference=f"R-{5000 + n}",
            slug=f"customer-{n}",
            title=title.format(n=n),
            statement=statement.format(n=n),
            created_at=now,
            saved_at=now,
        )
        for n in range(number)
    )


def titles(people, title, statement=""):
    return [similar.rule.title for similar in similar_rules(people.ana, title, statement, besides=Rule())]


def test_the_same_title_is_found_among_450_that_share_a_word_with_it(people):
    many(450)
    rule = RuleFactory(by=people.ana, title="Customer care", statement="Something else.")
    first, *_others = similar_rules(people.ana, "CUSTOMER  care!", "A customer is asked kindly.", besides=Rule())
    assert (first.rule, first.same_title, first.same) == (rule, True, True)


def test_a_second_rule_of_the_same_title_is_found_as_well(people):
    rules = {RuleFactory(by=people.ana, title="Customer care", statement="").pk for _ in range(2)}
    many(450)
    similar = similar_rules(people.ana, "Customer care", "", besides=Rule())
    assert {candidate.rule.pk for candidate in similar if candidate.same_title} == rules
    others = similar_rules(people.ana, "Customer care", "", besides=similar[0].rule)
    assert [candidate.rule.pk for candidate in others if candidate.same_title]


def test_most_words_in_common_are_found_among_450_that_share_one(people):
    many(450)
    RuleFactory(by=people.ana, title="Vouchers", statement="A customer without receipt gets a voucher, once a year.")
    assert titles(people, "No receipt", "A customer gets a voucher once without receipt.")[0] == "Vouchers"


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Übergabe", "übergabe"),
        ("übergabe", "ÜBERGABE"),
        ("Straße", "straße"),
        ("STRASSE", "Straße"),
        ("Go", "go!"),
        ("お客様", "お客様"),
    ],
)
def test_a_title_beyond_ascii_is_found_on_both_engines(people, stored, typed):
    RuleFactory(by=people.ana, title=stored, statement="")
    assert titles(people, typed) == [stored]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Größe jeder Änderung", "änderung seiner größe"),
        ("ÜBERALL ÄNDERT ÖL DIE STRASSE", "Öl ändert überall die Straße"),
        ("Übermäßig große Taschen abgeben", "große Taschen: übermäßig"),
    ],
)
def test_words_beyond_ascii_are_found_on_both_engines(people, stored, typed):
    RuleFactory(by=people.ana, title=stored, statement="Äpfel.")
    assert titles(people, typed, "Äpfel.") == [stored]


def test_titles_that_look_alike_as_addresses_only_are_not_the_same(people):
    RuleFactory(by=people.ana, title="Strae", statement="")
    assert titles(people, "Straße") == []
