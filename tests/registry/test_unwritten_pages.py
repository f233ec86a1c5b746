"""An unwritten rule is noted and made a draft of without script."""

import re

import pytest
from django.utils import timezone

from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.walk import Walk

NOTED = re.compile("Noted. “Lost children” is waiting to be written.")


@pytest.fixture
def sam(people):
    walk = Walk(people.sam)
    walk.open("/")
    return walk


def test_a_title_is_enough(sam):
    sam.follow("Know a rule that isn't written down?")
    sam.fill("What's the rule about?", "Lost children")
    sam.press("Note it")
    assert NOTED.search(sam.page.text)
    assert Rule.objects.get().stage == "unwritten"


def test_it_is_noted_from_a_search_without_a_result(sam):
    sam.fill("Look up a rule", "Lost children")
    sam.press("Look up")
    sam.fill("Know how we handle this?", "We wait.")
    sam.press("Note as an unwritten rule")
    assert NOTED.search(sam.page.text)


def test_a_manager_makes_a_draft_of_it_in_one_step(people):
    for title in ("Whistles", "Parties"):
        writing.capture(title, "", client_key=None, by=people.sam, now=timezone.now())
    ana = Walk(people.ana)
    ana.open("/rules/unwritten/")
    ana.press("Procedure", ana.page.within("listitem", re.compile("^Whistles")))
    assert "Sam Lee is still named as the person who noted it" in ana.page.text
    assert Rule.objects.get(title="Whistles").kind == "procedure"
