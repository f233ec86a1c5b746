"""In a browser: a rule of each kind from blank to in force, part by part; what is typed survives a bad network."""

import random
import time
from collections import Counter

import pytest
from playwright.sync_api import expect

from policyhub.accounts.models import Organisation
from policyhub.authoring.models import Draft
from policyhub.authoring.progress import tasks
from policyhub.evidence.verify import verify
from policyhub.registry.content import draft
from policyhub.registry.models import Rule
from policyhub.registry.requirements import missing_items
from tests.browser.conftest import sign_in
from tests.browser.looking import in_full
from tests.conftest import share
from tests.factories import RuleFactory, touchpoint
from tests.people import PASSWORD
from tests.registry.part_texts import by_part, on_the_card

pytestmark = pytest.mark.browser


def put(page, name, value):
    field = page.locator(f"form#editor [name='{name}']")
    if field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def write_part(page, rule, part, values):
    page.goto(f"/rules/{rule.slug}/write/{part}/")
    for name, value in values.items():
        put(page, name, value)
    page.get_by_role("button", name="Save and go back").click()
    expect(page.locator(".tasks")).to_be_visible()


@in_full("kind", {kind: kind for kind in ("procedure", "standard", "policy")})
def test_a_rule_of_each_kind_from_blank_to_in_force_with_every_part(everybody, open_page, kind):
    flexibility = "black" if kind == "policy" else "grey"
    Organisation.objects.update(complete_before_in_force=True, second_person=False)
    other = RuleFactory(by=everybody.ana, title="Another rule", kind="procedure", statement="Else.")
    pay = touchpoint("Pay", everybody.ana)
    ana = open_page("phone", everybody.ana)
    ana.goto("/rules/new/")
    ana.locator(f"input[value={kind}]").check()
    ana.get_by_role("button", name="Continue").click()
    put(ana, "title", "Lost locker key")
    put(ana, "statement", "We open a locker for whoever knows what is in it.")
    ana.get_by_role("button", name="Save and continue").click()
    expect(ana.locator(".tasks")).to_contain_text("Black or grey")
    rule = Rule.objects.exclude(pk=other.pk).get()

    ana.get_by_role("link", name="Black or grey").click()
    ana.locator(f"input[name=flexibility][value={flexibility}]").check()
    ana.get_by_label("Why?").fill("What is inside tells whose it is.")
    ana.get_by_role("button", name="Classify").click()
    for part, values in by_part(kind, flexibility).items():
        write_part(ana, rule, part, values)
    if kind == "policy":
        ana.get_by_role("link", name="Procedures and standards").click()
        ana.locator("[name=kind]").select_option("carried_out_by")
        ana.locator("[name=to_rule]").select_option(label="Another rule")
        ana.get_by_role("button", name="Add link").click()
    ana.goto(f"/rules/{rule.slug}/write/touchpoints/")
    ana.get_by_label("Pay").check()
    ana.get_by_role("button", name="Save and continue").click()

    rule.refresh_from_db()
    assert [task.part.name for task in tasks(rule) if not task.done] == []
    assert list(pay.rules.all()) == [rule]
    ana.goto(rule.get_absolute_url())
    ana.get_by_role("link", name="Publish").click()
    ana.get_by_label("Your password (this is your signature)").fill(PASSWORD)
    ana.get_by_role("button", name="Publish").click()
    expect(ana.get_by_text("Published. It's in force now.")).to_be_visible()
    sam = open_page("phone", everybody.sam)
    sam.goto(rule.get_absolute_url())
    card = sam.locator("article.card").inner_text()
    for name, text in on_the_card(kind, flexibility).items():
        assert text in card, name
    assert verify().altered == []


def test_what_is_missing_is_named_linked_and_focused(everybody, open_page):
    Organisation.objects.update(complete_before_in_force=True, second_person=False)
    rule = RuleFactory(by=everybody.ana, team=everybody.desk, flexibility="black", kind="procedure")
    ana = open_page("phone", everybody.ana)
    ana.goto(f"/rules/{rule.slug}/propose/")
    summary = ana.locator(".summary")
    expect(summary).to_be_focused()
    lacking = missing_items(draft(rule), meets_customers=True)
    assert [link.inner_text() for link in summary.get_by_role("link").all()] == [str(lack.label) for lack in lacking]
    for n in range(len(lacking)):
        ana.goto(f"/rules/{rule.slug}/propose/")
        ana.locator(".summary a").nth(n).click()
        ana.wait_for_url("**/write/**")
        ana.wait_for_function("document.activeElement.matches('input, textarea, select')")
        focused = ana.evaluate("[document.activeElement.tagName, document.activeElement.name || '']")
        assert focused[0] in {"INPUT", "TEXTAREA", "SELECT"}, lacking[n]
        assert focused[1].startswith(lacking[n].field_name), lacking[n]


def test_the_card_follows_what_is_typed_and_the_same_rule_is_shown(everybody, open_page):
    rule = RuleFactory(by=everybody.ana, title="Lost towels", statement="We lend a new towel for free.")
    ana = open_page("desk", everybody.ana)
    ana.goto(f"/rules/{rule.slug}/write/say/")
    ana.locator("[name=say_it]").fill("Here is a dry one.")
    expect(ana.locator("#preview .card")).to_contain_text("Here is a dry one.")
    expect(ana.locator("p#kept")).to_contain_text("Autosaved")
    ana.goto("/policies/new/")
    ana.locator("[name=title]").fill("Lost towel")
    ana.locator("[name=statement]").fill("We lend a new towel, free.")
    expect(ana.locator("#similar")).to_contain_text("Lost towels")


