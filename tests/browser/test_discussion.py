"""Two people talk about a rule on their phones, and a pack is printed for the meeting."""

import pytest
from playwright.sync_api import expect

from policyhub.registry.models import Comment, Rule
from tests.browser.pdf_words import pages
from tests.browser.test_axe import looker
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force

pytestmark = pytest.mark.browser


@pytest.fixture
def towels(everybody):
    return in_force(everybody, "Towels", flexibility="grey", rows=GREY_ROWS)


def in_force(everybody, title, **fields):
    rule = RuleFactory(by=everybody.ana, team=everybody.desk, title=title, **fields)
    put_in_force(rule, everybody.ana)
    return rule


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_one_asks_the_other_finds_it_answers_and_it_is_resolved(everybody, towels, open_page, script):
    sam, ravi = (open_page("phone", who, script=script) for who in (everybody.sam, everybody.ravi))
    sam.goto("/rules/towels/")
    sam.get_by_role("link", name="Questions and comments").click()
    sam.get_by_label("About").select_option(label="Say it")
    sam.get_by_label("Your question or comment").fill("May I lend two, @ravi?\nThey have a child.")
    sam.get_by_text("Who should see it?").first.click()
    sam.get_by_label("Petra Novak").check()
    sam.get_by_role("button", name="Send", exact=True).click()
    expect(sam.get_by_text("It waits under To do for Petra Novak, Ravi Shah.")).to_be_visible()
    expect(sam.get_by_label("Your question or comment")).to_have_value("")
    thread = sam.locator(".thread")
    expect(thread).to_contain_text("Say it")
    if script:
        expect(thread).to_be_focused()

    ravi.goto("/to-do/")
    ravi.get_by_role("link", name="Towels").click()
    expect(ravi.locator(".thread")).to_contain_text("They have a child.")
    ravi.get_by_text("Answer", exact=True).click()
    ravi.get_by_label("Your answer").fill("You may, @Sam Lee.")
    ravi.get_by_role("button", name="Send the answer").click()
    expect(ravi.locator(".replies li")).to_contain_text("You may, @Sam Lee.")
    if script:
        expect(ravi.locator(".replies li")).to_be_focused()
    ravi.goto("/to-do/")
    expect(ravi.get_by_text("You were mentioned")).to_have_count(0)

    sam.goto("/to-do/")
    sam.get_by_role("link", name="Towels").click()
    expect(sam.locator(".replies li")).to_be_visible()
    sam.get_by_role("button", name="It is resolved").click()
    expect(sam.get_by_text("Nothing is open.")).to_be_visible()
    expect(sam.get_by_text("1 resolved")).to_be_visible()
    if script:
        expect(sam.locator(".closed .thread")).to_be_focused()
    sam.goto("/to-do/")
    expect(sam.get_by_role("heading", level=2)).to_have_text(["Our words"])  # and nothing of the discussion


def test_what_one_has_begun_to_type_stays_while_something_else_is_sent(everybody, towels, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/rules/towels/discussion/")
    page.get_by_label("Your question or comment").fill("First?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".thread")).to_have_count(1)
    page.get_by_label("Your question or comment").fill("Second?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".thread")).to_have_count(2)
    first, second = page.locator(".thread").all()
    page.get_by_label("Your question or comment").fill("A third, half")
    second.get_by_text("Answer", exact=True).click()
    second.get_by_label("Your answer").fill("An answer, half")
    page.evaluate("window.untouched = true")

    first.get_by_role("button", name="It is resolved").click()

    expect(page.get_by_text("1 resolved")).to_be_visible()
    expect(page.get_by_label("Your question or comment")).to_have_value("A third, half")
    expect(page.get_by_label("Your answer")).to_have_value("An answer, half")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".replies li")).to_contain_text("An answer, half")
    expect(page.get_by_label("Your question or comment")).to_have_value("A third, half")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".thread")).to_have_count(3)
    assert page.evaluate("window.untouched") is True
    assert Comment.objects.filter(text="A third, half").count() == 1


def test_a_mistake_takes_the_focus_to_what_is_said_of_it(everybody, towels, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/rules/towels/discussion/")
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.locator(".summary")).to_be_focused()
    page.locator(".summary a").click()
    expect(page.get_by_label("Your question or comment")).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_words_are_removed_in_two_steps(everybody, towels, open_page, script):
    page = open_page("phone", everybody.sam, script=script)
    page.goto("/rules/towels/discussion/")
    page.get_by_label("Your question or comment").fill("I mistook the zebra.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator(".gone summary").click()
    page.get_by_role("button", name="Remove these words").click()

    expect(page.get_by_text("The words are removed.")).to_be_visible()
    expect(page.get_by_text("zebra")).to_have_count(0)


def test_the_chosen_rules_are_printed_with_room_to_write(everybody, towels, open_page):
    in_force(everybody, "No jumping", flexibility="black", rows=BLACK_ROWS)
    in_force(everybody, "Lockers")
    page = open_page("desk", everybody.ana, scheme="dark")
    page.goto("/rules/towels/discussion/")
    page.get_by_label("Your question or comment").fill("Who lends at night?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".thread")).to_have_count(1)
    page.goto("/rules/")
    for title in ("Towels", "No jumping"):
        page.get_by_label(f"Choose “{title}”").check()
    page.get_by_role("button", name="Print selected").click()
    expect(page.get_by_role("heading", name="Rules for the meeting")).to_be_visible()

    cover, *sheets = pages(page.pdf(format="A4", print_background=False))

    assert cover.startswith("Rules for the meeting Lakeside Leisure,")
    assert cover.endswith("Put together by Ana Ruiz. No jumping R-002 Black Towels R-001 Grey")
    black, grey = sheets
    assert black.startswith("No jumping In force since")
    assert "Black : keep to it" in black
    assert grey.startswith("Towels In force since")
    assert "Grey : choose" in grey
    assert "Who lends at night?" in grey
    assert "What we agreed" in grey
    assert not any("Lockers" in sheet or "Print" in sheet or "Sign out" in sheet for sheet in (cover, *sheets))


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_better_words_are_looked_for_after_the_check(everybody, open_page, size):
    rule = in_force(everybody, "No diving", flexibility="black", rows=BLACK_ROWS)
    Rule.objects.filter(pk=rule.pk).update(effect="barrier", cause="wording")
    page = open_page(size, everybody.petra)
    page.goto("/rules/no-diving/")
    page.get_by_role("button", name="Find better words together").click()
    expect(page.locator(".thread")).to_contain_text("@Ana Ruiz, @Ravi Shah: Customers feel this rule as a barrier")
    page.goto("/rules/no-diving/")
    page.get_by_role("button", name="Find better words together").click()
    expect(page.locator(".thread")).to_have_count(1)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_of_it_is_for_everybody(everybody, towels, open_page, size):
    page = open_page(size, everybody.sam)
    look, wrong = looker(page, size), []
    page.goto("/rules/towels/discussion/")
    wrong += look()
    for text in ("Towels" * 30, "May we?\n" * 10):
        page.get_by_label("Your question or comment").fill(text)
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_text("Saved.").wait_for()
    for summary in page.locator("summary").all():
        summary.click()
    wrong += look()
    page.locator(".thread").first.get_by_role("button", name="It is resolved").click()
    expect(page.get_by_text("1 resolved")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".summary")).to_be_visible()
    wrong += look()

    assert wrong == []
