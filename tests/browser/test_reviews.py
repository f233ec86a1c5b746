"""The queue by keyboard, and the pages of reviews for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.registry.models import Rule
from policyhub.reviews.models import Review
from tests.browser.test_axe import looker
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
    page.get_by_label("Keep it as it is").check()
    page.get_by_label("What shows it").fill("Nobody asked for anything else.")
    page.get_by_role("button", name="Record the outcome").click()
    expect(page.get_by_text("Recorded: Keep it as it is.")).to_be_visible()
    assert Review.objects.get().rule.title == "Rule 1"
    expect(page.locator(".queue li")).to_have_count(2)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_round_from_beginning_to_end(due, open_page, script):
    page = open_page("phone", due.ana, script=script)
    page.goto("/rounds/new/")
    page.get_by_label("Name of the round").fill("All black ones")
    page.get_by_label("Black or grey").select_option("black")
    page.get_by_label("Who looks at them").select_option(label="Petra Novak")
    page.locator("#id_due").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="How many are that?").click()
    expect(page.get_by_text("3 rules are like this.")).to_be_visible()
    page.get_by_role("button", name="Begin the round").click()
    expect(page.get_by_text("0 of 3")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_of_it_is_for_everybody(due, open_page, size):
    page = open_page(size, due.ana)
    look, wrong = looker(page, size), []
    slug = Rule.objects.first().slug
    for address in ("/reviews/", "/rounds/", "/rounds/new/", f"/rules/{slug}/review/", f"/rules/{slug}/review/now/"):
        page.goto(address)
        wrong += look()
    page.goto(f"/rules/{slug}/review/")
    page.get_by_role("button", name="Record the outcome").click()
    assert wrong + look() == []
