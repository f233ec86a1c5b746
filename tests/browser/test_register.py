"""Sixty rules tagged by keyboard, by thumb and without script; several put in force with one signature."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.registry import actions
from policyhub.registry.models import Edition, Rule
from tests.browser.test_axe import LONG, looker
from tests.factories import RuleFactory
from tests.people import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def sixty(everybody):
    for n in range(60):
        RuleFactory(by=everybody.ana, team=everybody.desk, title=f"Rule {n:02}")
    return everybody


class Keys:
    """A keyboard that counts. What is typed as a reason is counted apart."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, key):
        self.pressed += 1
        self.page.keyboard.press(key)

    def reason(self, text):
        self.page.keyboard.type(text)


def test_sixty_rules_are_tagged_by_keyboard_with_three_keys_a_rule_at_most(sixty, open_page):
    page = open_page("desk", sixty.ana)
    keys = Keys(page)
    for start in ("/rules/?sort=number", "/rules/?sort=number&flexibility=undecided"):  # fifty stand on a page
        page.goto(start)
        there = page.locator("tr[data-open]").count()
        page.locator("button.decide").focus()
        page.keyboard.press("Enter")
        for _ in range(there):
            row = page.evaluate("document.activeElement.id")
            assert row.startswith("R-"), row
            keys.press("b" if int(row[2:]) % 2 else "g")
            keys.reason(f"Reason for {row}")
            keys.press("Enter")
            expect(page.locator(f"#{row} .undo")).to_be_visible()
    assert Rule.objects.filter(flexibility="undecided").count() == 0
    assert Rule.objects.filter(flexibility="black").count() == Rule.objects.filter(flexibility="grey").count() == 30
    assert {rule.rationale for rule in Rule.objects.all()} == {
        f"Reason for {rule.reference}" for rule in Rule.objects.all()
    }
    assert keys.pressed / 60 <= 3
    told = page.locator("#progress .told").inner_text()
    assert told == "60 rules. Black or grey is decided for 60 of them. What black and grey mean"


def test_undo_stands_in_the_row_and_works_by_keyboard(sixty, open_page):
    page = open_page("desk", sixty.ana)
    page.goto("/rules/?sort=number")
    page.locator("#R-001").focus()
    page.keyboard.press("b")
    page.keyboard.type("A slip.")
    page.keyboard.press("Enter")
    expect(page.locator("#R-001 .plate")).to_have_text("Black")
    expect(page.locator("#R-002")).to_be_focused()
    page.locator("#R-001 .undo button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#R-001 .plate")).to_have_text("Not decided yet")
    assert Rule.objects.get(reference="R-001").decisions.count() == 2


def test_a_decided_rule_is_changed_in_its_row(sixty, open_page):
    page = open_page("desk", sixty.ana)
    page.goto("/rules/?sort=number")
    for key, words in (("g", "It may."), ("b", "It may not.")):
        page.locator("#R-003").focus()
        page.keyboard.press(key)
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(page.locator("#R-003 .said")).to_have_text(words)
    expect(page.locator("#R-003 .plate")).to_have_text("Black")


def test_letters_typed_elsewhere_decide_nothing(sixty, open_page):
    page = open_page("desk", sixty.ana)
    page.goto("/rules/")
    page.get_by_label("Title or number").fill("")
    page.keyboard.type("bg?")
    page.locator("h1").click()
    page.keyboard.type("bg")
    assert Rule.objects.exclude(flexibility="undecided").count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_by_thumb_a_reason_and_one_tap(sixty, open_page, script):
    page = open_page("phone", sixty.ana, script=script)
    page.goto("/rules/?sort=number")
    row = page.locator("#R-001")
    row.get_by_placeholder("Why, in a line").fill("It may bend.")
    button = row.get_by_role("button", name="Grey")
    box = button.bounding_box()
    assert min(box["width"], box["height"]) >= 48
    button.click()
    expect(page.locator("#R-001 .plate")).to_have_text("Grey")
    page.locator("#R-001 .undo button").click()
    expect(page.locator("#R-001 .plate")).to_have_text("Not decided yet")
    assert Rule.objects.get(reference="R-001").rationale == ""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_return_key_alone_never_decides(sixty, open_page, script):
    page = open_page("desk", sixty.ana, script=script)
    page.goto("/rules/?sort=number")
    reason = page.locator("#R-001").get_by_placeholder("Why, in a line")
    reason.fill("Perhaps.")
    reason.press("Enter")
    page.wait_for_timeout(300)
    assert Rule.objects.exclude(flexibility="undecided").count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_chosen_rules_are_put_in_force_together(sixty, open_page, script):
    page = open_page("phone", sixty.ana, script=script)
    page.goto("/rules/?sort=number")
    for reference in ("R-001", "R-002", "R-003"):
        page.locator(f"#{reference} .pick input").check()
    page.get_by_role("button", name="Publish selected").click()
    page.get_by_label("Rule 02").uncheck()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Put them in force").click()
    expect(page.get_by_text("In force now: 2.")).to_be_visible()
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_with_sixty_rules_and_the_longest_title_it_is_for_everybody(sixty, open_page, size):
    for n, rule in enumerate(Rule.objects.order_by("pk")[:20]):
        actions.decide(rule, ["black", "grey"][n % 2], "So it is.", version=1, by=sixty.ana, now=timezone.now())
    RuleFactory(by=sixty.ana, team=sixty.desk, title=LONG)
    page = open_page(size, sixty.ana)
    look = looker(page, size)
    page.goto("/rules/?sort=-number")
    wrong = look()
    page.goto("/rules/together/")
    assert wrong + look() == []
