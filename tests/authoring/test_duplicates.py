"""What may be there already is named, what is not is left in peace, and thousands of rules cost little."""

import time

import pytest
from django.utils import timezone

from policyhub.authoring.duplicates import Known, similar
from policyhub.registry.models import Rule
from tests.factories import RuleFactory


@pytest.fixture
def known():
    there = Known()
    there.add("R-001, Lost property", "Lost property", "We keep what we find for four weeks.")
    there.add("R-002, Refunds", "Refunds", "Whoever brings the receipt gets the money back within thirty days.")
    there.add("Phones, keys", "Phones, keys", "")
    return there


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
def test_what_is_alike(known, title, statement, like):
    assert known.like(title, statement) == like


def test_three_thousand_rules_are_compared_with_three_hundred_in_a_second():
    words = [f"word{n}" for n in range(400)]
    there = Known()
    for n in range(3000):
        sentence = " ".join(words[(n * step) % 400] for step in range(1, 25))
        there.add(f"R-{n}", f"Rule number {n}", f"Whoever comes asks the desk for {sentence}")
    begun = time.monotonic()
    for n in range(300):
        there.like(f"Another {n}", "Whoever comes asks the desk for " + " ".join(words[n : n + 20]))
    assert time.monotonic() - begun < 2


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
    return [one.rule.title for one in similar(people.ana, title, statement, besides=Rule())]


def test_the_same_title_is_found_among_450_that_share_a_word_with_it(people):
    many(450)
    rule = RuleFactory(by=people.ana, title="Customer care", statement="Something else.")
    first, *_others = similar(people.ana, "CUSTOMER  care!", "A customer is asked kindly.", besides=Rule())
    assert (first.rule, first.same_title, first.same) == (rule, True, True)


def test_a_second_rule_of_the_same_title_is_found_as_well(people):
    rules = {RuleFactory(by=people.ana, title="Customer care", statement="").pk for _ in range(2)}
    many(450)
    found = similar(people.ana, "Customer care", "", besides=Rule())
    assert {one.rule.pk for one in found if one.same_title} == rules
    assert [one.rule.pk for one in similar(people.ana, "Customer care", "", besides=found[0].rule) if one.same_title]


def test_most_words_in_common_are_found_among_450_that_share_one(people):
    many(450)
    RuleFactory(by=people.ana, title="Vouchers", statement="A customer without receipt gets a voucher, once a year.")
    assert titles(people, "No receipt", "A customer gets a voucher once without receipt.")[0] == "Vouchers"


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ("Übergabe", "übergabe"),
        ("übergabe", "ÜBERGABE"),
        ("Straße", "straße"),
        ("STRASSE", "Straße"),
        ("Go", "go!"),
        ("お客様", "お客様"),
    ],
)
def test_a_title_beyond_ascii_is_found_on_both_engines(people, there, typed):
    RuleFactory(by=people.ana, title=there, statement="")
    assert titles(people, typed) == [there]


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ("Größe jeder Änderung", "änderung seiner größe"),
        ("ÜBERALL ÄNDERT ÖL DIE STRASSE", "Öl ändert überall die Straße"),
        ("Übermäßig große Taschen abgeben", "große Taschen: übermäßig"),
    ],
)
def test_words_beyond_ascii_are_found_on_both_engines(people, there, typed):
    RuleFactory(by=people.ana, title=there, statement="Äpfel.")
    assert titles(people, typed, "Äpfel.") == [there]


def test_titles_that_look_alike_as_addresses_only_are_not_the_same(people):
    RuleFactory(by=people.ana, title="Strae", statement="")
    assert titles(people, "Straße") == []
