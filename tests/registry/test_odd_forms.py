"""People paste whatever they have into whatever field there is. It is saved and shown as text, or sent back as typed.

The fields are read from the pages, so that a new field is tried as soon as it is on a page.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import TooManyFieldsSent
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Invitation, Organisation
from policyhub.registry import actions, rowsets
from policyhub.registry.forms import RuleEditor
from policyhub.registry.kinds import kinds, rows_of
from policyhub.registry.models import Rule
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.lookup.payloads import FOLDER, naughty_strings, scripts
from tests.people import PASSWORD, gather

Data = dict[str, Any]


# --- Pages, as a browser reads them ---


class Page(HTMLParser):
    """A page's form as it would be sent, its words, its mistakes as told, and whatever could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: Data = {}  # what the form would send
        self.kinds: dict[str, str] = {}  # type of each field
        self.words: list[str] = []
        self.wrong: set[str] = set()  # names of fields that are marked as wrong
        self.told: dict[str, str] = {}  # what is said at each id "error_1_id_NAME"
        self.adds: list[str] = []  # buttons that add a row
        self.runs: list[str] = []
        self.name = self.error = ""
        self.textarea = self.option = False
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return line(" ".join([*self.words, *map(str, self.data.values())]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, kind = found.get("name") or "", found.get("type") or tag
        self.look_for_script(tag, found)
        self.error = found.get("id") or "" if (found.get("id") or "").startswith("error_") else self.error
        if found.get("aria-invalid") == "true":
            self.wrong.add(name)
        if tag == "button" and (found.get("value") or "").endswith(":add"):
            self.adds.append(str(found["value"]))
        if tag in {"input", "textarea", "select"} and name:
            self.kinds[name] = kind
            self.name, self.textarea = name, tag == "textarea"
        if tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in found):
            self.data[name] = found.get("value") or ""
        elif tag == "textarea":
            self.data[name] = ""
        elif tag == "option" and ("selected" in found or not self.data.get(self.name)):
            self.data[self.name] = found["value"]
        elif kind == "radio":
            self.data.setdefault(name, found["value"])

    def handle_endtag(self, tag: str) -> None:
        self.textarea = self.textarea and tag != "textarea"
        self.error = "" if tag in {"p", "span"} else self.error

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.data[self.name] += data.removeprefix("\n") if not self.data[self.name] else data
        else:
            self.words.append(data)
        if self.error:
            self.told[self.error.split("_id_", 1)[-1]] = data

    def look_for_script(self, tag: str, found: dict[str, str | None]) -> None:
        if tag in {"iframe", "object", "embed", "base", "img", "style"}:
            self.runs.append(tag)
        if tag == "script" and not (found.get("src") or "").startswith("/static/"):
            self.runs.append("script")
        self.runs += [name for name in found if name.startswith(("on", "hx-on", "style"))]
        targets = [found.get(name) or "" for name in ("href", "src", "action", "formaction", "hx-post")]
        self.runs += [target for target in targets if re.match(r"[\s\x00-\x20]*(?!https?:)\w+\s*:", target)]


def line(text: str) -> str:
    return " ".join(text.split())


def read(response: Any) -> Page:
    """The page of a response, which runs nothing but our own two scripts."""
    page = Page(response.text)
    assert page.runs == []
    return page


# --- The forms, each where it can be sent ---


@dataclass
class World:
    people: Any
    clients: dict[str, Client]
    rules: dict[str, Rule]
    invitation: Invitation


@dataclass(frozen=True)
class Form:
    """One form: who sends it where, what must be in it, and where what was written is read again."""

    who: str
    address: str
    seen: str = ""  # the address of a page on which the words are shown
    fixed: Data = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # fields that are kept but shown on no page yet
    kind: str | None = None  # of a rule's own form


SIGNED = {"password": PASSWORD}
RULE = "/rules/{}/edit/"
FORMS = {
    "capture": Form("sam", "/rules/capture/"),
    "a new policy": Form("ana", "/policies/new/", RULE, kind="policy"),
    "a new procedure": Form("ana", "/procedures/new/", RULE, kind="procedure"),
    "a new standard": Form("ana", "/standards/new/", RULE, kind="standard"),
    "a new rule without a kind": Form("ana", "/rules/new/undecided/", RULE, kind=""),
    "a procedure": Form("ana", "/rules/written/edit/", RULE, kind="procedure"),
    "decide": Form("ana", "/rules/written/classify/", "/rules/written/classify/", {"flexibility": "grey"}),
    "put in force": Form(
        "ana", "/rules/written/propose/", "/rules/written/history/", SIGNED, frozenset(["objections"])
    ),
    "sign": Form("petra", "/rules/waiting/sign/", "/rules/waiting/history/", SIGNED | {"meaning": "comment"}),
    "send back": Form("petra", "/rules/waiting/sign/", "/rules/waiting/history/", SIGNED | {"meaning": "changes"}),
    "retire": Form("ana", "/rules/in-force/retire/", "/rules/in-force/", SIGNED | {"successor": ""}),
    "restore": Form("ana", "/rules/retired/restore/", "/rules/retired/history/", SIGNED),
    "settings": Form("ada", "/settings/", "/settings/", {"time_zone": "Europe/London", "currency": "£"}),
    "invite": Form("ada", "/settings/people/", "/settings/people/", {"email": ""}),
    "a team": Form("ada", "/settings/teams/new/", "/settings/people/"),
    "join": Form("", "/join/{token}/", "/password/", {"username": "nina", "password": "a long new one", "email": ""}),
    "password": Form("sam", "/password/", "", {"old": PASSWORD}),
    "sign in": Form("", "/sign-in/", "", {"login": "sam", "password": PASSWORD}),
}
FREE = {"text", "search", "textarea", "password", "email"}  # types of fields that take any text
SMALL = [name for name, form in FORMS.items() if form.kind is None]
BIG = [name for name, form in FORMS.items() if form.kind is not None]


@pytest.fixture
def world(people: Any, sign_in: Callable[[Any], Client]) -> World:
    """Ana's rules in each state that a form wants, and an invitation."""
    ana = people.ana
    rows = GREY_ROWS | BLACK_ROWS
    rules = {name: RuleFactory(by=ana, title=name, flexibility="grey", rows=rows) for name in ("in force", "retired")}
    for rule in rules.values():
        put_in_force(rule, ana)
    actions.retire(rules["retired"], why="Over.", successor=None, number=2, by=ana, now=timezone.now())
    step = {"text": "Ask", "who": "", "warning": "", "firmness": "must", "basis": "law"}
    rules["written"] = RuleFactory(by=ana, title="written", kind="procedure", rows=rows | {"steps": [step]})
    rules["waiting"] = RuleFactory(by=ana, title="waiting")
    actions.propose(rules["waiting"], actions.Proposal(), number=1, by=ana, now=timezone.now())
    nina = Invitation(name="Nina", team=people.pool)
    invitation = people_actions.invite(nina, link="TOKEN", by=people.ada, now=timezone.now())
    clients = {name: sign_in(getattr(people, name)) for name in ("sam", "ana", "petra", "ada")}
    return World(people, clients, rules, invitation)


def client_of(world: World, form: Form) -> Client:
    cache.clear()  # the count of failed attempts to sign in
    return world.clients.get(form.who) or Client()


@contextmanager
def undone() -> Iterator[None]:
    """What happens here did not happen."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def filled(world: World, form: Form) -> tuple[str, Page, Data]:
    """The address of a form, its page with a row in every list, and data that would be taken."""
    client, address = client_of(world, form), form.address.format(token=world.invitation.token)
    page = read(client.get(address))
    done: set[str] = set()
    while new := [
        add for add in page.adds if add not in done and page.data[f"{add.removesuffix(':add')}-count"] == "0"
    ]:
        done.add(new[0])
        page = read(client.post(address, page.data | {"arrange": new[0]}))
    data = {name: value or "Words" if page.kinds[name] in FREE else value for name, value in page.data.items()}
    return address, page, data | {name: "" for name in data if name.endswith("limit_amount")} | form.fixed


def free_fields(form: Form, page: Page) -> list[str]:
    return [name for name, kind in page.kinds.items() if kind in FREE and not name.endswith("limit_amount")]


def send(world: World, form: Form, address: str, data: Data, typed: Data) -> int:
    """Send it. Taken, every word is shown as text; refused, each mistake is told at its field and all is there."""
    client = client_of(world, form)
    with undone():
        response = client.post(address, data)
        assert response.status_code in {302, 422}, (address, typed)
        page = read(response if response.status_code == 422 else client.get(response.url))
        if response.status_code == 422:
            told_and_kept(page, data)
        else:
            shown = page
            if form.seen:
                slug = response.url.strip("/").split("/")[-1]
                shown = read(client.get(form.seen.format(slug)))
            secret = {name for name in typed if "password" in name or name in form.hidden}
            kept = {name: line(text) for name, text in typed.items() if name not in secret}
            missing = {name: text for name, text in kept.items() if form.who and form.seen and text not in shown.text}
            assert missing == {}, form.seen
    return response.status_code


def told_and_kept(page: Page, data: Data) -> None:
    assert page.wrong, "nothing is marked as wrong"
    assert all(page.told.get(name, "").strip() for name in page.wrong), (page.wrong, page.told)
    typed = {n: text for n, text in data.items() if page.kinds.get(n) in FREE - {"password"}}
    assert {name: page.data[name] for name in typed} == typed


ODD = {
    "nothing": "",
    "blanks": " \t ",
    "sixty thousand characters": "sixty thousand " * 4000,
    "what no database holds": "a\0b",
    "emoji": "👩‍👩‍👧 🦆 🇩🇪",
    "from right to left": "\u202egnirts\u202c שלום مرحبا",
    "a script": '<script>alert("x")</script>',
    "the end of a field": "\"'></textarea></select></title><img src=x onerror=alert(1)>",
    "a lone quote": "'",
    "templates": "{{ 7|add:7 }} {% now 'Y' %} %s %(name)s {0}",
    "several lines": "one\r\n\r\n# two\n<b>three</b>",
    "markdown": "[x](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "a formula": '=HYPERLINK("https://evil.example")',
    "headers": "x\r\nBcc: all@example.org",
}


@pytest.mark.parametrize("name", FORMS)
def test_odd_words_in_every_field_are_shown_as_text_or_sent_back_as_typed(world, name):
    form = FORMS[name]
    address, page, data = filled(world, form)
    fields = [name for name in free_fields(form, page) if name not in form.fixed]
    assert fields or form.fixed

    for words in ODD.values():
        typed = dict.fromkeys(fields or form.fixed, words)
        send(world, form, address, data | typed, typed)


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_are_taken_when_they_are_filled_in_as_meant(world, name):
    """Otherwise the tests here would try nothing but refusals."""
    form = FORMS[name]
    address, page, data = filled(world, form)
    typed = {name: data[name] for name in free_fields(form, page)}

    assert send(world, form, address, data, typed) == 302


if FOLDER.exists():

    @pytest.mark.parametrize("name", FORMS)
    def test_hostile_words_are_shown_as_text_or_sent_back_as_typed(world, name):
        """Another string in each field at a time, until each has been in the form."""
        form = FORMS[name]
        address, page, data = filled(world, form)
        fields = free_fields(form, page)
        strings = naughty_strings() + scripts(300)

        while strings:
            typed = dict(zip(fields, strings, strict=False))
            strings = strings[len(fields) :]
            send(world, form, address, data | typed, typed)
