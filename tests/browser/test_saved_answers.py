"""What the saved copy answers at the counter: the rule that was meant, what to do first, whom to call."""

import re

import pytest
from playwright.sync_api import expect

from policyhub.feedback.models import Case, FeedbackEntry
from tests.browser.link import Link
from tests.browser.test_offline import NO_NETWORK, a_rule, wait_for_copy
from tests.factories import GREY_ROWS, option

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(everybody, open_page, live_server):
    """``visit()``: Sam's phone after one visit, when the rules are there, and its link to the server."""

    def visited(scheme="light"):
        link = Link(live_server.url)
        at = {"at": link.url, "keeps": True, "scheme": scheme, "forgive": (NO_NETWORK, "htmx:", "status of 50")}
        page = open_page("phone", everybody.sam, **at)
        page.goto("/")
        wait_for_copy(page)
        return page, link

    return visited


def first_answer(page, question):
    page.goto(f"/?q={question}")
    return page.locator("#answers h2 a").first.inner_text().strip()


def test_a_title_in_which_all_words_begin_comes_first_and_the_last_word_may_be_half_typed(everybody, visit):
    a_rule(everybody, "Park", statement="No child is there alone.")
    a_rule(everybody, "Parking for children", statement="By the door.")
    a_rule(everybody, "Shipping when our parcel is late", statement="Give the reference.")
    a_rule(everybody, "Refund after the thirty days", statement="It is late.")
    for n in range(8):
        a_rule(everybody, f"Locker {n}", statement="A child has one too.")
    page, link = visit()
    link.cut()
    assert first_answer(page, "park child") == "Parking for children"
    assert first_answer(page, "late ref") == "Refund after the thirty days"


FROM_COPY = "in the saved copy from"
ABOVE_THE_KEYS = 380  # of 640 pixels on a phone


def test_a_server_that_was_slow_is_asked_again_as_soon_as_it_answers(everybody, visit):
    for n in range(3):
        a_rule(everybody, f"Towels, case {n}")
    page, link = visit()
    page.goto("/")
    link.wait = 30
    page.locator("#q").fill("towels")
    expect(page.locator("#answers .count")).to_contain_text(FROM_COPY)
    expect(page.locator("#signal")).to_contain_text("No signal")
    link.wait = 0
    expect(page.locator("#signal")).to_be_hidden(timeout=10000)
    page.locator("#q").fill("towels case")
    expect(page.locator("#answers .count")).not_to_contain_text(FROM_COPY)
    expect(page.locator("#answers .count")).to_contain_text("3 results for “towels case”")


def test_answers_of_the_server_take_the_place_of_saved_ones_at_the_next_letter_and_page(everybody, visit):
    """Within the time in which the copy answers first, since the server was slow a moment ago."""
    a_rule(everybody, "Towels")
    page, link = visit()
    link.wait = 30
    page.goto("/", timeout=20_000)  # a busy machine takes its time over a page of the copy
    link.wait = 30
    page.locator("#q").fill("towels")
    expect(page.locator("#answers .count")).to_contain_text(FROM_COPY)
    link.wait = 0
    page.locator("#q").fill("towel")
    expect(page.locator("#answers .count")).to_have_text("1 result for “towel”")
    expect(page.locator("#signal")).not_to_contain_text("No signal")  # at most that there is one again
    page.goto("/rules/towels/")
    expect(page.locator(".strip[data-kept]")).to_have_count(0)


def test_a_page_of_the_copy_says_once_that_there_is_a_signal_again(everybody, visit):
    a_rule(everybody, "Towels")
    page, link = visit()
    link.cut()
    page.goto("/?q=towels")
    link.mend()
    expect(page.locator("#signal")).to_contain_text("You're back online.", timeout=10000)
    page.locator("#q").fill("towel")
    expect(page.locator("#answers .count")).to_have_text("1 result for “towel”")
    expect(page.locator(".strip:visible")).to_have_count(0)


def log_it(page):
    page.get_by_role("link", name="Log what I did").click()
    page.get_by_label("What I did").fill("Lent them a lock.")
    page.get_by_label("Why? (optional)").fill("They had come far.")
    page.get_by_role("button", name="Save log").click()
    expect(page.locator(".unsent")).to_have_text("Not sent yet. It's saved on this device. Undo")


def test_what_was_done_without_a_network_is_logged_once_from_a_rule_and_from_nothing(everybody, visit):
    rule = a_rule(everybody, "Locks <lent>")
    page, link = visit()
    link.cut()
    page.goto(rule.get_absolute_url())
    log_it(page)
    expect(page.locator(".trail")).to_have_text(f"Look up / {rule.reference}, Locks <lent>")
    page.goto('/?q=zzzqq "<b>{query}')
    expect(page.locator("#answers")).to_contain_text("You need to be online to ask. Log what you did, or call:")
    log_it(page)
    link.mend()
    page.goto("/later/")
    page.evaluate("device.sending.send()")
    assert page.evaluate("device.unsent()") == []
    cases = Case.objects.order_by("pk").values_list("kind", "about", "would", "because", "rule", "person")
    answers = ("Lent them a lock.", "They had come far.")
    assert list(cases) == [
        ("log", answers[0], *answers, rule.pk, everybody.sam.pk),
        ("log", 'zzzqq "<b>{query}', *answers, None, everybody.sam.pk),
    ]
    page.goto("/my-cases/")
    expect(page.get_by_role("link", name="zzzqq")).to_have_count(1)


