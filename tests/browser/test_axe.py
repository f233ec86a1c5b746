"""Everybody can read and use every page: by eye, by screen reader, by keyboard, on a narrow phone, in the dark."""

import time
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Invitation, Organisation
from policyhub.accounts.views import BACKEND
from policyhub.registry import actions
from policyhub.registry.models import Rule
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, option, put_in_force

pytestmark = pytest.mark.browser

NORMAL = "Towels at the pool"
LONG = "Handtuchausgabeschalter" * 8 + "Regelung" * 2  # 200 characters without a space
TABLE = (
    "\n\n| Size | Price | What we say about it |\n|---|---|---|\n| Large | £2 | " + "Beachtungswürdig" * 12 + " |\n"
)
BODY = "# Lending\n\nWhoever asks gets one.\n\n- one\n  1. two\n\n> Quoted.\n\n```\n" + "code" * 80 + "\n```\n" + TABLE
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
        words = {"statement": "We lend one to whoever asks.", "body": BODY, "say_it": "Here you are.", "now": now}
        black = self.rule("black", flexibility="black", rows=BLACK_ROWS, **words)
        grey = self.rule("grey", flexibility="grey", rows=GREY, **words)
        lacking = self.rule("lacking", flexibility="black")
        undecided = self.rule("undecided", principle="Nobody goes wet.")
        procedure = self.rule("procedure", kind="procedure", rows={"steps": STEPS}, trigger="Somebody is wet.")
        measures = [{"criterion": "wait", "target": "2", "unit": "minutes", "how_checked": "by ear"}]
        standard = self.rule("standard", kind="standard", rows={"measures": measures}, target="Within a minute")
        for rule in (black, grey, lacking, undecided, procedure, standard):
            put_in_force(rule, ana)
        ending = self.rule("ending")
        put_in_force(ending, ana)
        actions.retire(ending, why="Over.", successor=grey, number=2, by=ana, now=timezone.now())
        written = self.rule("written", flexibility="grey", rows=GREY)
        waiting = self.rule("waiting", flexibility="black", rows=BLACK_ROWS, body=BODY)
        actions.propose(waiting, actions.Proposal(note="New."), number=1, by=ana, now=timezone.now())
        noted = actions.capture(f"{title} n", "Ask Petra.", client_key=None, by=people.sam, now=timezone.now())
        self.adopted = actions.adopt({"title": f"{title} a", "source": "a.md"}, "", by="command line", now=now).rule
        at = {rule: f"/rules/{rule.slug}/" for rule in Rule.objects.all()}
        self.staff = ["/", f"/?q={title}", "/?q=zeppelin", "/rules/", "/to-do/", "/rules/capture/", "/password/"]
        self.staff += [
            at[rule] for rule in (black, grey, lacking, undecided, procedure, standard, self.adopted, noted)
        ]
        self.staff += [at[ending], f"{at[ending]}history/", f"{at[grey]}on/{timezone.localdate()}/", "/nowhere/"]
        self.writer = [at[grey], at[waiting], f"{at[written]}edit/", f"{at[procedure]}edit/", f"{at[written]}propose/"]
        self.writer += [f"{at[black]}classify/", f"{at[black]}kind/", f"{at[grey]}retire/", f"{at[ending]}restore/"]
        self.writer += [f"{at[waiting]}sign/", f"{at[waiting]}withdraw/", f"{at[grey]}links/", "/to-do/", "/rules/"]
        self.writer += ["/policies/new/", "/rules/new/"]
        self.edit = f"{at[written]}edit/"

    def rule(self, sort, **fields):
        title = (
            f"{self.title[: 199 - len(sort)]} {sort}"
            if " " in self.title
            else f"{self.title[: 200 - len(sort)]}{sort}"
        )
        return RuleFactory(by=self.people.ana, title=title, **fields)


def come_in(page, person):
    """Be this person in this browser, without the page for it."""
    client, url = Client(), page.url if page.url.startswith("http") else None
    page.context.clear_cookies()
    if person is not None:
        client.force_login(person, backend=BACKEND)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
        page.context.add_cookies([cookie])


def serious(page, rules=None):
    """What axe finds wrong: the rule, what it is about and where."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']} ({one['help']}): {node['target']} {node['html'][:150]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def look(page, size):
    """Look at the page that is open: in the light and in the dark, and on a phone at both widths."""
    wrong = serious(page)
    page.emulate_media(color_scheme="dark")
    wrong += [f"in the dark: {one}" for one in serious(page, ["color-contrast"])]
    page.emulate_media(color_scheme="light")
    if size == "phone":
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 640})
            if (over := too_wide(page)) > 0:
                wrong.append(f"{over} pixels too wide at {width}")
        page.set_viewport_size({"width": 360, "height": 640})
    return [f"{page.url}: {one}" for one in wrong]


@pytest.mark.parametrize("title", [NORMAL, LONG], ids=["titles of words", "one long word"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_is_for_everybody(everybody, open_page, size, title):
    house, page, wrong, times = House(everybody, title), open_page(size), [], []

    def visit(person, addresses):
        come_in(page, person)
        for address in addresses:
            began = time.time()
            page.goto(address)
            wrong.extend(look(page, size))
            times.append((round(time.time() - began, 2), address))

    visit(everybody.sam, house.staff)
    visit(everybody.ana, house.writer)
    print(sorted(times)[-10:], sum(t for t, _ in times), len(times))
    assert wrong == []
