"""Reads whatever somebody can come to: every page that a page leads to, and each form that only asks, with each word.

``crawl(client, ["/"])`` gives the answers by address. Nothing is sent but GET. ``everything(answer)`` is all that an
answer tells, headers too, in one piece of text in which a word is found however it was written into an address.
"""

import html
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urldefrag, urlencode, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

HOST = "testserver"
MOST = 2000  # pages; a crawl that would need more says so
LEADS = {"href", "src", "hx-get", "data-href", "cite", "content"}
# A page's own keys, which are others each time it is asked for
KEYS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=csrfmiddlewaretoken\" value=\")\w+"
)


class Leads(HTMLParser):
    """The addresses that a page leads to, and its forms that only ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.open_form: dict[str, str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [value for name, value in given.items() if name in LEADS and looks_like_one(name, value)]
        if tag == "form":
            asks = given.get("method", "get").lower() == "get"
            self.open_form = {} if asks else None
            if self.open_form is not None:
                self.forms.append((given.get("action", ""), self.open_form))
        elif tag == "input" and self.open_form is not None and given.get("name"):
            self.open_form[given["name"]] = "" if typed_into(given) else given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.open_form = None if tag == "form" else self.open_form


def looks_like_one(name: str, value: str) -> bool:
    return name != "content" or value.startswith(("/", "http"))  # of a meta element: the address of a page


def typed_into(given: dict[str, str]) -> bool:
    return given.get("type", "text") in {"text", "search"}


def leads_of(address: str, answer: Any, search_words: Iterable[str]) -> Iterator[str]:
    """Where an answer leads: its redirect, its links, its forms with each of these words typed into each field."""
    if answer.headers.get("Location"):
        yield answer.headers["Location"]
    text = answer.content.decode(errors="replace")
    yield from (html.unescape(match) for match in re.findall(r"<loc>([^<]*)</loc>", text))
    yield from re.findall(r"^(?:Sitemap|Allow): *(\S+)", text, re.M)
    if "html" not in answer.headers.get("Content-Type", ""):
        return
    leads = Leads(text)
    yield from leads.addresses
    for action, fields in leads.forms:
        for name, word in [(name, word) for name, value in fields.items() if not value for word in search_words]:
            yield f"{action or urlsplit(address).path}?{urlencode({**fields, name: word})}"


def own(address: str, lead: str) -> str:
    """``lead`` as a path on this host; "" where it leads elsewhere, or to a file that is the same for everybody."""
    place = urlsplit(urldefrag(urljoin(f"http://{HOST}{address}", lead))[0])
    if place.netloc != HOST or place.scheme not in {"http", "https"} or place.path.startswith(settings.STATIC_URL):
        return ""
    return place.path + (f"?{place.query}" if place.query else "")


def crawl(
    client: Client,
    starts: Iterable[str],
    *,
    search_words: Iterable[str] = (),
    leave_out: Callable[[str], bool] = lambda address: False,
) -> dict[str, Any]:
    """Every address that ``client`` comes to from ``starts``, with what it answers."""
    waiting, answers = deque(starts), dict[str, Any]()
    while waiting:
        address = waiting.popleft()
        if address in answers or leave_out(address):
            continue
        assert len(answers) < MOST, f"more than {MOST} pages; the last was {address}"
        answers[address] = client.get(address)
        waiting += [own(address, lead) for lead in leads_of(address, answers[address], list(search_words))]
        waiting = deque(dict.fromkeys(filter(None, waiting)))
    return answers


def everything(answer: Any) -> str:
    """All that an answer tells, in small letters and without escapes."""
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    cookies = answer.cookies.output() if answer.cookies else ""
    text = "\n".join([headers, cookies, answer.content.decode(errors="replace")])
    return html.unescape(unquote(unquote(text))).lower()


def same_but_for_keys(answer: Any, word: str = "") -> str:
    """The text of an answer as it would be for another ``word`` that somebody asked for, and with other keys."""
    text = KEYS.sub("KEY", answer.content.decode(errors="replace"))
    return re.sub(re.escape(word), "WORD", text, flags=re.IGNORECASE) if word else text


def open_to_anybody(patterns: list[Any] | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of every address in the URL conf that asks nobody to sign in."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from open_to_anybody(pattern.url_patterns, below)
        elif not getattr(pattern.callback, "login_required", True):
            yield f"{namespace}{pattern.name}", pattern
