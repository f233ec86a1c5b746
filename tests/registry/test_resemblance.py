"""What may be there already is named, what is not is left in peace, and thousands of rules cost little."""

import time

import pytest

from policyhub.registry.resemblance import Known


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
