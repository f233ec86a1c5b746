"""Names that may mean the same are pointed out; names that do not are left alone."""

import pytest

from policyhub.touchpoints.models import Touchpoint
from policyhub.touchpoints.name_matching import groups_of_same_words, is_alike, similar_to, stems_of
from tests.factories import touchpoint


def are_alike(first, second, language="en"):
    return is_alike(stems_of(first, language), stems_of(second, language))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Refunds", "Ask for a refund"),
        ("Complain", "complaining"),
        ("Complain", "Complian"),
        ("Hire a room", "To hire rooms"),
        ("Book a course", "Book the courses"),
        ("Ask us", "ask us"),
    ],
)
def test_these_may_be_the_same(first, second):
    assert are_alike(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Cancel a course", "Change a course"),
        ("Book a course", "Book a room"),
        ("Pay", "Pay by card"),
        ("Join", "Leave"),
        ("Lend", "Send"),
        ("Listen", "Silent"),
        ("Complain", "…"),
    ],
)
def test_these_are_not(first, second):
    assert not are_alike(first, second)


def test_german_names_are_read_as_german():
    assert are_alike("Einen Raum mieten", "Räume mieten", "de")
    assert are_alike("Gutscheine einlösen", "Einen Gutschein einlösen", "de")


def test_signs_alone_are_like_nothing():
    assert not are_alike("…", "!!")


def test_likely_ones_are_found_and_the_same_words_grouped(people):
    refund, refunds = touchpoint("Ask for a refund", people.ana), touchpoint("Refunds", people.ana)
    touchpoint("Pay", people.ana)

    assert similar_to("refnds", Touchpoint.objects.live()) == [refund, refunds]
    assert groups_of_same_words(Touchpoint.objects.live()) == [[refund, refunds]]
