"""Two people talk about a rule on their phones, and a pack is printed for the meeting."""

import pytest
from playwright.sync_api import expect

from policyhub.discussion.models import Comment
from tests.browser.looking import in_views, looker
from tests.browser.pdf_words import pages
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force

pytestmark = pytest.mark.browser


@pytest.fixture
def towels(everybody):
    return in_force(everybody, "Towels", flexibility="grey", rows=GREY_ROWS)


def in_force(everybody, title, **fields):
    rule = RuleFactory(by=everybody.ana, team=everybody.desk, title=title, **fields)
    put_in_force(rule, everybody.ana)
    return rule


def comment(page, text):
    page.get_by_label("Your comment").fill(text)
    send(page)


def send(page):
    page.get_by_role("button", name="Add comment", exact=True).click()


def test_one_asks_the_other_finds_it_answers_and_it_is_resolved(everybody, towels, open_page):
    sam, ravi = (open_page("phone", who) for who in (everybody.sam, everybody.ravi))
    sam.goto("/rules/towels/")
    sam.get_by_role("link", name="Comments").click()
    sam.get_by_label("About").select_option(label="What to say")
    sam.get_by_label("Your comment").fill("May I lend two, @ravi?\nThey have a child.")
    sam.get_by_text("Notify", exact=True).first.click()
    sam.get_by_label("Petra Novak").check()
    sam.get_by_role("button", name="Add comment", exact=True).click()
    expect(sam.get_by_text("Comment added. Petra Novak, Ravi Shah will see it in To do.")).to_be_visible()
    expect(sam.get_by_label("Your comment")).to_have_value("")
    thread = sam.locator(".thread")
    expect(thread).to_contain_text("What to say")
    expect(thread).to_be_focused()

    ravi.goto("/to-do/")
    ravi.get_by_role("link", name="Towels").click()
    expect(ravi.locator(".thread")).to_contain_text("They have a child.")
    ravi.get_by_text("Reply", exact=True).click()
    ravi.get_by_label("Your reply").fill("You may, @Sam Lee.")
    ravi.get_by_role("button", name="Send reply").click()
    expect(ravi.locator(".replies li")).to_contain_text("You may, @Sam Lee.")
    expect(ravi.locator(".replies li")).to_be_focused()
    ravi.goto("/to-do/")
    expect(ravi.get_by_text("Mentions and replies")).to_have_count(0)

    sam.goto("/to-do/")
    sam.get_by_role("link", name="Towels").click()
    expect(sam.locator(".replies li")).to_be_visible()
    sam.get_by_role("button", name="Resolve").click()
    expect(sam.get_by_text("No open comments.")).to_be_visible()
    expect(sam.get_by_text("1 resolved")).to_be_visible()
    expect(sam.locator(".closed .thread")).to_be_focused()
    sam.goto("/to-do/")
    expect(sam.get_by_role("heading", level=2)).to_have_text(["Glossary"])  # and nothing of the discussion


def test_what_one_has_begun_to_type_stays_while_something_else_is_sent(everybody, towels, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/rules/towels/discussion/")
    comment(page, "First?")
    expect(page.locator(".thread")).to_have_count(1)
    comment(page, "Second?")
    expect(page.locator(".thread")).to_have_count(2)
    first, second = page.locator(".thread").all()
    page.get_by_label("Your comment").fill("A third, half")
    second.get_by_text("Reply", exact=True).click()
    second.get_by_label("Your reply").fill("An answer, half")
    page.evaluate("window.untouched = true")

    first.get_by_role("button", name="Resolve").click()

    expect(page.get_by_text("1 resolved")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("A third, half")
    expect(page.get_by_label("Your reply")).to_have_value("An answer, half")
    page.get_by_role("button", name="Send reply").click()
    expect(page.locator(".replies li")).to_contain_text("An answer, half")
    expect(page.get_by_label("Your comment")).to_have_value("A third, half")
    send(page)
    expect(page.locator(".thread")).to_have_count(3)
    assert page.evaluate("window.untouched") is True
    assert Comment.objects.filter(text="A third, half").count() == 1


def test_a_mistake_takes_the_focus_to_what_is_said_of_it(everybody, towels, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/rules/towels/discussion/")
    send(page)

    expect(page.locator(".summary")).to_be_focused()
    page.locator(".summary a").click()
    expect(page.get_by_label("Your comment")).to_be_focused()


def test_the_chosen_rules_are_printed_with_room_to_write(everybody, towels, open_page):
    in_force(everybody, "No jumping", flexibility="black", rows=BLACK_ROWS)
    in_force(everybody, "Lockers")
    page = open_page("desk", everybody.ana, scheme="dark")
    page.goto("/rules/towels/discussion/")
    comment(page, "Who lends at night?")
    expect(page.locator(".thread")).to_have_count(1)
    page.goto("/rules/")
    for title in ("Towels", "No jumping"):
        page.get_by_label(f"Select “{title}”").check()
    page.get_by_role("button", name="Print selected").click()
    expect(page.get_by_role("heading", name="Meeting pack")).to_be_visible()

    cover, *sheets = pages(page.pdf(format="A4", print_background=False))

    assert cover.startswith("Meeting pack Lakeside Leisure,")
    assert cover.endswith("Prepared by Ana Ruiz. No jumping R-002 Black Towels R-001 Grey")
    black, grey = sheets
    assert black.startswith("No jumping In force since")
    assert "Black : fixed" in black
    assert grey.startswith("Towels In force since")
    assert "Grey : flexible" in grey
    assert "Who lends at night?" in grey
    assert "What we agreed" in grey
    assert not any("Lockers" in sheet or "Print" in sheet or "Sign out" in sheet for sheet in (cover, *sheets))


@in_views
def test_every_page_of_it_is_for_everybody(everybody, towels, open_page, views):
    page = open_page(person=everybody.sam)
    look, wrong = looker(page, views), []
    page.goto("/rules/towels/discussion/")
    wrong += look()
    for text in ("Towels" * 30, "May we?\n" * 10):
        comment(page, text)
        page.get_by_text("Comment added.").wait_for()
    for summary in page.locator("summary").all():
        summary.click()
    wrong += look()
    page.locator(".thread").first.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("1 resolved")).to_be_visible()
    send(page)
    expect(page.locator(".summary")).to_be_visible()
    wrong += look()

    assert wrong == []
