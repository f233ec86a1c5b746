"""The repository looks after itself: templates, settings, headers, models."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import models
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.access_matrix import ROWS
from tests.accounts.test_matrix import FOR_CUSTOMERS, PUBLIC, make_world, undone
from tests.pages import read
from tests.people import People

HERE = Path(settings.BASE_DIR)
TEMPLATES = {str(path.relative_to(HERE / "templates")): path for path in (HERE / "templates").rglob("*.html")}
STATIC = sorted(path for path in (HERE / "static").rglob("*") if path.is_file())
OURS = ["policyhub", "policies", "procedures", "standards"]
SOURCES = [path for folder in OURS for path in (HERE / folder).rglob("*.py")]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- Templates ---

DJANGOS_OWN = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}  # found by their names


def named(text: str) -> set[str]:
    """Template names in Python or in another template, but for those made up as it runs."""
    return set(re.findall(r"""["']([\w/]+\.(?:html|txt))["']""", text))


def test_every_template_is_used_and_every_name_is_a_template() -> None:
    used = set().union(*(named(text_of(path)) for path in [*TEMPLATES.values(), *SOURCES]))
    assert set(TEMPLATES) - used - DJANGOS_OWN == set(), "nobody uses these"
    for name in used:
        get_template(name)


WORDS_WITHOUT_TRANSLATION = {"PolicyHub", "SHA"}  # names are the same in every language
FOR_BUILDERS_ONLY = {"dashboard/components.html"}  # specimens, shown with DEBUG alone
READ_ALOUD = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}


class VisibleText(HTMLParser):
    """Collects what people see or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value or "" for name, value in attrs if name in READ_ALOUD]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def bare_words(template: str) -> set[str]:
    """Words of three letters or more that stand outside translate and blocktranslate."""
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", template, flags=re.S)
    text = re.sub(r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}", "", text, flags=re.S)
    reader = VisibleText()
    reader.feed(re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.S))
    return set(re.findall(r"[^\W\d_]{3,}", " ".join(reader.texts))) - WORDS_WITHOUT_TRANSLATION


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - FOR_BUILDERS_ONLY))
def test_every_word_on_a_page_can_be_translated(name: str) -> None:
    assert bare_words(text_of(TEMPLATES[name])) == set()


def test_a_word_that_cannot_be_translated_is_seen() -> None:
    assert bare_words('<p>{% translate "Yes" %} <b>not</b> {{ name }}</p>') == {"not"}
    assert bare_words(
        '<img alt="A towel" class="big"><p aria-label="{% translate "Main" %}">{% if x %}So{% endif %}'
    ) == {"towel"}
    assert (
        bare_words("{% blocktranslate count n=n %}One towel{% plural %}{{ n }} towels{% endblocktranslate %}") == set()
    )


INLINE = re.compile(
    r"<script\b(?![^>]*\ssrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|hx-on|javascript:|<base\b", re.IGNORECASE
)
OUTSIDE = re.compile(r"""https?://(?!www\.w3\.org/)|(?:src|href|action)=["']?//|url\(["']?//|@import""", re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_template_has_a_script_or_a_style_in_the_page(name: str) -> None:
    assert INLINE.findall(text_of(TEMPLATES[name])) == []


def test_no_template_or_file_asks_another_host_for_anything() -> None:
    for path in [*TEMPLATES.values(), *(path for path in STATIC if path.suffix != ".png")]:
        assert OUTSIDE.findall(text_of(path)) == [], path


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<p\nonclick="go()">',
        "<script>go()</script>",
        "<style>p {}</style>",
        '<a href="javascript:go()">',
    ],
)
def test_what_stands_in_the_page_is_seen(text: str) -> None:
    assert INLINE.search(text)


@pytest.mark.parametrize(
    "text", ['<img src="https://x.example/a.png">', "url(//x.example/font)", '<script src="//x.example/a.js">']
)
def test_what_comes_from_another_host_is_seen(text: str) -> None:
    assert OUTSIDE.search(text)


