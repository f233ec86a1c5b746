"""The story: what four people do with one rule, on phones and at a desk."""

import pytest
from playwright.sync_api import expect

from policyhub.accounts.models import Organisation
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry.models import Rule
from tests.people import PASSWORD

pytestmark = pytest.mark.browser


def fill_rows(page, prefix, values):
    page.locator(f"#{prefix} > button", has_text="Add").last.click()
    for name, text in values.items():
        field = page.locator(f"[name='{prefix}-0-{name}']")
        field.wait_for()
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def test_four_people_bring_one_rule_to_the_counter(everybody, open_page):
    Organisation.objects.update(second_person=True)

    sam = open_page("phone", everybody.sam)
    sam.goto("/")
    sam.get_by_role("link", name="Know a rule that isn't written down?").click()
    sam.get_by_label("What's the rule about?").fill("Lost locker key")
    sam.get_by_label("What do we do").fill("We open it, and take five pounds I think.")
    sam.get_by_role("button", name="Note it").click()
    expect(sam.get_by_text("Unwritten rule, noted by Sam Lee.")).to_be_visible()

    ana = open_page("desk", everybody.ana)
    ana.goto("/")
    ana.locator("nav:visible").get_by_role("link", name="To do").click()
    ana.get_by_role("link", name="Lost locker key").first.click()
    ana.get_by_role("link", name="Type").click()
    ana.get_by_label("Procedure:").check()
    ana.get_by_role("button", name="Change type").click()
    ana.get_by_role("link", name="Write").click()
    ana.get_by_role("link", name="Edit everything on one page").click()
    ana.get_by_label("The rule in one sentence").fill("We open a locker for whoever knows what is in it.")
    ana.get_by_label("Starts when").fill("Somebody has lost a locker key")
    fill_rows(ana, "steps", {"text": "Ask what is in the locker", "firmness": "must", "basis": "security"})
    fill_rows(ana, "situations", {"text": "the key is lost and they tell what is inside"})
    for n, what in enumerate(["Open it at once", "Open it with a colleague"]):
        ana.locator("#situations-0-options > button", has_text="Add an option").click()
        ana.locator(f"[name='situations-0-options-{n}-text']").fill(what)
        ana.locator(f"[name='situations-0-options-{n}-limit_words']").fill("once a visit")
    fill_rows(ana, "lines", {"side": "never", "text": "Open it unseen"})
    ana.locator("summary", has_text="Owner and review").click()
    ana.get_by_label("Owner").select_option(label="Ana Ruiz")
    ana.get_by_role("button", name="Save", exact=True).last.click()

    ana.get_by_role("link", name="Classify").click()
    ana.get_by_label("Grey: flexible").check()
    ana.get_by_label("Why?").fill("What is inside tells whose it is; how we check may differ.")
    ana.get_by_role("button", name="Classify").click()
    expect(ana.get_by_text("Classified. Staff see it once it's published.")).to_be_visible()
    ana.goto("/rules/lost-locker-key/")
    ana.get_by_role("link", name="Send for approval").click()
    expect(ana.get_by_role("heading", name="Send for approval")).to_be_visible()
    ana.get_by_role("button", name="Send for approval").click()
    expect(ana.get_by_text("Sent for approval.")).to_be_visible()

    petra = open_page("phone", everybody.petra)
    petra.goto("/")
    petra.locator("nav:visible").get_by_role("link", name="To do").click()
    petra.get_by_role("link", name="Lost locker key").first.click()
    petra.get_by_label("Approve", exact=True).check()
    petra.get_by_label("Your password (this is your signature)").fill("not this one")
    petra.get_by_role("button", name="Sign", exact=True).click()
    expect(petra.locator(".summary")).to_contain_text("That password is incorrect.")
    petra.get_by_label("Your password (this is your signature)").fill(PASSWORD)
    petra.get_by_role("button", name="Sign", exact=True).click()
    expect(petra.get_by_text("Signed. Thank you.")).to_be_visible()

    ravi = open_page("phone", everybody.ravi)
    ravi.goto("/")
    ravi.locator("#q").press_sequentially("lost lock", delay=20)
    card = ravi.locator(".card").first
    expect(card).to_contain_text("Grey: flexible")
    expect(card).to_contain_text("Open it with a colleague")
    card.get_by_role("link", name="Lost locker key").click()
    expect(ravi.locator("article")).to_contain_text("Exactly as written, for security")

    rule = Rule.objects.get()
    verbs = ["captured", "kind changed", "written", "decided", "proposed", "signed"]
    assert [e.verb for e in events_of(rule)] == verbs
    assert verify().altered == []


def events_of(rule):
    return Event.objects.filter(chain__subject=rule.subject).order_by("sequence")
