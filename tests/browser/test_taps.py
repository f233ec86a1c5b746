"""Taps: the answer stands in place, and the focus is never lost."""

import pytest

from policyhub.feedback.models import FeedbackEntry, OptionUse
from tests.feedback.tapping import black, grey

pytestmark = pytest.mark.browser


def focus_is_on(page, text):
    """It comes with the answer, or a moment after."""
    page.wait_for_function("words => document.activeElement.textContent.trim().startsWith(words)", arg=text)


def test_the_answer_stands_in_place_and_the_button_keeps_the_focus(everybody, open_page):
    page = open_page("phone", everybody.sam)
    page.goto(grey(everybody).get_absolute_url())
    answer = page.locator(".tapped").first
    page.get_by_role("button", name="I offered this").first.press("Enter")
    answer.get_by_text("Noted.").wait_for()
    focus_is_on(page, "I offered this")
    assert page.locator("#spoken").text_content() == "Noted."
    answer.get_by_role("button", name="Yes").press("Enter")
    answer.get_by_text("Noted: The customer was happy.").wait_for()
    focus_is_on(page, "Noted: The customer was happy.")
    answer.get_by_role("button", name="Undo").press("Enter")
    answer.get_by_text("Undone.").wait_for()
    focus_is_on(page, "Undone.")
    assert OptionUse.objects.get().undone_at is not None


def test_two_buttons_of_one_card_are_each_answered_in_their_place(everybody, open_page):
    """They belong to one form; while the one is on its way the other is taken too."""
    page = open_page("phone", everybody.sam)
    page.goto(grey(everybody).get_absolute_url())
    buttons, answers = page.get_by_role("button", name="I offered this"), page.locator(".tapped")
    buttons.nth(0).click()
    buttons.nth(1).click()
    for n in range(2):
        answers.nth(n).get_by_text("Noted.").wait_for()
    assert OptionUse.objects.values("option_key").distinct().count() == OptionUse.objects.count() == 2


def test_a_sentence_that_names_somebody_comes_back_as_typed(everybody, open_page):
    page = open_page("phone", everybody.sam)
    page.goto(black(everybody).get_absolute_url())
    page.get_by_role("button", name="It gets in the way").click()
    page.get_by_label("Why?").fill("Mrs Whitcombe was cross.")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("“Mrs Whitcombe” looks like a customer's name").wait_for()
    page.get_by_label("It's not a customer's name").check()
    page.get_by_role("button", name="Add").click()
    page.locator(".tapped").get_by_text("Noted. Your name isn't shown.").wait_for()
    assert FeedbackEntry.objects.get().words == "Mrs Whitcombe was cross."


def test_what_is_typed_stays_when_another_button_is_tapped(everybody, open_page):
    page = open_page("phone", everybody.sam)
    page.goto(black(everybody).get_absolute_url())
    page.get_by_role("button", name="It gets in the way").click()
    page.get_by_label("Why?").fill("The sign is too small.")
    page.get_by_role("button", name="It helped").click()
    page.locator(".tapped").get_by_text("Noted. Thank you.").wait_for()
    page.get_by_role("button", name="Yes", exact=True).click()
    page.locator(".tapped").get_by_text("Noted: you're comfortable enforcing it.").wait_for()
    with page.expect_response("**/words/"):
        page.get_by_role("button", name="Add").click()
    assert FeedbackEntry.objects.get(kind="friction").words == "The sign is too small."
