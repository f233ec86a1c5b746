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
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import TooManyFieldsSent
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Invitation
from policyhub.authoring import nested_formsets as rowsets
from policyhub.publishing import actions as publishing
from policyhub.registry.kinds import row_specs_of
from policyhub.registry.models import Rule
from tests.conftest import share
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.payloads import naughty_strings, scripts
from tests.people import PASSWORD

Data = dict[str, Any]


# --- Pages, as a browser reads them ---


class Page(HTMLParser):
    """A page's form as it would be sent, its words, its mistakes as told, and whatever could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: Data = {}  # what the form would send
        self.searched: Data = {}  # what a search on the page asks for
        self.kinds: dict[str, str] = {}  # type of each field
        self.texts: list[str] = []
        self.wrong: set[str] = set()  # names of fields that are marked as wrong
        self.summary: list[str] = []  # what is said above the form
        self.errors: dict[str, str] = {}  # what is said at each id "error_1_id_NAME"
        self.adds: list[str] = []  # buttons that add a row
        self.runs: list[str] = []
        self.name = self.error = ""
        self.textarea = self.in_summary = self.posts = False
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return line(" ".join([*self.texts, *map(str, self.data.values())]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name, kind = attributes.get("name") or "", attributes.get("type") or tag
        self.look_for_script(tag, attributes)
        self.error = attributes.get("id") or "" if (attributes.get("id") or "").startswith("error_") else self.error
        self.in_summary = self.in_summary or attributes.get("class") == "summary"
        if attributes.get("aria-invalid") == "true":
            self.wrong.add(name)
        if tag == "button" and (attributes.get("value") or "").endswith(":add"):
            self.adds.append(str(attributes["value"]))
        self.posts = attributes.get("method") == "post" if tag == "form" else self.posts
        if not self.posts:  # a search beside the form is not sent with it
            if tag == "input" and name:
                self.searched[name] = attributes.get("value") or ""
            return
        if tag in {"input", "textarea", "select"} and name:
            self.kinds[name] = kind
            self.name, self.textarea = name, tag == "textarea"
        if tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in attributes):
            self.data[name] = attributes.get("value") or ""
        elif tag == "textarea":
            self.data[name] = ""
        elif tag == "option" and ("selected" in attributes or not self.data.get(self.name)):
            self.data[self.name] = attributes["value"]
        elif kind == "radio":
            self.data.setdefault(name, attributes["value"])

    def handle_endtag(self, tag: str) -> None:
        self.textarea = self.textarea and tag != "textarea"
        self.error = "" if tag in {"p", "span"} else self.error
        self.in_summary = self.in_summary and tag != "div"

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.data[self.name] += data.removeprefix("\n") if not self.data[self.name] else data
        else:
            self.texts.append(data)
        if self.in_summary:
            self.summary.append(data.strip())
        if self.error:
            self.errors[self.error.split("_id_", 1)[-1]] = data

    def look_for_script(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in {"iframe", "object", "embed", "base", "img", "style"}:
            self.runs.append(tag)
        if tag == "script" and not (attributes.get("src") or "").startswith("/static/"):
            self.runs.append("script")
        self.runs += [name for name in attributes if name.startswith(("on", "hx-on", "style"))]
        targets = [attributes.get(name) or "" for name in ("href", "src", "action", "formaction", "hx-post")]
        self.runs += [target for target in targets if re.match(r"[\s\x00-\x20]*(?!https?:)\w+\s*:", target)]


def line(text: str) -> str:
    return " ".join(text.split())


def read(response: Any) -> Page:
    """The page of a response, which runs nothing but our own two scripts."""
    page = Page(response.text)
    assert page.runs == []
    return page


@pytest.mark.parametrize(
    "html",
    ["<script>x</script>", "<p onclick=x>", "<a href=' java:x'>", "<img src=x>", "<form action='javascript:x'>"],
)
def test_the_reader_sees_what_could_run(html):
    assert Page(html).runs


# --- The forms, each where it can be sent ---


@dataclass
class World:
    people: Any
    clients: dict[str, Client]
    rules: dict[str, Rule]
    invitation: Invitation


@dataclass(frozen=True)
class Form:
    """One form: who sends it where, what must be in it, and where and by whom what was written is read again."""

    who: str
    address: str
    shown_at: str = ""  # the address of a page on which the words are shown
    fixed: Data = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # fields that are kept but shown on no page
    reader: str = ""


SIGNED = {"password": PASSWORD}
JOINS = {"username": "nina", "password": "a long new one", "email": ""}
RULE = "/rules/{}/edit/"
FORMS = {
    "capture": Form("sam", "/rules/capture/", "/rules/{}/"),
    "a new policy": Form("ana", "/policies/new/", RULE),
    "a new procedure": Form("ana", "/procedures/new/", RULE),
    "a new standard": Form("ana", "/standards/new/", RULE),
    "a new rule without a kind": Form("ana", "/rules/new/undecided/", RULE),
    "a text to paste": Form("ana", "/rules/new/paste/", RULE, {"kind": "policy"}),
    "a story": Form("ana", "/rules/new/story/", RULE, {"kind": "policy"}),
    "a copy": Form("ana", "/rules/new/copy/", RULE, {"like": "R-003"}),
    "a part: what we say": Form("ana", "/rules/written/write/say/", RULE),
    "a part: situations": Form("ana", "/rules/written/write/situations/", RULE),
    "a part: steps": Form("ana", "/rules/written/write/steps/", RULE),
    "a procedure": Form("ana", "/rules/written/edit/", RULE),
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
    "join": Form("", "/join/{token}/", "/settings/people/", JOINS, frozenset(["email"]), "ada"),
    "password": Form("sam", "/password/", "", {"old": PASSWORD, "new": "a long new one"}),
    "sign in": Form("", "/sign-in/", "", {"login": "sam", "password": PASSWORD}),
}
FREE = {"text", "search", "textarea", "password", "email"}  # types of fields that take any text


@pytest.fixture
def world(people: Any, sign_in: Callable[[Any], Client]) -> World:
    """Ana's rules in each state that a form wants, and an invitation."""
    ana = people.ana
    rows = GREY_ROWS | BLACK_ROWS
    rules = {name: RuleFactory(by=ana, title=name, flexibility="grey", rows=rows) for name in ("in force", "retired")}
    for rule in rules.values():
        put_in_force(rule, ana)
    publishing.retire(rules["retired"], why="Over.", successor=None, number=2, by=ana, now=timezone.now())
    step = {"text": "Ask", "who": "", "warning": "", "firmness": "must", "basis": "law"}
    rules["written"] = RuleFactory(by=ana, title="written", kind="procedure", rows=rows | {"steps": [step]})
    rules["waiting"] = RuleFactory(by=ana, title="waiting")
    publishing.propose(rules["waiting"], publishing.Proposal(), number=1, by=ana, now=timezone.now())
    nina = Invitation(name="Nina", team=people.pool)
    invitation = people_actions.invite(nina, link="TOKEN", by=people.ada, now=timezone.now())
    clients = {name: sign_in(getattr(people, name)) for name in ("sam", "ana", "petra", "ada")}
    return World(people, clients, rules, invitation)


