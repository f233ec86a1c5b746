"""A customer waits: somebody asks by thumb, a lead answers by keyboard, the answer is seen."""

import re

import pytest
from django.utils.dateparse import parse_datetime
from playwright.sync_api import expect

from policyhub.accounts.models import Session
from policyhub.feedback.models import Case
from tests.feedback.counter import ask, grey, say
from tests.people import PASSWORD

pytestmark = pytest.mark.browser
SETTLING = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"


def test_asked_by_thumb_and_the_answer_is_seen(everybody, open_page):
    rule = grey(everybody)
    phone = open_page("phone", everybody.sam)
    phone.goto(f"/ask/new/?rule={rule.slug}&q=Lost+locker+key")
    expect(phone.locator(".reaches")).to_contain_text("Ana Ruiz ext. 12")
    phone.get_by_role("button", name="Ask", exact=True).click()
    expect(phone.get_by_role("heading", name="Lost locker key")).to_be_visible()
    expect(phone.locator("#answer")).to_contain_text("No answer yet")
    case = Case.objects.get()
    say(case, "adjust", everybody.ana, "Open it together.")
    phone.reload()
    expect(phone.locator("#answer")).to_contain_text("Open it together.")
    expect(phone.locator("#answer")).to_contain_text("You've seen this")  # the page told so by itself
    assert Case.objects.get().heard_at


def test_a_name_is_asked_about_and_may_stay(everybody, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/log/new/")
    page.get_by_label("What I did").fill("I asked Mr Whippy for ice.")
    page.get_by_role("button", name="Save log").click()
    expect(page.locator(".summary")).to_be_focused()
    page.get_by_label("It's not a customer's name").check()
    page.get_by_role("button", name="Save log").click()
    expect(page.get_by_role("heading", name="I asked Mr Whippy for ice.")).to_be_visible()


def test_what_is_logged_without_a_signal_is_of_the_moment_when_it_was_logged(everybody, open_page):
    page = open_page("phone", everybody.sam, forgive="net::ERR_")
    page.goto("/log/new/")
    page.get_by_label("What I did").fill("I gave them a towel.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save log").click()
    expect(page.locator(".unsent")).to_be_visible()
    logged = parse_datetime(page.evaluate("device.unsent().then(([row]) => row.at)"))
    page.context.set_offline(False)
    page.evaluate("void device.sending.send()")
    expect(page.get_by_role("heading", name="I gave them a towel.")).to_be_visible()
    assert Case.objects.get().at == logged


def test_a_queue_is_answered_by_keyboard(everybody, open_page):
    rule = grey(everybody)
    first, second, third = (ask(f"case {n}", everybody.sam, rule=rule) for n in range(3))
    page = open_page("desk", everybody.ravi)
    page.goto("/cases/")
    line = page.locator(f"#case-{first.pk}")
    line.focus()
    page.keyboard.press("j")
    expect(page.locator(f"#case-{second.pk}")).to_be_focused()
    page.keyboard.press("k")
    expect(line).to_be_focused()
    page.keyboard.press("a")
    expect(line).to_contain_text("Ravi Shah agrees")
    expect(line).to_be_focused()
    page.keyboard.press("j")
    page.locator(f"#case-{second.pk} textarea").fill("")
    page.locator(f"#case-{second.pk} textarea").press_sequentially("a jacket, ok")
    expect(page.locator(f"#case-{second.pk} textarea")).to_be_focused()
    assert Case.objects.get(pk=second.pk).is_open, "letters that are typed press nothing"
    page.locator(f"#case-{second.pk}").get_by_role("button", name="Suggest another way").click()
    expect(page.locator(f"#case-{second.pk}")).to_contain_text("a jacket, ok")
    assert Case.objects.get(pk=second.pk).answer_words == "a jacket, ok"
    page.locator(f"#case-{third.pk}").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/ask/{third.pk}/$"))


def test_answered_elsewhere_keeps_what_was_typed(everybody, open_page):
    case = ask("Credit postage?", everybody.sam, rule=grey(everybody))
    page = open_page("desk", everybody.ravi)
    page.goto("/cases/")
    line = page.locator(f"#case-{case.pk}")
    line.locator("textarea").fill("Half of it.")
    say(case, "agree", everybody.ana)
    line.get_by_role("button", name="Suggest another way").click()
    expect(line).to_contain_text("Someone else answered first")
    expect(line.get_by_label("What you typed")).to_have_value("Half of it.")
    expect(line).to_contain_text("Ana Ruiz agrees")


def test_a_box_that_somebody_drew_larger_is_answered_without_a_complaint(everybody, open_page):
    """Its height is a style; htmx would write that onto the box that takes its place, which the policy forbids."""
    case = ask("Credit postage?", everybody.sam, rule=grey(everybody))
    page = open_page("desk", everybody.ravi)
    page.goto("/cases/")
    line = page.locator(f"#case-{case.pk}")
    line.locator("textarea").evaluate("(box) => { box.style.height = '80px' }")
    line.get_by_role("button", name="Suggest another way").click()
    expect(line).to_contain_text("Say what to do instead.")
    expect(page.locator(SETTLING)).to_have_count(0)


def test_an_agreed_answer_becomes_an_option_in_two_clicks(everybody, open_page):
    ask("the parcel came late", everybody.sam, rule=grey(everybody), would="Credit the postage")
    page = open_page("desk", everybody.petra)
    page.goto("/cases/")
    page.get_by_role("button", name="Agree").click()
    page.get_by_role("button", name="Add as an option").click()
    expect(page.locator(".notice").first).to_contain_text("Added as a draft, with thanks to Sam Lee.")
    expect(page.locator("input[value='Credit the postage']")).to_be_visible()


def sign_in_again(page, person):
    page.get_by_label("Username or email").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize(("who", "expected"), [("sam", "Nobody told us."), ("ravi", "")])
def test_what_was_typed_is_there_again_for_whoever_typed_it(everybody, open_page, who, expected):
    page = open_page("phone", everybody.sam)
    page.goto("/ask/new/?q=Wet+floors")
    page.get_by_label("What would you do?").fill("Nobody told us.")
    Session.objects.all().delete()

    page.get_by_role("button", name="Ask", exact=True).click()
    sign_in_again(page, getattr(everybody, who))

    expect(page.get_by_label("What would you do?")).to_have_value(expected)
    if expected:
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_role("heading", name="Wet floors")).to_be_visible()
        page.goto("/ask/new/")
        expect(page.get_by_label("What would you do?")).to_have_value("")