def test_a_log_without_a_word_of_what_was_done_does_not_wait(everybody, visit):
    page, link = visit()
    link.cut()
    page.goto("/log/new/")
    page.get_by_role("button", name="Save log").click()
    assert page.evaluate("device.unsent()") == []
    expect(page.get_by_label("What I did")).to_be_focused()


def test_whom_to_call_is_there_where_a_lead_is_wanted(everybody, visit):
    rows = {"situations": [{"text": "it is late", "options": [option(grantor="lead")]}]}
    above = a_rule(everybody, "Refund", flexibility="grey", rows=rows)
    plain = a_rule(everybody, "Towels", flexibility="grey", rows=GREY_ROWS)
    page, link = visit()
    link.cut()
    page.goto(above.get_absolute_url())
    names = page.locator(".reaches li")
    expect(page.get_by_role("heading", name="Escalate")).to_be_visible()
    expect(names).to_have_text(["Ravi Shah Lead", "Ana Ruiz Manager ext. 12", "Petra Novak Manager"])
    page.get_by_role("link", name="Escalate").click()
    expect(page.locator("h1")).to_have_text("Escalate")
    expect(names).to_have_count(3)
    page.goto(plain.get_absolute_url())
    expect(page.get_by_role("heading", name="Not covered?")).to_be_visible()
    page.goto("/ask/new/")
    expect(page.locator("h1")).to_have_text("Ask a lead")
    expect(names).to_have_count(3)


def in_the_way(page, rule, why):
    page.goto(rule.get_absolute_url())
    page.get_by_role("button", name="It gets in the way").click()
    page.get_by_label("Why?").fill(why)
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".tapped textarea")).to_have_count(0)
    expect(page.locator("[id^=friction]")).to_contain_text(why)


def test_why_a_rule_gets_in_the_way_waits_with_the_tap(everybody, visit):
    rule, other = a_rule(everybody, "Towels"), a_rule(everybody, "Robes")
    page, link = visit()
    link.cut()
    in_the_way(page, rule, "Nobody has a pound.")
    in_the_way(page, other, "Mrs Whitcombe was cross.")
    page.goto("/later/")
    expect(page.locator("#rows li")).to_have_text([re.compile("Nobody has a pound."), re.compile("Whitcombe")])
    link.mend()
    page.evaluate("device.sending.send()")
    expect(page.locator("#rows .error")).to_contain_text("looks like a customer's name")
    entries = FeedbackEntry.objects.order_by("pk").values_list("kind", "rule", "words", "person")
    sam = everybody.sam.pk
    assert list(entries) == [("friction", rule.pk, "Nobody has a pound.", sam), ("friction", other.pk, "", sam)]


def test_a_why_with_a_name_comes_back_where_it_was_written(everybody, visit):
    rule = a_rule(everybody, "Towels")
    page, link = visit()
    link.cut()
    in_the_way(page, rule, "Mrs Whitcombe was cross.")
    link.mend()
    page.evaluate("device.sending.send()")
    page.get_by_label("It's not a customer's name").check()
    assert page.get_by_label("Why?").input_value() == "Mrs Whitcombe was cross."
    page.get_by_role("button", name="Add").click()
    expect(page.locator("[id^=friction]")).to_contain_text("Noted. Your name isn't shown.")
    assert FeedbackEntry.objects.get().words == "Mrs Whitcombe was cross."


def test_what_is_typed_while_the_tap_is_sent_stays(everybody, visit):
    rule = a_rule(everybody, "Towels")
    page, link = visit()
    link.cut()
    page.goto(rule.get_absolute_url())
    page.get_by_role("button", name="It gets in the way").click()
    page.get_by_label("Why?").fill("Nobody has")
    link.mend()
    page.evaluate("device.sending.send()")
    expect(page.locator("[id^=friction]")).to_contain_text("Noted. Your name isn't shown.")
    assert page.get_by_label("Why?").input_value() == "Nobody has"


def test_saved_answers_say_first_what_to_do(everybody, visit):
    """As with a network: three cards, the others lines; of each the situation that was asked about."""
    late = [{"text": "it is late", "options": [option("Credit")]}]
    rows = {**GREY_ROWS, "situations": [*GREY_ROWS["situations"], *late, {"text": "it broke", "options": [option()]}]}
    for n in range(5):
        text = "Whoever asks for a towel gets one, and brings it back. " * 4
        a_rule(everybody, f"Towels, case {n}", flexibility="grey", statement=text, rows=rows)
    page, link = visit()
    link.cut()
    page.goto("/?q=towels late")
    expect(page.locator("#answers .card")).to_have_count(3)
    expect(page.locator("#answers .rules li")).to_have_count(2)
    expect(page.locator("#answers .rules .plate")).to_have_count(2)
    card = page.locator("#answers .card").first
    expect(card.locator("h2 .plate")).to_be_visible()
    expect(card.locator(".situation")).to_have_text(["When it is late"])
    expect(card.get_by_role("link", name="2 other situations")).to_be_visible()
    expect(card.locator(".statement")).to_be_hidden()
    first = card.locator(".options li").first.bounding_box()
    assert first["y"] + first["height"] <= ABOVE_THE_KEYS
    page.goto("/rules/towels-case-1/")
    expect(page.locator(".statement")).to_be_visible()
    expect(page.get_by_role("button", name="I offered this")).to_have_count(4)
