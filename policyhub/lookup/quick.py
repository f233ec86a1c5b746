"""The short way to the two pages that staff ask for all day: the card of a rule, and the answers to a question.

It stands before Django's sessions, sign-in and the rest, and reads who asks and what they ask for in one statement.
The page is the same, byte for byte, as by the long way, and so are its headers: a test holds the two together.
What it may never skip:

- the host that is asked for must be one of ours, and https where that is asked for;
- the session must go on, its stamp be that of the password as it is now, and its person work here: whatever ends a
  session ends it at the very next request;
- a restricted rule is there for its own teams alone, and only what is in force at this instant is shown;
- whoever decides sets up a second factor first, where the organisation asks it;
- messages that wait are shown; whoever writes a rule sees what can be done with it, and whoever leads what was told.

Where any of this is not plainly so, it does nothing, and the long way decides; so too where it fails, since a page
that says so needs the headers of the others.
"""

import logging
import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import resolve
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from policyhub.accounts import access, at_once
from policyhub.accounts.models import User
from policyhub.pages import is_htmx
from policyhub.registry.models import Rule

from . import cards, frames, situations
from .links import READABLE, links_from, links_sql
from .views import answers

Page = Callable[[HttpRequest, datetime], HttpResponse | None]
RULE = re.compile(r"/rules/([-a-zA-Z0-9_]+)/")
WHEN = re.compile(r"(?:when=[-a-zA-Z0-9]*)?")  # which situation comes first
HEADERS_BY = [  # what sets headers alike on every page
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
OF_RULE = ("id", "reference", "slug", "team_id")
COLUMNS = """, r.id, r.reference, r.slug, r.team_id, c.made_of, c.title, c.page, r.checked_at, k.name,
    w.name, w.phone, n.name,
    EXISTS (SELECT 1 FROM registry_comment t WHERE t.rule_id = r.id AND t.resolved_at IS NULL), {links}"""
TABLES = """JOIN registry_rule r ON r.slug = %(slug)s
    JOIN lookup_searchrow i ON i.rule_id = r.id AND i.starts <= %(now)s AND (i.ends IS NULL OR i.ends > %(now)s)
    JOIN lookup_card c ON c.edition_id = i.edition_id
    LEFT JOIN accounts_user w ON w.id = r.owner_id LEFT JOIN accounts_user n ON n.id = r.captured_by_id
    LEFT JOIN accounts_user k ON k.id = r.checked_by_id"""


class ShortWay:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page, answer = page_for(request), None
        try:
            answer = page(request, timezone.now()) if page else None
        except Exception:
            logging.getLogger(__name__).exception("The short way failed at %s; the long way answers", request.path)
        return answer or self.get_response(request)


def page_for(request: HttpRequest) -> Page | None:
    """The page that is asked for, if it is one of ours and asked for as usual."""
    if request.method != "GET" or not at_once.session_key(request) or not is_welcome(request):
        return None
    if request.path_info == "/":
        return home
    plain = WHEN.fullmatch(request.META.get("QUERY_STRING", "")) and "HTTP_HX_REQUEST" not in request.META
    return rule if plain and RULE.fullmatch(request.path_info) else None


def is_welcome(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return request.is_secure() or not settings.SECURE_SSL_REDIRECT


def home(request: HttpRequest, now: datetime) -> HttpResponse | None:
    """What answers a question, or what is in force: who asks by the short way, the rest as ever."""
    found = at_once.read(who_alone(), at_once.session_key(request), now)
    if found is None:
        return None
    who, _nothing = found
    with who.organisation.here():
        come_in(request, who)
        context = answers.home_context(request, partial(frames.page, who))
        html = context["found"] if is_htmx(request) else frames.page(who, answers.HOME, request, context)
    return finished(request, answers.vary(HttpResponse(html)), who)


def rule(request: HttpRequest, now: datetime) -> HttpResponse | None:
    """The card of a rule in force, for somebody who reads it and neither writes it nor leads."""
    slug = request.path_info.split("/")[2]
    found = at_once.read(who_and_rule(), at_once.session_key(request), now, slug=slug)
    if found is None:
        return None
    who, (*of_rule, made_of, title, page, at, by, owner, phone, noted_by, talked_of, linked) = found
    of_team = OfTeam(of_rule[-1])
    if hears(who.person, of_team) or made_of != cards.made_of(who.organisation, owner, phone, noted_by):
        return None
    come_in(request, who)
    n = answers.open_questions(of_rule[0], who.person) if talked_of else 0
    there = SimpleLazyObject(lambda: some_of_rule(of_rule, n))
    with who.organisation.here() if linked or at else nullcontext():
        places = {"rule": there, "links": links_from(linked), "open_questions": n, "checked": cards.checked(at, by)}
    main = cards.fill(page, cards.of_request(request, **places))
    if request.META.get("QUERY_STRING"):
        main = situations.first(main, request.GET["when"])
    html = frames.page(who, answers.RULE, request, {"title": title, "main": main})
    return finished(request, HttpResponse(html), who)


def some_of_rule(values: Sequence[Any], open_questions: int) -> Rule:
    """A rule as far as it was read, for the places of its card; seldom wanted, and slow to make."""
    rule = Rule.from_db(connection.alias, OF_RULE, values)
    rule.open_questions = open_questions  # type: ignore[attr-defined]
    return rule


class OfTeam(NamedTuple):
    """As much of a rule as tells who may write it."""

    team_id: int | None


def hears(person: User, rule: OfTeam) -> bool:
    """Whether they see more of the rule than its card: what staff tell back, or what can be done with it."""
    return access.may_coach(person) or access.may_hear(person, rule)


@cache
def who_alone() -> str:
    return at_once.statement("", "", "")


@cache
def who_and_rule() -> str:
    return at_once.statement(COLUMNS.format(links=links_sql()), TABLES, f"AND {READABLE.format(x='r')}")


def come_in(request: HttpRequest, who: at_once.Who) -> None:
    """Make the request what it is behind the long way, as far as pages look."""
    request.user, request.organisation = who.person, who.organisation  # type: ignore[attr-defined]
    request.resolver_match = cast(Any, SimpleLazyObject(lambda: resolve(request.path_info)))  # seldom wanted, and slow
    FORMS.process_request(request)


def finished(request: HttpRequest, response: HttpResponse, who: at_once.Who) -> HttpResponse:
    """The headers of the long way."""
    FORMS.process_response(request, response)
    for name, value in headers(request).items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Vary", "Cookie")
    response.headers["Content-Language"] = who.organisation.screen_language
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Length"] = str(len(response.content))
    return response


FORMS = CsrfViewMiddleware(lambda request: HttpResponse())
ALIKE: dict[bool, dict[str, str]] = {}


def headers(request: HttpRequest) -> dict[str, str]:
    """What the other middleware sets on every page, asked of it once for http and once for https."""
    if request.is_secure() not in ALIKE:
        response: Callable[[HttpRequest], HttpResponse] = lambda request: HttpResponse()  # noqa: E731
        for name in HEADERS_BY:
            response = import_string(name)(response)
        ALIKE[request.is_secure()] = dict(response(request).headers)
    return ALIKE[request.is_secure()]
