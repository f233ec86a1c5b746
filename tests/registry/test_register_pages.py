"""The register without script: a rule is classified in its row, and several are published together."""

import re

import pytest

from policyhub.registry.models import Edition, Rule
from tests.factories import RuleFactory
from tests.people import PASSWORD
from tests.walk import Walk

FIRST = re.compile("^R-001 ")


@pytest.fixture
def ana(people):
    for n in range(3):
        RuleFactory(by=people.ana, team=people.desk, title=f"Rule {n}")
    walk = Walk(people.ana)
    walk.open("/rules/?sort=number")
    return walk


def row(walk):
    return walk.page.within("row", re.compile("R-001"))


def test_a_rule_is_classified_in_its_row_and_that_is_undone(ana):
    ana.fill("Why, in one line: Rule 0", "It may bend.")
    ana.press("Grey", row(ana))
    assert "Grey" in row(ana).text
    assert Rule.objects.get(reference="R-001").rationale == "It may bend."
    ana.press("Undo", row(ana))
    assert "Unclassified" in row(ana).text
    assert Rule.objects.get(reference="R-001").rationale == ""


def test_selected_rules_are_published_together(ana):
    for n in range(3):
        ana.fill(f"Select “Rule {n}”")
    ana.press("Publish or send for approval")
    ana.fill(re.compile("^Rule 1 "), False)
    ana.fill("Your password (this is your signature)", PASSWORD)
    ana.press("Publish")
    assert "2 rules published." in ana.page.text
    assert Edition.objects.count() == 2
