"""The map of touchpoints in a browser: for everybody at both sizes, arrows in the grid, without a script."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.registry import writing
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints.models import Touchpoint
from tests.browser.looking import TITLES, in_full, in_views, looker
from tests.factories import GREY_ROWS, RuleFactory, put_in_force, touchpoint

pytestmark = pytest.mark.browser

WALK = "/touchpoints/walk-through/"


def fill(people, title):
    """A touchpoint in every state, and two that look alike."""
    ana, now = people.ana, timezone.now()
    covered = RuleFactory(by=ana, title=title, flexibility="grey", rows=GREY_ROWS)
    put_in_force(covered, ana)
    written = RuleFactory(by=ana, title=f"{title[:190]} written", kind="standard")
    unwritten = writing.capture(f"{title[:190]} known", "Ask.", client_key=None, by=people.sam, now=now)
    refund = touchpoint("Ask for a refund", ana, covered, written, unwritten, procedure=True)
    touchpoint(title[:120], ana, policy=title, procedure=True)
    touchpoint("Refunds", ana, covered, policy="No.", procedure="No.", standard="No.")
    return refund


@in_full("title", TITLES)
@in_views
def test_every_page_is_for_everybody(everybody, open_page, views, title):
    page = open_page(person=everybody.ana)
    look, wrong = looker(page, views), []
    page.goto("/touchpoints/")
    wrong += look()
    refund = fill(everybody, title)
    other = Touchpoint.objects.last()

    pages = ["", "decide/policy/", "none/", "rename/", "rules/", "rules/?q=towel", "rules/?q=zeppelin", "merge/"]
    pages += [f"merge/?other={other.pk}", "drop/"]
    addresses = [f"/touchpoints/{refund.pk}/{end}" for end in pages] + [f"/touchpoints/{other.pk}/"]
    for address in ["/touchpoints/", "/touchpoints/?show=written", WALK, *addresses]:
        page.goto(address)
        wrong += look()

    page.goto(f"/touchpoints/{refund.pk}/decide/standard/")
    page.get_by_label("No, because…").check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".summary")).to_contain_text("Say in one line why none is needed.")
    wrong += look()
    page.goto(WALK)
    page.get_by_label("What else do they do?").fill("Money back\nRefund")
    page.get_by_role("button", name="Add touchpoints").click()
    expect(page.get_by_role("group", name="Possible duplicates")).to_be_visible()
    wrong += look()

    page.goto(f"/touchpoints/{refund.pk}/none/")
    page.get_by_label("Why is no rule needed?").fill(title)
    touchpoints.merge(other, refund, by=everybody.sam, now=timezone.now())
    page.get_by_role("button", name="Mark as not needed").click()
    expect(page.get_by_role("heading", name="Someone else changed this first")).to_be_visible()
    wrong += look()

    assert wrong == []


def focused(page):
    return page.evaluate("document.activeElement.closest('td, th')?.innerText.replace(/\\s+/g, ' ').trim()")


def test_arrows_go_from_cell_to_cell_and_stop_at_the_edge(everybody, open_page):
    touchpoint("Pay", everybody.ana, policy=True, procedure="No.", standard=True)
    touchpoint("Join", everybody.ana, standard=True)
    page = open_page("desk", everybody.ana)
    page.goto("/touchpoints/")
    page.get_by_role("link", name="Pay", exact=True).focus()

    steps = [
        ("ArrowRight", "Needed Policy, Pay"),
        ("ArrowRight", "Not needed Procedure, Pay No."),
        ("ArrowDown", "Undecided Procedure, Join"),
        ("ArrowDown", "Undecided Procedure, Join"),
        ("ArrowLeft", "Undecided Policy, Join"),
        ("ArrowLeft", "Join"),
        ("ArrowLeft", "Join"),
        ("ArrowUp", "Pay"),
        ("ArrowUp", "Pay"),
    ]
    for key, expected in steps:
        page.keyboard.press(key)
        assert focused(page) == expected, key
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Policy: does “Pay” need one?")).to_be_visible()


def test_what_to_look_at_twice_takes_the_focus(everybody, open_page):
    page = open_page("desk", everybody.ana)
    page.goto(WALK)
    page.get_by_label("What else do they do?").fill("Hire a room\nHire rooms")
    page.get_by_role("button", name="Add touchpoints").click()
    expect(page.get_by_role("group", name="Possible duplicates")).to_be_focused()
    assert Touchpoint.objects.count() == 0
