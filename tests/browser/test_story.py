"""The story: what four people do with one rule, in a browser, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from policyhub.accounts.models import Organisation
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


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_four_people_bring_one_rule_to_the_counter(everybody, open_page, size, script):
    Organisation.objects.update(second_person=True)

    sam = open_page(size, everybody.sam, script=script)
    sam.get_by_role("link", name="Know a rule that isn't written down?").click()
    sam.get_by_label("What is the rule about?").fill("Lost locker key")
    sam.get_by_label("What do we do").fill("We open it, and take five pounds I think.")
    sam.get_by_role("button", name="Note it down").click()
    expect(sam.get_by_text("Known, not yet written. Sam Lee noted it down")).to_be_visible()

    ana = open_page(size, everybody.ana, script=script)
    ana.locator("nav:visible").get_by_role("link", name="To do").click()
    ana.get_by_role("link", name="Lost locker key").first.click()
    ana.get_by_role("link", name="Kind").click()
    ana.get_by_label("Procedure:").check()
    ana.get_by_role("button", name="Change it").click()
    ana.get_by_role("link", name="Write it").click()
    ana.get_by_role("link", name="Everything on one page").click()
    ana.get_by_label("The rule in one sentence").fill("We open a locker for whoever knows what is in it.")
    ana.get_by_label("Starts when").fill("Somebody has lost a locker key")
    fill_rows(ana, "steps", {"text": "Ask what is in the locker", "firmness": "must", "basis": "security"})
    fill_rows(ana, "situations", {"text": "the key is lost and they tell what is inside"})
    for n, what in enumerate(["Open it at once", "Open it with a colleague"]):
        ana.locator("#situations-0-options > button", has_text="Add an option").click()
        ana.locator(f"[name='situations-0-options-{n}-text']").fill(what)
        ana.locator(f"[name='situations-0-options-{n}-limit_words']").fill("once a visit")
    fill_rows(ana, "lines", {"side": "never", "text": "Open it unseen"})
    ana.locator("summary", has_text="Who looks after it").click()
    ana.get_by_label("Owner").select_option(label="Ana Ruiz")
    ana.get_by_role("button", name="Save", exact=True).last.click()

    ana.get_by_role("link", name="Black or grey?").click()
    ana.get_by_label("Grey: choose").check()
    ana.get_by_label("Why?").fill("What is inside tells whose it is; how we check may differ.")
    ana.get_by_role("button", name="Decide").click()
    expect(ana.get_by_text("Classified. Staff see it once it's published.")).to_be_visible()
    ana.goto("/rules/lost-locker-key/")
    ana.get_by_role("link", name="Propose").click()
    expect(ana.get_by_role("heading", name="Propose it")).to_be_visible()
    ana.get_by_role("button", name="Propose it").click()
    expect(ana.get_by_text("Sent for approval.")).to_be_visible()

    petra = open_page(size, everybody.petra, script=script)
    petra.locator("nav:visible").get_by_role("link", name="To do").click()
    petra.get_by_role("link", name="Lost locker key").first.click()
    petra.get_by_label("I approve it", exact=True).check()
    petra.get_by_label("Your password (this is your signature)").fill("not this one")
    petra.get_by_role("button", name="Sign my answer").click()
    expect(petra.locator(".summary")).to_contain_text("This is not your password")
    petra.get_by_label("Your password (this is your signature)").fill(PASSWORD)
    petra.get_by_role("button", name="Sign my answer").click()
    expect(petra.get_by_text("Signed. Thank you.")).to_be_visible()

    ravi = open_page(size, everybody.ravi, script=script)
    ravi.locator("#q").press_sequentially("lost lock", delay=20)
    if not script:
        ravi.get_by_role("button", name="Look up").click()
    card = ravi.locator(".card").first
    expect(card).to_contain_text("Grey: choose")
    expect(card).to_contain_text("Open it with a colleague")
    card.get_by_role("link", name="Lost locker key").click()
    expect(ravi.locator("article")).to_contain_text("Exactly as written, for security")

    rule = Rule.objects.get()
    verbs = ["captured", "kind changed", "written", "decided", "proposed", "signed"]
    assert [e.verb for e in events_of(rule)] == verbs
    assert verify().altered == []


def events_of(rule):
    from policyhub.evidence.models import Event

    return Event.objects.filter(chain__subject=rule.subject).order_by("sequence")