def test_a_killed_browser_loses_at_most_five_seconds(everybody, open_page):
    """Somebody types without a pause; the browser dies. What was typed five seconds before is there."""
    rule = RuleFactory(by=everybody.ana, title="Towels")
    ana = open_page("desk", everybody.ana)
    ana.goto(f"/rules/{rule.slug}/write/text/")
    ana.locator("[name=body]").focus()
    typed = []
    start = time.monotonic()
    while time.monotonic() - start < 9:
        ana.keyboard.type("word ")
        typed.append(time.monotonic())
    killed = time.monotonic()
    ana.context.close()
    saved = Draft.objects.get().typed["body"]
    before = sum(at < killed - 5 for at in typed)
    assert before >= 5
    assert saved.count("word ") >= before


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def settle(page, expected):
    """What is kept, once it is what is ``wanted``, or after half a minute."""
    for _try in range(300):
        saved = sorted(draft.typed.get("say_it", "") for draft in Draft.objects.open())
        if saved == sorted(expected):
            break
        page.wait_for_timeout(100)
    return saved


class BadNetwork:
    """Drafts on their way are dropped, doubled, or held back until everything else is over."""

    def __init__(self, seed):
        self.dice, self.held, self.done = random.Random(seed), [], Counter()
        self.next: list[str] = []

    def between(self, page):
        page.route("**/write/say/", lambda route: self.meddle(page, route))

    def meddle(self, page, route):
        if route.request.method != "POST" or "keep=1" not in (route.request.post_data or ""):
            route.continue_()
            return
        what = self.weather()
        self.done[what] += 1
        if what == "doubled":
            self.send(page, route.request)
        if what == "late":
            self.held.append(route.request)
        if what in {"dropped", "late"}:
            route.abort()
        else:
            route.continue_()

    def weather(self):
        """Every kind of mishap among each four requests, in an order that changes."""
        if not self.next:
            self.next = self.dice.sample(["dropped", "doubled", "late", "well"], 4)
        return self.next.pop()

    def send(self, page, request):
        page.request.post(request.url, headers=FORM, data=request.post_data)


def test_a_bad_network_loses_no_word_and_crosses_no_draft(everybody, open_page):
    """Two windows at the same place, some sentences in each."""
    rule = RuleFactory(by=everybody.ana, title="Towels")
    ana, network = open_page("desk", everybody.ana, forgive="net::ERR_FAILED"), BadNetwork(11)
    windows, typed = {"left": ana, "right": ana.context.new_page()}, {"left": "", "right": ""}
    for window in windows.values():
        window.goto(f"/rules/{rule.slug}/write/say/")
        network.between(window)
    for n in range(max(8, share(60))):
        for name, window in windows.items():
            typed[name] += f"{name} {n}. "
            window.locator("[name=say_it]").press_sequentially(f"{name} {n}. ", delay=2)
            window.wait_for_timeout(network.dice.choice([0, 700, 1500]))
    assert settle(ana, typed.values()) == sorted(typed.values())
    for request in network.held:
        network.send(ana, request)
    assert settle(ana, typed.values()) == sorted(typed.values()), "what came late took nothing away"
    assert min(network.done[fate] for fate in ("dropped", "doubled", "late")) > 0, network.done

    ana.unroute_all()
    ana.get_by_role("button", name="Save and go back").click()
    expect(ana.locator(".tasks")).to_be_visible()
    assert Rule.objects.get(pk=rule.pk).say_it == typed["left"].strip()
    for request in network.held:
        network.send(ana, request)
    assert settle(ana, [typed["right"]]) == [typed["right"]], "the other window's draft stays, and no other comes back"


def test_whoever_is_signed_out_while_writing_loses_nothing(everybody, open_page):
    """Signed out and in again in another window: the page goes on keeping, and saves."""
    rule = RuleFactory(by=everybody.ana, title="Towels")
    ana = open_page("desk", everybody.ana)
    ana.goto(f"/rules/{rule.slug}/write/say/")
    other = ana.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").click()
    ana.locator("[name=say_it]").press_sequentially("Here is a dry one.")
    expect(ana.locator("p#kept")).to_contain_text("You've been signed out.")
    sign_in(other, "ana")
    expect(ana.locator("p#kept")).to_contain_text("Autosaved", timeout=30_000)
    ana.get_by_role("button", name="Save and go back").click()
    expect(ana.locator(".tasks")).to_be_visible()
    assert Rule.objects.get(pk=rule.pk).say_it == "Here is a dry one."


def test_a_draft_taken_up_in_another_window_leaves_this_one_its_own(everybody, open_page):
    rule = RuleFactory(by=everybody.ana, title="Towels")
    ana = open_page("desk", everybody.ana)
    ana.goto(f"/rules/{rule.slug}/write/say/")
    ana.locator("[name=say_it]").press_sequentially("One. ")
    assert settle(ana, ["One. "]) == ["One. "]
    other = ana.context.new_page()
    other.goto(f"/rules/{rule.slug}/write/say/")
    other.get_by_role("link", name="Continue").click()
    other.locator("[name=say_it]").press("Control+End")
    other.locator("[name=say_it]").press_sequentially("Two. ")
    assert settle(ana, ["One. Two. "]) == ["One. Two. "]
    ana.locator("[name=say_it]").press_sequentially("Three. ")
    assert settle(ana, ["One. Two. ", "One. Three. "]) == ["One. Three. ", "One. Two. "]
