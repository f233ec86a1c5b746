"""Whoever does the work notes down what nobody wrote: from the first page, on a phone, with three inputs at most."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.registry import writing
from policyhub.registry.models import Rule

pytestmark = pytest.mark.browser
MOST = 3


class Inputs:
    """Counts what somebody gives the page: a text typed, a key that does something."""

    def __init__(self, page):
        self.page, self.n = page, 0

    def type(self, text):
        self.n += 1
        self.page.keyboard.type(text)

    def press(self, key):
        self.n += 1
        self.page.keyboard.press(key)

    def to(self, selector):
        """Tab until it has the focus: moving is no input."""
        for _ in range(30):
            if page_has(self.page, selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} was not reached")


def page_has(page, selector):
    return page.evaluate(f"document.activeElement.matches({selector!r})")


def test_what_was_looked_for_in_vain_is_noted_with_a_sentence(everybody, open_page):
    sam = Inputs(open_page("phone", everybody.sam))
    sam.page.goto("/")
    sam.to("#q")
    sam.type("Lost children")
    expect(sam.page.locator("#known")).to_be_visible()
    sam.to("#known")
    sam.type("We wait at the desk.")
    sam.to("form.noted button")
    sam.press("Enter")
    expect(sam.page.get_by_text("Noted. “Lost children” is waiting to be written.")).to_be_visible()
    rule = Rule.objects.get()
    assert (rule.stage, rule.statement, rule.captured_by) == ("unwritten", "We wait at the desk.", everybody.sam)
    assert sam.n <= MOST


def test_a_title_is_enough(everybody, open_page):
    sam = Inputs(open_page("phone", everybody.sam))
    sam.page.goto("/")
    sam.to("a[href='/rules/capture/']")
    sam.press("Enter")
    sam.page.wait_for_url("**/rules/capture/")
    sam.to("#id_title")
    sam.type("Lost children")
    sam.press("Enter")
    expect(sam.page.get_by_text("Noted. “Lost children” is waiting to be written.")).to_be_visible()
    assert Rule.objects.get().stage == "unwritten"
    assert sam.n <= MOST


def test_a_manager_makes_a_draft_of_it_in_one_step(everybody, open_page):
    for title in ("Whistles", "Parties"):
        writing.capture(title, "", client_key=None, by=everybody.sam, now=timezone.now())
    page = open_page("phone", everybody.ana)
    page.goto("/rules/unwritten/")
    page.get_by_role("link", name="Whistles", exact=True).focus()
    page.keyboard.press("j")
    assert page_has(page, ".queue li:nth-child(2)")
    box = page.get_by_role("button", name="Procedure").first.bounding_box()
    assert min(box["width"], box["height"]) >= 40
    page.get_by_role("button", name="Procedure").first.click()
    expect(page.get_by_text("Sam Lee is still named as the person who noted it")).to_be_visible()
    assert Rule.objects.get(title="Whistles").kind == "procedure"


def test_answers_that_come_late_take_nothing_away_that_is_being_typed(everybody, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/?q=Lost+children")
    page.locator("#known").fill("We wait")

    page.evaluate("htmx.ajax('GET', '/?q=Lost+child', '#answers')")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#known")).to_have_value("We wait")

    page.locator("#q").fill("Lost")
    expect(page.locator(".count")).to_contain_text("“Lost”")