def client_of(world: World, form: Form) -> Client:
    """A browser like the one in which this person signed in, whatever was done in others."""
    cache.clear()  # the count of failed attempts to sign in
    client, name = Client(), settings.SESSION_COOKIE_NAME
    if form.who:
        client.cookies.load({name: world.clients[form.who].cookies[name].value})
    return client


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


def free_fields(page: Page) -> list[str]:
    return [name for name, kind in page.kinds.items() if kind in FREE and not name.endswith("limit_amount")]


def send(world: World, form: Form, address: str, data: Data, typed: Data) -> int:
    """Send it. Taken, every word is shown as text; refused, each mistake is told at its field and all is there."""
    client = client_of(world, form)
    with undone():
        response = client.post(address, data)
        assert response.status_code in {302, 422}, (address, typed)
        assert "sign-in" not in response.headers.get("Location", "")
        if response.status_code == 422:
            told_and_kept(read(response), data)
        elif form.shown_at:
            reader = world.clients[form.reader or form.who]
            shown_page = read(reader.get(form.shown_at.format(slug_in(response.url))))
            expected = {n: line(text) for n, text in typed.items() if "password" not in n and n not in form.hidden}
            assert {name: text for name, text in expected.items() if text not in shown_page.text} == {}
    return response.status_code


