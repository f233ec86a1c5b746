"""Many rules are classified on the list itself: by keyboard and by thumb."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.classification.actions import classify
from policyhub.registry.models import Rule
from tests.browser.looking import LONG, in_views, looker
from tests.conftest import share
from tests.factories import RuleFactory

pytestmark = pytest.mark.browser


MANY = max(12, share(60))


@pytest.fixture
def desk(everybody):
    """Everybody, when the desk has as many rules, of which none is classified."""
    for n in range(MANY):
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


def test_many_rules_are_classified_by_keyboard_with_three_keys_a_rule_at_most(desk, open_page):
    page = open_page("desk", desk.ana)
    keys = Keys(page)
    for start in ("/rules/?sort=number", "/rules/?sort=number&flexibility=undecided"):  # fifty stand on a page
        page.goto(start)
        unclassified = page.locator("tr[data-open]").count()
        if not unclassified:
            break
        page.get_by_role("button", name="Classify by keyboard").focus()
        page.keyboard.press("Enter")
        for _ in range(unclassified):
            row = page.evaluate("document.activeElement.id")
            assert row.startswith("R-"), row
            keys.press("b" if int(row[2:]) % 2 else "g")
            keys.reason(f"Reason for {row}")
            keys.press("Enter")
            expect(page.locator(f"#{row} .undo")).to_be_visible()
    assert Rule.objects.filter(flexibility="undecided").count() == 0
    assert (
        Rule.objects.filter(flexibility="black").count()
        == Rule.objects.filter(flexibility="grey").count()
        == MANY // 2
    )
    assert {rule.rationale for rule in Rule.objects.all()} == {
        f"Reason for {rule.reference}" for rule in Rule.objects.all()
    }
    assert keys.pressed / MANY <= 3
    progress = page.locator("#progress p").first.inner_text()
    assert progress == f"{MANY} rules. {MANY} classified. What black and grey mean"


def test_undo_stands_in_the_row_and_works_by_keyboard(desk, open_page):
    page = open_page("desk", desk.ana)
    page.goto("/rules/?sort=number")
    page.locator("#R-001").focus()
    page.keyboard.press("b")
    page.keyboard.type("A slip.")
    page.keyboard.press("Enter")
    expect(page.locator("#R-001 .plate")).to_have_text("Black")
    expect(page.locator("#R-002")).to_be_focused()
    page.locator("#R-001 .undo button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#R-001 .plate")).to_have_text("Unclassified")
    assert Rule.objects.get(reference="R-001").decisions.count() == 2


def test_a_decided_rule_is_changed_in_its_row(desk, open_page):
    page = open_page("desk", desk.ana)
    page.goto("/rules/?sort=number")
    for key, reason in (("g", "It may."), ("b", "It may not.")):
        page.locator("#R-003").focus()
        page.keyboard.press(key)
        page.keyboard.type(reason)
        page.keyboard.press("Enter")
        expect(page.locator("#R-003 .said")).to_have_text(reason)
    expect(page.locator("#R-003 .plate")).to_have_text("Black")


def test_letters_typed_elsewhere_decide_nothing(desk, open_page):
    page = open_page("desk", desk.ana)
    page.goto("/rules/")
    page.get_by_label("Title or number").fill("")
    page.keyboard.type("bg?")
    page.locator("h1").click()
    page.keyboard.type("bg")
    assert Rule.objects.exclude(flexibility="undecided").count() == 0


def test_by_thumb_a_reason_and_one_tap(desk, open_page):
    page = open_page("phone", desk.ana)
    page.goto("/rules/?sort=number")
    row = page.locator("#R-001")
    row.get_by_placeholder("Why, in one line").fill("It may bend.")
    button = row.get_by_role("button", name="Grey")
    box = button.bounding_box()
    assert min(box["width"], box["height"]) >= 48
    button.click()
    expect(page.locator("#R-001 .plate")).to_have_text("Grey")
    page.locator("#R-001 .undo button").click()
    expect(page.locator("#R-001 .plate")).to_have_text("Unclassified")
    assert Rule.objects.get(reference="R-001").rationale == ""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_return_key_alone_never_decides(desk, open_page, script):
    page = open_page("desk", desk.ana, script=script)
    page.goto("/rules/?sort=number")
    reason = page.locator("#R-001").get_by_placeholder("Why, in one line")
    reason.fill("Perhaps.")
    reason.press("Enter")
    page.wait_for_timeout(300)
    assert Rule.objects.exclude(flexibility="undecided").count() == 0


@in_views
def test_with_many_rules_and_the_longest_title_it_is_for_everybody(desk, open_page, views):
    for n, rule in enumerate(Rule.objects.order_by("pk")[: MANY // 3]):
        classify.decide(rule, ["black", "grey"][n % 2], "So it is.", version=1, by=desk.ana, now=timezone.now())
    RuleFactory(by=desk.ana, team=desk.desk, title=LONG)
    page = open_page(person=desk.ana)
    look = looker(page, views)
    page.goto("/rules/?sort=-number")
    wrong = look()
    page.goto("/rules/together/")
    assert wrong + look() == []
