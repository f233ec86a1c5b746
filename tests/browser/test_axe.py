"""Everybody can read and use every page: by eye, by screen reader, by keyboard, on a narrow phone, in the dark."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Invitation
from policyhub.authoring.actions import unwritten
from policyhub.discussion import actions as discussion
from policyhub.feedback.actions import promote
from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from standards.actions import Measurement, record_result
from standards.models import Result
from tests.browser.conftest import be
from tests.browser.looking import NORMAL, TITLES, in_full, in_views, looker
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, option, put_in_force
from tests.feedback.counter import ask, say

pytestmark = pytest.mark.browser

TABLE = (
    "\n\n| Size | Price | What we say about it |\n|---|---|---|\n| Large | £2 | " + "Beachtungswürdig" * 12 + " |\n"
)
BODY = "# Lending\n\nWhoever asks gets one.\n\n- one\n  1. two\n\n> Quoted.\n" + TABLE
STEPS = [
    {"text": "Ask", "who": "Whoever is at the desk", "warning": "Mind the queue", "firmness": "must", "basis": "law"},
    {"text": "Hand it over", "who": "", "warning": "", "firmness": "adapt", "basis": ""},
]
OPTIONS = [
    option("Exchange it", say_it="Take another one."),
    option("Refund", limit_amount="40.00", limit_words="", grantor="named", grantor_name="Ana"),
]
GREY = {
    "situations": [{"text": "there is a receipt", "options": OPTIONS}, {"text": "there is none", "options": OPTIONS}],
    "lines": [{"side": "always", "text": "See it first"}, *GREY_ROWS["lines"]],
}


class House:
    """Rules of every sort with titles of one sort, and the address of each page that shows them."""

    def __init__(self, people, title):
        self.people, self.title = people, title
        now, ana = timezone.now(), people.ana
        fields = {"statement": "We lend one to whoever asks.", "body": BODY, "say_it": "Here you are.", "now": now}
        black = self.rule("black", flexibility="black", rows=BLACK_ROWS, **fields)
        grey = self.rule("grey", flexibility="grey", rows=GREY, **fields)
        lacking = self.rule("lacking", flexibility="black")
        undecided = self.rule("undecided", principle="Nobody goes wet.")
        procedure = self.rule("procedure", kind="procedure", rows={"steps": STEPS}, trigger="Somebody is wet.")
        measures = [{"criterion": "wait", "target": "2", "unit": "minutes", "how_checked": "by ear"}]
        standard = self.rule("standard", kind="standard", rows={"measures": measures}, target="Within a minute")
        for rule in (black, grey, lacking, undecided, procedure, standard):
            put_in_force(rule, ana)
        ending = self.rule("ending")
        put_in_force(ending, ana)
        publishing.retire(ending, why="Over.", successor=grey, number=2, by=ana, now=timezone.now())
        written = self.rule("written", flexibility="grey", rows=GREY)
        waiting = self.rule("waiting", flexibility="black", rows=BLACK_ROWS, body=BODY)
        publishing.propose(waiting, publishing.Proposal(note="New."), number=1, by=ana, now=timezone.now())
        noted = writing.capture(f"{title} n", "Ask Petra.", client_key=None, by=people.sam, now=timezone.now())
        unwritten.ask_for_more(noted, "Since when?", by=ana, now=timezone.now())
        adopted = publishing.adopt({"title": f"{title} a", "source": "a.md"}, "", by="command line", now=now).rule
        for key, word in [("policy", title[:60]), ("", title[60:120] or "Shift")]:
            self.say(key, word)
        self.talk(grey)
        at = {rule: f"/rules/{rule.slug}/" for rule in Rule.objects.all()}
        results = self.results_of(standard)
        invitation = Invitation(name="Nina", team=people.pool)
        link = people_actions.invite(invitation, link="TOKEN", by=people.ada, now=now).token
        self.anybody = ["/sign-in/", f"/join/{link}/"]
        self.staff = [
            "/",
            f"/?q={title}",
            "/?q=zeppelin",
            "/rules/",
            "/to-do/",
            "/rules/capture/",
            "/password/",
            "/me/",
            "/words/",
            "/later/",
            "/offline/",
            "/till/",
        ]
        self.staff += [at[rule] for rule in (black, grey, lacking, undecided, procedure, standard, adopted, noted)]
        self.staff += [at[ending], f"{at[ending]}history/", f"{at[grey]}on/{timezone.localdate()}/", "/nowhere/"]
        self.staff += [f"{at[grey]}discussion/"]
        self.writer = [at[grey], at[waiting], f"{at[written]}edit/", f"{at[procedure]}edit/", f"{at[written]}propose/"]
        self.staff += [f"{at[noted]}tell-more/", results]
        self.writer += [results, f"{results}?corrects={Result.objects.first().pk}"]
        self.writer += [
            at[noted],
            "/rules/unwritten/",
            f"{at[noted]}ask-for-more/",
            "/rules/left/",
            "/rules/left/owner/",
        ]
        self.writer += ["/policies/new/", "/rules/new/paste/", "/rules/new/story/", "/rules/new/copy/"]
        self.writer += [f"{at[grey]}write/", f"{at[grey]}write/situations/", f"{at[black]}write/reasons/"]
        self.writer += [f"{at[procedure]}write/steps/", f"{at[grey]}write/touchpoints/", f"{at[grey]}advice/"]
        self.writer += ["/rules/firm/", f"{at[black]}classify/?a=", f"{at[grey]}split/"]
        self.writer += [f"{at[black]}classify/", f"{at[adopted]}kind/", f"{at[grey]}retire/", f"{at[ending]}restore/"]
        self.writer += [
            f"{at[waiting]}sign/",
            f"{at[waiting]}withdraw/",
            f"{at[grey]}links/",
            "/to-do/",
            "/rules/new/",
            "/rules/",
            "/rules/together/",
            "/rules/sign/",
            f"{at[grey]}discussion/",
            "/rules/pack/",
        ]
        open_case, answered_case = self.cases_of(grey)
        self.staff += [
            f"/ask/new/?rule={grey.slug}",
            f"/log/new/?rule={grey.slug}",
            f"/ask/{open_case}/",
            f"/ask/{answered_case}/",
        ]
        self.staff += [f"/escalate/new/?rule={grey.slug}", "/my-cases/", "/grown/"]
        self.writer += [
            "/cases/",
            f"/cases/?rule={grey.slug}",
            f"/ask/{open_case}/",
            f"/ask/{answered_case}/",
            "/grown/",
        ]
        person = f"/settings/people/{people.ana.pk}/"
        self.admin = ["/settings/", "/settings/people/", person, f"{person}active/", "/settings/teams/new/"]
        self.admin += [
            "/settings/suggestions/",
            "/words/",
            f"/words/{self.own}/edit/",
            "/words/policy/drop/",
            "/words/new/",
        ]
        self.admin += ["/settings/people/list/", "/settings/mail/", f"/settings/teams/{people.desk.pk}/"]
        self.edit = f"{at[written]}edit/"

    def say(self, key, word):
        text, now = vocabulary.TermText(word, self.title, self.title), timezone.now()
        if key:
            glossary.reword(key, text, version=0, by=self.people.ada, now=now)
        else:
            self.own = glossary.add(text, by=self.people.ada, now=now)

    def talk(self, rule):
        """An open question, answered, and one that is resolved."""
        at, verbs = {"now": timezone.now()}, discussion
        question = verbs.comment(rule, f"{self.title}: may we, @ana?", part="say", by=self.people.sam, **at)
        verbs.answer(question, "We may, @sam.", by=self.people.ravi, **at)
        verbs.resolve(verbs.comment(rule, "Since when?", by=self.people.sam, **at), by=self.people.ana, **at)

    def cases_of(self, rule):
        """One that waits, one that was answered and became an option; their keys."""
        waiting_case = ask(self.title, self.people.sam, rule=rule, waiting=True, would=self.title)
        answered_case = say(ask(self.title, self.people.sam, rule=rule), "adjust", self.people.ravi, self.title)
        promote.make_option(answered_case, self.title, situation=None, by=self.people.ana, now=timezone.now())
        return waiting_case.pk, answered_case.pk

    def results_of(self, standard):
        """Of every shape, one of them corrected; returns where they stand."""
        ana, now, was = self.people.ana, timezone.now(), None
        measure = standard.kind_object().measures.get()
        about = {"measure": measure.key, "criterion": measure.criterion, "unit": measure.unit, "note": "A long day."}
        for n, met in enumerate(["no", "yes", "partly", "yes"]):
            day = now.date() - timedelta(days=40 * (4 - n))
            figures = Measurement(day, day, met, Decimal(n), "as it was", **about)
            was = record_result(standard, figures, corrects=was if n == 1 else None, client_key=None, by=ana, now=now)
        return f"/standards/{standard.slug}/results/"

    def rule(self, sort, **fields):
        title = (
            f"{self.title[: 199 - len(sort)]} {sort}"
            if " " in self.title
            else f"{self.title[: 200 - len(sort)]}{sort}"
        )
        return RuleFactory(by=self.people.ana, title=title, **fields)


@in_full("title", TITLES)
@in_views
def test_every_page_is_for_everybody(everybody, open_page, views, title):
    house, page = House(everybody, title), open_page()
    look, wrong = looker(page, views), []

    for person, addresses in [(None, house.anybody), (everybody.sam, house.staff), (everybody.ana, house.writer)]:
        be(page, person)
        for address in addresses:
            page.goto(address)
            wrong += look()
    page.goto(house.edit)
    for empty in ("title", "situations-0-text", "situations-0-options-0-text"):
        page.locator(f"[name='{empty}']").fill("")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".summary")).to_contain_text("Enter a title.")
    wrong += look()
    be(page, everybody.ada)
    for address in house.admin:
        page.goto(address)
        wrong += look()

    assert wrong == []


@in_views
def test_the_first_page_of_all_is_for_everybody(transactional_db, open_page, views):
    page = open_page()
    look = looker(page, views)
    page.goto("/")
    expect(page.get_by_role("heading", name="Welcome to PolicyHub")).to_be_visible()
    wrong = look()
    page.get_by_role("link", name="Get started").click()
    wrong += look()
    page.get_by_role("button", name="Create organisation", exact=True).click()
    expect(page.locator(".summary")).to_be_visible()

    assert wrong + look() == []


def test_axe_complains_where_there_is_something_to_complain_of(everybody, open_page):
    page = open_page()
    look = looker(page, [("phone", "dark")])
    page.goto("/sign-in/")
    page.evaluate("""() => {
        const [wide, dim] = [document.createElement("p"), document.createElement("p")];
        wide.style = "width: 999px";
        dim.style = "color: light-dark(#000, #333)";
        wide.textContent = dim.textContent = "Read me";
        document.querySelector("main").append(wide, dim, document.createElement("input"));
    }""")

    complaints = " ".join(look())
    assert "label (" in complaints
    assert "phone, dark): color-contrast" in complaints
    assert "pixels too wide at 320" in complaints


# Typing, going back, the keyboard


def focus(page):
    return page.evaluate(
        "(() => { const e = document.activeElement; return [e.tagName, e.type === 'submit' ? e.value : e.name] })()"
    )


@pytest.fixture
def towels(everybody):
    rule = RuleFactory(by=everybody.ana, title=NORMAL, flexibility="grey", rows=GREY)
    put_in_force(rule, everybody.ana)
    return rule


def test_answers_come_while_typing_and_are_there_again_on_the_way_back(everybody, towels, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/rules/")
    page.goto("/")
    page.evaluate("window.untouched = true")

    page.locator("#q").press_sequentially("towe", delay=30)
    expect(page.locator("#answers .card")).to_contain_text("Exchange it")
    assert page.evaluate("window.untouched") is True
    page.wait_for_url("**/?q=towe")
    expect(page.locator("#spoken")).to_have_text("1 result for “towe”")

    page.locator("#answers .card a").first.click()
    page.wait_for_url("**/rules/towels-at-the-pool/")
    page.go_back()
    expect(page.locator("#q")).to_have_value("towe")
    expect(page.locator("#answers .card")).to_contain_text("Exchange it")
    expect(page.get_by_role("link", name="All rules in force")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/rules/")


def test_emptying_the_field_takes_the_answers_away(everybody, towels, open_page):
    page = open_page("desk", everybody.sam)
    page.goto("/?q=towels")
    expect(page.locator("#answers .card")).to_have_count(1)

    page.locator("#q").fill("")

    expect(page.locator("#answers .card")).to_have_count(0)
    page.wait_for_url("**/?q=")


def test_by_keyboard_alone_one_asks_and_opens_the_first_answer(everybody, towels, open_page):
    page = open_page("desk", everybody.sam)
    page.goto("/")

    def tab_until(selector, most=20):
        for _n in range(most):
            if page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{selector} was not reached, the focus is on {focus(page)}")

    tab_until("#q")
    page.keyboard.type("towels", delay=20)
    expect(page.locator("#answers .card")).to_have_count(1)
    # The answer to all that was typed: the one to "towel" is alike, and is replaced with the focus in it
    expect(page.locator("#answers").get_by_text("1 result for “towels”")).to_be_visible()
    assert focus(page) == ["INPUT", "q"]
    tab_until("#answers .card a")
    page.keyboard.press("Enter")

    page.wait_for_url("**/rules/towels-at-the-pool/")


def test_a_slash_leads_to_the_search(everybody, towels, open_page):
    page = open_page("phone", everybody.sam)
    page.goto("/")
    assert focus(page)[0] == "BODY"  # a keyboard would cover half of a phone unasked

    page.keyboard.press("/")

    assert focus(page) == ["INPUT", "q"]
    expect(page.locator("#q")).to_have_value("")


def test_the_focus_goes_with_the_row_and_never_to_nowhere(everybody, open_page):
    RuleFactory(by=everybody.ana, title=NORMAL, flexibility="grey", rows=GREY)
    page = open_page("desk", everybody.ana)
    page.goto("/rules/towels-at-the-pool/edit/")

    def press(command):
        with page.expect_response("**/edit/"):
            page.locator(f"button[value='{command}']").click()
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)

    for command, expected in [
        ("situations:add", "situations-2-text"),
        ("situations-2-options:add", "situations-2-options-0-text"),
        ("situations-0-options:0:down", "situations-0-options-1-text"),
        ("situations:2:up", "situations-1-text"),
        ("situations:0:remove", "situations-0-text"),
        ("lines:1:remove", "lines-0-side"),
        ("lines:0:remove", "lines:add"),
    ]:
        press(command)
        assert focus(page)[1] == expected, command
    page.keyboard.press("Enter")
    expect(page.locator("[name='lines-0-side']")).to_be_focused()


def test_a_mistake_takes_the_focus_to_what_is_said_of_it(everybody, open_page):
    page = open_page("desk", everybody.sam)
    page.goto("/rules/capture/")
    page.get_by_role("button", name="Note it").click()

    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Error")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("What's the rule about?")).to_be_focused()