def slug_in(address: str) -> str:
    """The rule that an address is about: /rules/SLUG/..."""
    return [*address.strip("/").split("/"), ""][1]


def told_and_kept(page: Page, data: Data) -> None:
    assert "".join(page.summary)
    assert all(page.errors.get(name, "").strip() for name in page.wrong), (page.wrong, page.errors)
    for name, text in data.items():
        if page.kinds.get(name) in FREE - {"password"}:
            assert page.data[name] == text or text.isspace(), name


HOSTILE = naughty_strings() + scripts(300)
ODD_VALUES = ["", "-1", "0", "1.5", "9" * 25, "9" * 5000, "1e999", "NaN", "٣", "a\0b", "2026-13-45", "0000-00-00"]
ODD_VALUES += ["unheard of", "<script>alert(1)</script>", "👩‍👩‍👧", "x" * 60_000]
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


def part_for(name, values, parts):
    """In a short run each form gets one of so many parts, and the next form the next part."""
    return values[list(FORMS).index(name) % parts :: parts] if share(100) < 100 else values


@pytest.mark.parametrize("name", FORMS)
def test_every_field_shows_odd_words_as_text_or_sends_them_back_as_typed(world, name):
    form = FORMS[name]
    address, page, data = filled(world, form)
    fields = free_fields(page)

    # Filled in as meant it is taken: otherwise we would try nothing but refusals
    assert send(world, form, address, data, {field: data[field] for field in fields}) == 302

    for odd_text in part_for(name, list(ODD.values()), 3):
        typed = {field: odd_text for field in fields if field not in form.fixed}
        send(world, form, address, data | typed, typed)

    hostile = part_for(name, HOSTILE, 12)
    for first in range(0, len(hostile), len(fields)):
        typed = dict(zip(fields, hostile[first:], strict=False))
        send(world, form, address, data | typed, typed)


@pytest.mark.parametrize("name", FORMS)
def test_odd_values_where_there_is_something_to_choose_break_nothing(world, name):
    """Numbers, days, choices and what the page itself sends along: other than they were, or not there at all."""
    form = FORMS[name]
    address, page, data = filled(world, form)
    chosen = [field for field, kind in page.kinds.items() if kind not in FREE or field.endswith("limit_amount")]
    tries = [data | dict.fromkeys(chosen, odd_value) for odd_value in part_for(name, ODD_VALUES, 4)]
    own = [field for field in chosen if page.kinds[field] == "hidden" and not re.search(r"-key$|-count$", field)]
    tries += [{name: text for name, text in data.items() if name not in gone} for gone in (own, chosen, *zip(own))]

    for sent in tries:
        with undone():
            response = client_of(world, form).post(address, sent)
            assert response.status_code in {302, 400, 409, 422}
            read(response)

    empty = client_of(world, form).post(address, {})
    # A part may ask for nothing that must be there; without the version that was opened it shows both texts
    assert empty.status_code == (409 if "/write/" in form.address else 422)
    assert "".join(read(empty).summary)


