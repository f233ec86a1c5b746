"""The queue by keyboard, and the pages of reviews for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.registry.models import Rule
from policyhub.reviews.models import Review
from tests.browser.looking import in_views, looker
from tests.factories import BLACK_ROWS, RuleFactory, put_in_force

pytestmark = pytest.mark.browser


@pytest.fixture
def due(everybody):
    for n in range(3):
        rule = RuleFactory(
            by=everybody.ana, team=everybody.desk, title=f"Rule {n}", flexibility="black", rows=BLACK_ROWS
        )
        put_in_force(rule, everybody.ana)
        Rule.objects.filter(pk=rule.pk).update(next_review=timezone.localdate() - timedelta(days=9 - n))
    return everybody


def test_by_keyboard_from_the_queue_to_an_outcome(due, open_page):
    page = open_page("desk", due.ana)
    page.goto("/reviews/")
    page.locator(".queue li").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Review: Rule 1")).to_be_visible()
    page.get_by_label("Keep as it is").check()
    page.get_by_label("What's the evidence, in one sentence?").fill("Nobody asked for anything else.")
    page.get_by_role("button", name="Record outcome").click()
    expect(page.get_by_text("Recorded: Keep as it is.")).to_be_visible()
    assert Review.objects.get().rule.title == "Rule 1"
    expect(page.locator(".queue li")).to_have_count(2)


@in_views
def test_every_page_of_it_is_for_everybody(due, open_page, views):
    page = open_page(person=due.ana)
    look, wrong = looker(page, views), []
    slug = Rule.objects.first().slug
    for address in ("/reviews/", "/rounds/", "/rounds/new/", f"/rules/{slug}/review/", f"/rules/{slug}/review/now/"):
        page.goto(address)
        wrong += look()
    page.goto(f"/rules/{slug}/review/")
    page.get_by_role("button", name="Record outcome").click()
    assert wrong + look() == []