# --- Settings ---


def is_read(node: ast.AST) -> Iterator[str]:
    """The names of environment variables that one piece of code asks for."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"os.environ.get", "os.getenv", "flag", "env_list"}:
        yield from (a.value for a in node.args[:1] if isinstance(a, ast.Constant))
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        yield ast.literal_eval(node.slice)
    if isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == "os.environ":
        yield ast.literal_eval(node.left)


def read_from_environment(code: str) -> set[str]:
    return {name for node in ast.walk(ast.parse(code)) for name in is_read(node)}


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    table = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", text_of(HERE / "docs" / "settings.md"), re.M)
    assert len(table) == len(set(table)) > 10
    assert set(table) == read_from_environment(text_of(HERE / "policyhub" / "settings.py"))


def test_settings_alone_read_the_environment() -> None:
    starts = {HERE / "policyhub" / "settings.py", HERE / "policyhub" / "wsgi.py"}
    assert [path for path in SOURCES if path not in starts and "environ" in text_of(path)] == []


def test_every_way_to_read_a_setting_is_seen() -> None:
    code = 'a = flag("A"); b = env_list("B"); c = os.environ["C"]; d = os.environ.get("D", ""); e = "E" in os.environ'
    assert read_from_environment(code) == set("ABCDE")


def check_deploy(tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **more}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=HERE, env=env, capture_output=True, text=True, timeout=60)


def test_django_finds_nothing_to_say_against_a_deployment(tmp_path: Path) -> None:
    done = check_deploy(tmp_path, HTTPS="1", SECRET_KEY="8vN2-wq" * 9, ALLOWED_HOSTS="rules.example.org")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_django_would_say_something(tmp_path: Path) -> None:
    """The control: without HTTPS and with a weak key it does."""
    done = check_deploy(tmp_path, SECRET_KEY="weak")
    assert done.returncode == 1
    assert {"security.W008", "security.W009", "security.W016"} <= set(re.findall(r"security\.W\d+", done.stderr))


def test_an_installation_keeps_its_own_key_to_itself(tmp_path: Path) -> None:
    check_deploy(tmp_path)
    key = tmp_path / "secret_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50


# --- Models ---

# Who and when are told together: both or neither. These need no constraint:
NEVER_APART = {
    "search.Synonym.changed_by": "null where no person did it; changed_at is never null",
    "registry.Edition.proposed_by": "null for the command line; proposed_by_name and proposed_at are never null",
}


def who_fields() -> list[tuple[Any, str]]:
    return [
        (model, field.name)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for field in model._meta.local_fields
        if field.name.endswith("_by")
    ]


def keeps_together(model: Any, who: str, when: str) -> bool:
    """A constraint on just these two refuses one without the other, and nothing else."""
    checks = [c.condition for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    pairs = [check for check in checks if named_in(check) == {who, when}]
    rows = [({who: a, when: b}, a == b) for a in (None, 1) for b in (None, 1)]
    return any(all(holds(check, row) == right for row, right in rows) for check in pairs)


def holds(condition: models.Q, row: dict[str, Any]) -> bool:
    """Whether a condition of nulls is true of a row."""
    truths = []
    for child in condition.children:
        if isinstance(child, models.Q):
            truths.append(holds(child, row))
        else:
            field, lookup = str(child[0]).partition("__")[::2]
            truths.append((row[field] is None) == (child[1] if lookup else True))
            assert lookup in {"", "isnull"}, child
            assert lookup or child[1] is None, child
    return (any(truths) if condition.connector == models.Q.OR else all(truths)) != condition.negated


def named_in(condition: models.Q) -> set[str]:
    names = set()
    for child in condition.children:
        names |= named_in(child) if isinstance(child, models.Q) else {str(child[0]).split("__")[0]}
    return names


def test_who_and_when_are_told_together() -> None:
    pairs = who_fields()
    assert len(pairs) >= 5, "the walk sees the models"
    for model, who in pairs:
        when = who.removesuffix("_by") + "_at"
        fields = {field.name: field for field in model._meta.fields}
        label = f"{model._meta.label}.{who}"
        assert when in fields, f"{label} has no {when}"
        if fields[who].null or fields[when].null:
            assert label in NEVER_APART or keeps_together(model, who, when), f"{label} can stand without {when}"


def test_exceptions_are_still_there() -> None:
    labels = {f"{model._meta.label}.{who}" for model, who in who_fields()}
    assert set(NEVER_APART) <= labels


def test_migrations_are_complete(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_for_what_they_do() -> None:
    names = [path.stem for folder in OURS for path in (HERE / folder).rglob("migrations/0*.py")]
    assert len(names) >= 7
    assert [name for name in names if "_auto_" in name] == []


# --- Pages, as they are sent ---

CSP = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HTMX = (
    '{"includeIndicatorStyles":false,"allowEval":false,"attributesToSettle":["class","width","height"],'
    '"defaultSettleDelay":0,"historyCacheSize":0,"historyRestoreAsHxRequest":false,'
    '"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"409|422","swap":true},'
    '{"code":"[45]..","swap":false,"error":true}]}'
)


@dataclass
class Page:
    """One page as one person got it."""

    name: str
    signed_in: bool
    status: int
    headers: Any
    html: str

    def __str__(self) -> str:
        return f"{self.name} ({self.status})"


def page(name: str, response: Any, *, signed_in: bool) -> Page:
    return Page(name, signed_in, response.status_code, response.headers, response.content.decode())


def every_page() -> Iterator[Page]:
    """Each page of the access matrix as whoever is first and last on its line gets it, and its errors."""
    with undone():
        yield page("start", Client().get("/start/"), signed_in=False)
        yield page("start_own", Client().get("/start/own/"), signed_in=False)
    for stands in sorted({row.stands for row in ROWS if row.method == "GET" and row.may and row.stands != "empty"}):
        with undone(), override_settings(DEMO=stands == "demo", DEBUG=stands == "debug"):
            world = make_world(stands)
            for row in (row for row in ROWS if (row.method, row.stands) == ("GET", stands) and row.may):
                for actor in {row.may[0], row.may[-1]}:
                    response = world.call(actor, "GET", row.page)
                    yield page(f"{row.page} for {actor}", response, signed_in=actor in world.who)
            if stands == "":
                yield from errors(world)


def errors(world: Any) -> Iterator[Page]:
    staff = world.browser("staff")
    yield page("not there", staff.get("/nowhere/"), signed_in=True)
    yield page("not there, not signed in", Client().get("/nowhere/"), signed_in=False)
    yield page("not theirs", staff.get("/settings/"), signed_in=True)
    yield page("wrong", staff.post("/rules/capture/", {}), signed_in=True)
    yield page("no such method", staff.post("/to-do/"), signed_in=True)
    world.invitation.used_by, world.invitation.used_at = world.nina, timezone.now()
    world.invitation.save()
    yield page("used link", Client().get(reverse("accounts:join", args=[world.invitation.token])), signed_in=False)


@pytest.fixture(scope="module")
def sent_once(django_db_setup: None, django_db_blocker: Any) -> list[Page]:
    with django_db_blocker.unblock():
        return list(every_page())


@pytest.fixture
def pages(sent_once: list[Page], db: None) -> list[Page]:
    """``db`` has the database made even if nobody else wants one."""
    return sent_once


class Requests(HTMLParser):
    """What a browser would fetch, send or run because of a page, and what the page says of itself."""

    SENT = {"src", "href", "action", "formaction", "srcset", "poster", "data", "hx-get", "hx-post", "manifest"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.meta: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        # goes elsewhere when somebody clicks and only then, or says where the page itself is
        links_only = tag == "a" or given.get("rel") == "canonical"
        self.addresses += [v for n, v in given.items() if n in self.SENT and not (links_only and n == "href")]
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        self.meta[given.get("name", "")] = given.get("content", "")


def test_the_pages_are_there(pages: list[Page]) -> None:
    assert len(pages) > 50
    with_main = [page for page in pages if "<main" in page.html]
    assert len(with_main) > 40
    statuses = {"not there": 404, "not there, not signed in": 404, "not theirs": 403, "used link": 410, "wrong": 422}
    assert {page.name: page.status for page in pages if page.name in statuses} == statuses


def test_every_page_says_what_browsers_must_refuse(pages: list[Page]) -> None:
    for page in pages:
        assert set(page.headers["Content-Security-Policy"].split("; ")) == CSP, page
        assert {name: page.headers.get(name) for name in HEADERS} == HEADERS, page


def test_pages_of_somebody_signed_in_are_kept_by_nobody_else(pages: list[Page]) -> None:
    theirs = [page for page in pages if page.signed_in and page.name.split()[0] not in FOR_CUSTOMERS]
    assert len(theirs) > 40
    for page in theirs:
        assert "no-store" in page.headers["Cache-Control"], page
        assert "Cookie" in page.headers["Vary"], page


def test_a_page_that_has_parts_says_so(pages: list[Page]) -> None:
    home_pages = [page for page in pages if page.name.startswith("lookup:home for")]
    assert home_pages
    assert all("HX-Request" in page.headers["Vary"] for page in home_pages)


def test_no_page_asks_another_host_or_runs_what_stands_in_it(pages: list[Page]) -> None:
    for page in pages:
        requests = Requests(page.html)
        assert requests.inline == [], page
        for address in requests.addresses:
            parts = urlsplit(address)
            assert (parts.scheme, parts.netloc) == ("", ""), f"{page} asks {address}"
            if address.startswith(settings.STATIC_URL):
                assert finders.find(address.removeprefix(settings.STATIC_URL)), f"{page}: there is no {address}"


def test_what_a_page_asks_for_is_seen() -> None:
    requests = Requests(
        '<img src="https://x.example/a"><p onclick="a" style="b"><script>c</script><a href="https://y.example">'
    )
    assert requests.addresses == ["https://x.example/a"]
    assert requests.inline == ["p onclick", "p style", "script"]


def test_htmx_is_told_just_what_was_decided(pages: list[Page]) -> None:
    framed = [page for page in pages if "<html" in page.html and "htmx-2" in page.html]
    assert len(framed) > 40
    assert {Requests(page.html).meta.get("htmx-config") for page in framed} == {HTMX}


def test_refusals_look_like_our_pages(pages: list[Page]) -> None:
    headings = {
        "not there": "Page not found",
        "not there, not signed in": "Page not found",
        "not theirs": "You don't have access to this",
        "used link": "This link no longer works",
    }
    for page in pages:
        if page.name in headings:
            parsed = read(page.html)
            assert [title.text for title in parsed.parts("h1")] == [headings[page.name]]
            assert parsed.part("header.bar").link("PolicyHub") == "/"
            assert "policyhub.css" in page.html
            assert "/" in parsed.main.links.values() or page.name == "used link", "it leads on"


def test_a_fault_of_ours_has_a_page_and_tells_nothing_else(people: People, sign_in: Any, monkeypatch: Any) -> None:
    def break_down(*args: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("policyhub.lookup.views.answers.rank_editions", break_down)
    client = sign_in(people.sam)
    client.raise_request_exception = False
    response = client.get("/", {"q": "towel"})
    page = response.content.decode()
    assert response.status_code == 500
    assert read(page).has("heading", "Something went wrong")
    assert "secret" not in page
    assert Requests(page).addresses == []
    assert set(response.headers["Content-Security-Policy"].split("; ")) == CSP


def test_public_pages_of_the_matrix_are_those_that_are_tried() -> None:
    """Whatever somebody may see who is not signed in is in the list that the matrix works with."""
    elsewhere = {
        "dashboard:start_example",
        "dashboard:leave_example",
        "mfa_authenticate",
    }  # tests/example and test_second_factor try them
    assert {row.page for row in ROWS if "anonymous" in row.may} | elsewhere == PUBLIC
