"""What customers see, in a browser: for everybody, at both sizes, on paper, and turned to them at the counter."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.accounts.models import Organisation
from policyhub.customers import actions as customers
from tests.browser.conftest import be
from tests.browser.looking import TITLES, in_full, in_views, looker
from tests.browser.pdf_words import pages
from tests.factories import BLACK_ROWS, RuleFactory, put_in_force, touchpoint

pytestmark = pytest.mark.browser

TEXT = "We look for a way.\n\n| when | what |\n| --- | --- |\n| soon | money |"


@pytest.fixture
def opened(everybody):
    """``opened(title)``: a rule of that title that customers may read."""
    Organisation.objects.update(customers_pages=True)

    def made(title):
        values = {"title": title, "customer_text": TEXT, "instead": "A gift card.", "next_time": "Bring the box."}
        rule = RuleFactory(by=everybody.ana, flexibility="black", rows=BLACK_ROWS, **values)
        put_in_force(rule, everybody.ana)
        touchpoint(title[:120], everybody.ana, rule)
        return customers.show_to_customers(rule, by=everybody.ana, now=timezone.now())

    return made


@in_full("title", TITLES)
@in_views
def test_every_page_is_for_everybody(everybody, opened, open_page, views, title):
    rule = opened(title)
    page = open_page(forgive="404")
    look, wrong = looker(page, views), []
    page_address = rule.customer_pages.get().get_absolute_url()
    for address in (
        "/customers/",
        f"/customers/?q={title[:150]}",
        "/customers/?q=zeppelin",
        page_address,
        "/customers/no/",
    ):
        page.goto(address)
        wrong += look()
    be(page, everybody.ana)
    for address in ("show/", "customers/"):
        page.goto(f"/rules/{rule.slug}/{address}")
        wrong += look()
    assert wrong == []


def test_c_turns_the_screen_to_the_customer_and_escape_turns_it_back(everybody, opened, open_page):
    rule = opened("Late refund")
    page = open_page("desk", everybody.sam)
    page.goto(rule.get_absolute_url())
    page.keyboard.press("c")
    page.wait_for_url("**/show/")
    expect(page.locator("article")).to_contain_text("A gift card.")
    expect(page.locator("body")).not_to_contain_text("Sam Lee")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{rule.get_absolute_url()}")


def test_a_page_on_paper_says_since_when_and_where_it_stands(opened, open_page):
    opened("Late refund")
    page = open_page("desk")
    page.goto("/customers/late-refund/")
    printed = " ".join(pages(page.pdf(format="A4")))
    for text in ("Late refund", "We look for a way.", "This has applied since", "/customers/late-refund/"):
        assert "".join(text.split()) in "".join(printed.split())
    assert "More about how we do things" not in printed


def test_the_hint_of_a_key_is_there_where_there_are_keys(everybody, opened, open_page):
    rule = opened("Late refund")
    desk = open_page("desk", everybody.sam)
    desk.goto(rule.get_absolute_url())
    expect(desk.locator("#show-customer kbd")).to_be_visible()
    signed_in = desk.context.storage_state()
    phone = desk.context.browser.new_context(is_mobile=True, has_touch=True, storage_state=signed_in)
    with phone.new_page() as page:
        page.goto(desk.url)
        expect(page.locator("#show-customer")).to_be_visible()
        expect(page.locator("#show-customer kbd")).to_be_hidden()
    phone.close()