def test_bytes_that_are_no_text_are_taken_as_well_as_can_be(world):
    body = b"title=a%ff%fe%ed%a0%80b&statement=%c3%28"
    response = world.clients["sam"].post("/rules/capture/", body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 302
    assert "a\ufffd" in world.clients["sam"].get(response.url).text


def test_the_first_page_of_an_empty_house_takes_odd_words(db):
    address, page = "/start/own/", read(Client(HTTP_HOST="localhost").get("/start/own/"))
    data = page.data | {"username": "ada", "password": "a long new one", "email": ""}

    for odd_text in ODD.values():
        with undone():
            typed = {"organisation": odd_text, "name": odd_text}
            client = Client(HTTP_HOST="localhost")
            response = client.post(address, data | typed)
            assert response.status_code in {302, 422}
            if response.status_code == 422:
                told_and_kept(read(response), data | typed)
            else:
                assert line(odd_text) in read(client.get("/settings/")).text
    assert (
        Client(HTTP_HOST="localhost").post(address, data | {"organisation": "Lakeside", "name": "Ada"}).status_code
        == 302
    )


def test_odd_words_filter_the_list_or_are_told_to_be_wrong(world):
    for odd_text in [*ODD.values(), *HOSTILE[:: 1 if share(100) == 100 else 4]]:
        choice = odd_text if odd_text in ODD.values() else ""
        page = read(world.clients["sam"].get("/rules/", {"q": odd_text, "kind": choice, "flexibility": choice}))
        assert page.searched["q"] == odd_text


# --- Rows ---


@pytest.fixture
def grey(world: World) -> tuple[str, Data]:
    """The address and data of a form with one situation of two options."""
    rule = world.rules["in force"]
    return f"{rule.get_absolute_url()}edit/", read(world.clients["ana"].get(f"{rule.get_absolute_url()}edit/")).data


HOSTILE_COUNTS = ["999999", "-1", "abc", "", "9" * 30, "9" * 5000, "1e3", " 1", "1.0", "0x1", "²", "a\0", "👩"]


def test_a_hostile_count_of_rows_breaks_nothing(world, grey):
    address, data = grey
    for prefix in ("situations", "situations-0-options"):
        for count in HOSTILE_COUNTS:
            with undone():
                response = world.clients["ana"].post(address, data | {f"{prefix}-count": count})
            assert response.status_code in {302, 400, 422}, (prefix, count)


def test_more_rows_than_were_sent_are_refused_before_they_cost_anything(world, grey):
    address, data = grey
    claims = {f"situations-{n}-options-count": "100" for n in range(100)} | {"situations-count": "100"}

    for more in ({}, {"arrange": "lines:add"}):
        assert world.clients["ana"].post(address, data | claims | more).status_code == 400


def test_a_count_that_is_missing_means_no_rows(world, grey):
    address, data = grey
    rows = [name for name in data if name.endswith("-count")]

    response = world.clients["ana"].post(address, {name: value for name, value in data.items() if name not in rows})

    assert response.status_code == 302
    assert not world.rules["in force"].situations.live().exists()


def test_gaps_between_rows_are_rows_that_nobody_filled_in(world, grey):
    address, data = grey
    gap = {"lines-count": "4", "lines-3-side": "always", "lines-3-text": "See the goods"}

    assert world.clients["ana"].post(address, data | gap).status_code == 302
    assert [str(row) for row in world.rules["in force"].lines.live()] == ["Cash over forty pounds", "See the goods"]


def test_names_of_fields_that_nobody_asked_for_change_nothing(world, grey):
    address, data = grey
    deep = "situations-0-options-" + "0-options-" * 50
    odd = {f"{deep}count": "5", f"{deep}0-text": "x", "-count": "3", "count": "3", "situations-": "x", "": "x"}
    odd |= {"situations--1-text": "x", "situations-0-0-text": "x", "situations-99999-text": "x", "lines-0-rule": "99"}
    odd |= {
        "id": "99",
        "flexibility": "black",
        "reference": "R-999",
        "lines-0-dropped_at": "2020-01-01",
        "owner_id": "1",
    }
    odd |= {"situations-0-options-0-situation": "99", "restricted_to": "99999", "<script>": "<script>"}

    world.clients["ana"].post(address, data | {name: text for name, text in odd.items() if name != "restricted_to"})

    rule = Rule.objects.get(pk=world.rules["in force"].pk)
    assert (rule.version, rule.reference, rule.flexibility) == (3, "R-001", "grey")
    assert [str(row) for row in rule.situations.live()] == ["there is a receipt"]
    assert [str(row) for row in rule.lines.live()] == ["Cash over forty pounds"]


def test_a_row_key_of_another_rule_does_not_take_its_row(world, grey):
    address, data = grey
    other = world.rules["retired"].lines.live().get()

    for key in (str(other.key), "x", "a" * 5000, "<script>"):
        response = world.clients["ana"].post(
            address, data | {"version": "99", "lines-0-key": key, "lines-0-text": "Mine"}
        )
        assert response.status_code in {409, 422}
    response = world.clients["ana"].post(address, data | {"lines-0-key": str(other.key), "lines-0-text": "Mine"})

    assert response.status_code == 302
    other.refresh_from_db()
    assert (str(other), other.dropped_at) == ("Cash over forty pounds", None)
    assert [str(row) for row in world.rules["in force"].lines.live()] == ["Mine"]


COMMANDS = [
    "",
    ":",
    "::",
    "add",
    "situations",
    "situations:",
    "situations:0",
    "situations:0:",
    "situations:0:sideways",
]
COMMANDS += [
    "situations:-1:up",
    "situations:99:remove",
    "situations:²:up",
    f"situations:{'9' * 5000}:up",
    "nothing:add",
]
COMMANDS += [
    ":add",
    ".*:0:remove",
    "situations:0:up:down",
    "situations:a:add",
    "\0:add",
    "(:0:up",
    "<script>:add",
    "a" * 9999,
]


def test_a_command_that_makes_no_sense_shows_the_form_as_typed(world, grey):
    address, data = grey
    typed = {"title": "As typed", "situations-0-options-1-text": "<b>As typed</b>"}
    for command in COMMANDS:
        response = world.clients["ana"].post(address, data | typed | {"arrange": command})
        page = read(response)

        assert response.status_code == 200
        assert {name: page.data[name] for name in typed} == typed, command
        assert page.wrong == set()
    assert Rule.objects.get(pk=world.rules["in force"].pk).version == world.rules["in force"].version


def posted(**rows: str) -> QueryDict:
    """A list of three rows, of which the second has two rows below it; and whatever else is given."""
    data = QueryDict(mutable=True)
    for n, text in enumerate("abc"):
        data[f"x-{n}-text"] = text
    data.update({"x-count": "3", "x-1-y-count": "2", "x-1-y-0-text": "b0", "x-1-y-1-text": "b1", "x-10-text": "far"})
    data.setlist("x-2-many", ["1", "2"])
    data.update(rows)
    return data


def texts(data: QueryDict) -> list[str]:
    return [data.get(f"x-{n}-text", "") for n in range(int(data["x-count"]))]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("x:add", ["a", "b", "c", ""]),
        ("x:0:down", ["b", "a", "c"]),
        ("x:2:up", ["a", "c", "b"]),
        ("x:1:remove", ["a", "c"]),
        ("x:0:up", ["a", "b", "c"]),
        ("x:2:down", ["a", "b", "c"]),
    ],
)
def test_rows_are_put_in_order_with_all_that_is_below_them(command, expected):
    data = rowsets.arrange(posted(), command)

    assert texts(data) == expected
    if "b" in expected:
        at = expected.index("b")
        assert (data[f"x-{at}-y-0-text"], data[f"x-{at}-y-1-text"], data[f"x-{at}-y-count"]) == ("b0", "b1", "2")
    else:
        assert not [name for name in data if "-y-" in name]
    assert data.getlist(f"x-{expected.index('c')}-many") == ["1", "2"]


def test_rows_below_a_row_are_put_in_order_too():
    data = rowsets.arrange(posted(), "x-1-y:0:down")

    assert (data["x-1-y-0-text"], data["x-1-y-1-text"]) == ("b1", "b0")
    assert texts(data) == ["a", "b", "c"]


def test_a_list_takes_a_hundred_rows_and_no_more():
    assert rowsets.arrange(posted(**{"x-count": "99"}), "x:add")["x-count"] == "100"
    assert rowsets.arrange(posted(**{"x-count": "100"}), "x:add")["x-count"] == "100"


def test_what_is_claimed_beyond_what_was_sent_is_refused():
    with pytest.raises(TooManyFieldsSent):
        rowsets.RowSet(next(row_specs_of("")), posted(**{"x-count": "100"}), None, "")
