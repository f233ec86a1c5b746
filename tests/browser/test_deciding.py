"""Help me decide by keyboard: one letter answers, chooses or skips, and only where the focus is in what it serves."""

import pytest
from playwright.sync_api import expect

from policyhub.classification.suggestions import QUESTIONS
from policyhub.registry.models import Rule
from tests.browser.looking import in_views, looker
from tests.factories import RuleFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def rules(everybody):
    return [RuleFactory(by=everybody.ana, team=everybody.desk, title=title) for title in ("Apples", "Bananas")]


def leave(page):
    """The focus goes to something else of the page, as with Tab or the voice."""
    page.locator("header a.mark").focus()


def answers(page):
    return page.url.partition("a=")[2].partition("&")[0]


def test_from_the_first_question_to_the_decision_a_key_each(rules, everybody, open_page):
    page = open_page("desk", everybody.ana)
    page.goto(f"/rules/{rules[0].slug}/classify/?a=")
    for n in range(1, len(QUESTIONS) + 1):
        with page.expect_navigation():
            page.keyboard.press("nyu"[n % 3])
        assert len(answers(page)) == n
    page.keyboard.press("g")
    page.keyboard.type("It depends on the guest.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    decided = Rule.objects.get(pk=rules[0].pk)
    assert (decided.flexibility, decided.rationale) == ("grey", "It depends on the guest.")


def test_one_key_skips_to_the_next_rule(rules, everybody, open_page):
    page = open_page("desk", everybody.ana)
    page.goto(f"/rules/{rules[0].slug}/classify/?through=1")
    page.keyboard.press("s")
    page.wait_for_url(f"**/rules/{rules[1].slug}/classify/?through=1")


def test_a_letter_does_nothing_while_the_focus_is_elsewhere(rules, everybody, open_page):
    page = open_page("desk", everybody.ana)
    page.goto(f"/rules/{rules[0].slug}/classify/?a=")
    leave(page)
    page.keyboard.press("y")
    page.goto(f"/rules/{rules[0].slug}/classify/?through=1")
    leave(page)
    for key in "bgs":
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url.endswith(f"{rules[0].slug}/classify/?through=1")
    assert page.locator("input[name=flexibility]:checked").count() == 0
    page.locator("input[name=flexibility][value=grey]").focus()
    page.keyboard.press("b")
    expect(page.locator("input[value=black]")).to_be_checked()
    expect(page.locator("textarea[name=rationale]")).to_be_focused()


def test_on_a_phone_the_page_begins_at_its_top_and_no_form_takes_the_focus(rules, everybody, open_page):
    page = open_page("phone", everybody.ana)
    page.goto(f"/rules/{rules[0].slug}/classify/?a=")
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("y")
    page.wait_for_timeout(200)
    assert answers(page) == ""


def test_a_mistake_has_the_focus_before_the_form(rules, everybody, open_page):
    page = open_page("desk", everybody.ana, forgive="422")
    page.goto(f"/rules/{rules[0].slug}/classify/")
    page.get_by_role("button", name="Classify", exact=True).click()
    expect(page.locator(".summary")).to_be_focused()


@in_views
def test_the_pages_of_deciding_are_for_everybody(rules, everybody, open_page, views):
    fields = {"statement": "Glass is not allowed.", "body": "In order to swim, it is NOT uncommon to pay."}
    Rule.objects.update(**fields)
    page = open_page(person=everybody.ana)
    look, wrong = looker(page, views), []
    for end in ("classify/?a=", "classify/?through=1", "advice/"):
        page.goto(f"/rules/{rules[0].slug}/{end}")
        wrong += look()
    assert wrong == []
