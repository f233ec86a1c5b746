"""Our words, read and found by people before a screen."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.glossary.models import TermReading
from tests.browser.looking import in_views, looker

pytestmark = pytest.mark.browser


def test_typing_hides_the_words_that_do_not_fit(everybody, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/words/")
    visible = page.locator("#words > div:visible")
    expect(visible).to_have_count(13)
    page.evaluate("window.untouched = true")

    page.get_by_label("Find a term").press_sequentially("FOURTH ri", delay=20)
    expect(visible).to_have_count(1)
    expect(visible).to_contain_text("Standard")
    page.wait_for_url("**/words/?q=FOURTH+ri")
    expect(page.locator("#spoken")).to_have_text("Matching terms: 1")

    page.get_by_label("Find a term").fill("zeppelin")
    expect(visible).to_have_count(0)
    expect(page.get_by_text("No terms match.")).to_be_visible()
    page.get_by_label("Find a term").fill("")
    expect(visible).to_have_count(13)
    expect(page.get_by_text("No terms match.")).to_be_hidden()
    assert page.evaluate("window.untouched") is True
    assert page.url.endswith("/words/")


def test_a_filtered_page_opened_again_can_be_widened(everybody, open_page):
    page = open_page("desk", everybody.sam)
    page.goto("/words/?q=postage")
    visible = page.locator("#words > div:visible")
    expect(visible).to_have_count(1)
    page.get_by_label("Find a term").fill("touchpoint")
    expect(visible).to_have_count(1)
    expect(visible).to_contain_text("They book, pay")


def test_from_to_do_to_having_read_them_and_once_more_what_changed(everybody, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/to-do/")
    page.get_by_role("link", name="Read the glossary").click()
    page.get_by_role("button", name="I've read the glossary").click()
    expect(page.get_by_text("Thank you. We've noted that you've read it.")).to_be_visible()
    expect(page.get_by_text("1 of 6 people have read it.")).to_be_visible()
    assert TermReading.objects.get().person == everybody.sam

    text = vocabulary.TermText("Fixed", "Nobody changes it.")
    glossary.reword("black", text, version=0, by=everybody.ada, now=timezone.now())
    page.goto("/words/")
    page.locator(".notice").get_by_role("link", name="Fixed").click()
    expect(page.locator("#black")).to_be_in_viewport()
    expect(page.locator("#black")).to_contain_text("Changed since you read it.")


@in_views
def test_an_administrator_rewords_one_and_every_page_of_it_is_for_everybody(everybody, open_page, views):
    page = open_page(person=everybody.ada)
    look, wrong = looker(page, views), []
    page.goto("/words/")
    page.locator("#policy").get_by_role("link", name="Edit").click()
    page.get_by_role("textbox", name="Term").fill("Principle")
    wrong += look()
    text = vocabulary.TermText("Course", "Where we go.")
    glossary.reword("policy", text, version=0, by=everybody.ada, now=timezone.now())
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".summary")).to_be_focused()
    expect(page.locator(".summary")).to_contain_text("Nothing is lost")
    wrong += look()
    page.get_by_role("button", name="Replace with mine").click()
    expect(page.locator("#policy")).to_contain_text("Principle")
    page.locator("#policy").get_by_role("link", name="Restore the original").click()
    wrong += look()
    page.get_by_role("button", name="Restore").click()
    expect(page.locator("#policy dt")).to_have_text("Policy")
    page.get_by_text("6 haven't").click()
    assert wrong + look() == []
