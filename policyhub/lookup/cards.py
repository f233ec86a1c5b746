"""Cards of rules, rendered once for everybody and kept.

A kept card is a JSON list as ``cut`` makes it: HTML, the name of a place left open, what stands there, HTML, and so
on. Places are cut out by a key that nobody can guess, so that no text of a rule can open one. What makes a card,
beside its edition, is ``made_of``.
"""

import json
import re
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, get_token
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from policyhub import prepared
from policyhub.accounts.context import shell
from policyhub.accounts.models import Organisation
from policyhub.registry.markdown import render as markdown
from policyhub.registry.models import Edition, Rule
from policyhub.registry.templatetags.live import Place, places
from policyhub.registry.templatetags.look import days_ago

from .models import Card, SearchRow
from .passages import READ, plain

PAGE, ANSWER, LINE = "lookup/_rule.html", "lookup/answer.html", "lookup/line.html"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
AT_ONCE = 2000  # cards that one turn of the clock renders anew
ROOMS = ("policyhub/registry", "policyhub/feedback", "policyhub/lookup", "policies", "procedures", "standards")
MADE_BY = (*ROOMS, "templates", "locale")


@cache
def version() -> str:
    """A digest of whatever has a say in how a card reads: after an upgrade every card is rendered anew."""
    files = chain.from_iterable((Path(settings.BASE_DIR) / folder).rglob("*.*") for folder in MADE_BY)
    code = sorted(path for path in files if path.suffix in {".py", ".html", ".mo"})
    return sha256(b"\0".join(path.read_bytes() for path in code)).hexdigest()[:16]


def made_of(organisation: Organisation, owner: str | None, phone: str | None, noted_by: str | None) -> str:
    """What a card is made of beside its edition. ``noted_by``: who noted the rule down."""
    return "\n".join((head(organisation), owner or "", phone or "", noted_by or ""))


def head(organisation: Organisation) -> str:
    return f"{version()} {organisation.screen_language} {organisation.time_zone}"


def of(edition: Edition, rule: Rule, organisation: Organisation) -> Card:
    """The card of an edition: as it is kept or, if that is old or there is none, rendered for this once."""
    kept: Card | None = getattr(edition, "card", None)
    return kept if kept and kept.made_of == of_rule(rule, organisation) else make(edition, rule, organisation)


def of_rule(rule: Rule, organisation: Organisation) -> str:
    """``made_of`` for the people of ``rule``."""
    owner, noted_by = rule.owner, rule.captured_by
    owners = (owner.name, owner.phone) if owner else ("", "")
    return made_of(organisation, *owners, noted_by.name if noted_by else "")


def make(edition: Edition, rule: Rule, organisation: Organisation) -> Card:
    """The card as it is now, not saved."""
    said = edition.said
    context = {"said": said, "edition": edition, "rule": rule, "now": edition.starts}
    with organisation.here():
        page = render(PAGE, context | {"live": True, "body": markdown(said["body"])})
        answer = render(ANSWER, context)
        line = render_to_string(LINE, context)
    return Card(
        edition=edition,
        made_of=of_rule(rule, organisation),
        title=said["title"],
        answer=answer,
        line=line,
        plain=plain(said["body"][:READ]),
        page=page,
        page_digest=sha256(page.encode()).hexdigest()[:16],
    )


def keep(edition: Edition, rule: Rule) -> None:
    """Render a card and save it, inside the transaction that changes what stands on it."""
    make(edition, rule, Organisation.the()).save()


def render(template: str, context: dict[str, Any]) -> str:
    """A template as it is kept."""
    key = new_key()
    forms = {name: mark(key, name) for name in ("csrf_token", "client_key")}
    return json.dumps(cut(render_to_string(template, context | forms | {"keeping": key}), key))


def new_key() -> str:
    return secrets.token_hex(12)


def mark(key: str, name: str) -> str:
    return f"{key}{name}{key}"


def cut(html: str, key: str) -> list[Any]:
    """HTML, name, what stands there without it or None, what stands around it or None, HTML, ...: ``html`` cut where
    places are marked with ``key``."""
    parts: list[Any] = re.split(f"(?s){key}([a-z_]+){key}(?:=(.*?){key}(?:\\+(.*?){key}{key})?)?", html)
    parts[3::4] = [around and around.split(key) for around in parts[3::4]]
    return parts


def fill(kept: str, context: dict[str, Any]) -> SafeString:
    """A kept card as a request shows it. ``context``: what the places ask for, as of_request gives it."""
    parts = json.loads(kept)
    for at in range(1, len(parts), 4):
        name, without, around = parts[at : at + 3]
        parts[at : at + 3] = value(name, without, around, context), "", ""
    return mark_safe("".join(parts))


def for_device(page: str) -> str:
    """Of a kept page the card with what staff tap, as a device keeps it: places as they are where a request has
    nothing of them. Taps get their keys and tokens when they are sent."""
    parts = json.loads(page)
    for at in range(1, len(parts), 4):
        parts[at : at + 3] = parts[at + 1] or "", "", ""
    _before, _mark, rest = "".join(parts).partition("<!--card-->")
    html = rest.partition("<!--/card-->")[0]
    return " ".join(html.replace('<input type="hidden" name="csrfmiddlewaretoken" value="">', "").split())


def value(name: str, without: str | None, around: list[str] | None, context: dict[str, Any]) -> str:
    """What stands in a place. Each form gets a key of its own."""
    if name == "csrf_token":
        return str(context[name])
    if name == "client_key":
        return str(uuid4())
    place = all_places()[name]
    about = context.get(place.about)
    about = about() if callable(about) else about
    if without is not None and not about:
        return without
    if around is not None:
        return f"{around[0]}{escape(str(about))}{around[1]}"
    template = get_template(PAGE).template  # type: ignore[attr-defined]
    made = Context(context)
    with context["organisation"].here(), made.render_context.push_state(template), made.bind_template(template):
        return str(place.nodelist.render(made))


@cache
def all_places() -> dict[str, Place]:
    """The places by name, once every template that has one was compiled."""
    for path in TEMPLATES.rglob("*.html"):
        if "{% live " in path.read_text(encoding="utf-8"):
            get_template(str(path.relative_to(TEMPLATES)))
    return places


def of_request(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """What stands in the open places of a card: the frame's words, who reads, and ``more``."""
    request.csrf_shown = token = getattr(request, "csrf_shown", None) or Token(request)  # type: ignore[attr-defined]
    return {"request": request, "user": request.user, "csrf_token": token, **shell(request), **more}


class Token:
    """The token of a request's forms, made when it is shown, since its cookie is set then."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __str__(self) -> str:
        if "token" not in self.__dict__:
            self.token = token_of(self.request)
        return self.token


def token_of(request: HttpRequest) -> str:
    """As Django's ``get_token``, which asks the system for chance 32 times; this asks once."""
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    veil = [byte % len(SIGNS) for byte in secrets.token_bytes(len(secret))]
    veiled = (SIGNS[(PLACES[sign] + by) % len(SIGNS)] for sign, by in zip(secret, veil, strict=True))
    return "".join([SIGNS[by] for by in veil]) + "".join(veiled)


SIGNS = CSRF_ALLOWED_CHARS
PLACES = {sign: place for place, sign in enumerate(SIGNS)}


class Found(NamedTuple):
    """What is kept of the card of an edition that answers, and who looked at its rule last. Of one that is shown in
    a line ``answer`` and ``plain`` may be missing."""

    answer: str
    plain: str
    line: str
    title: str
    checked_at: datetime | str | None
    checked_by: str | None

    def places(self, question: str, passage: Callable[[str, str], str]) -> dict[str, Any]:
        return {
            "passage": partial(passage, self.plain, question),
            "checked": partial(checked, self.checked_at, self.checked_by),
        }


def checked(at: datetime | str | None, name: str | None) -> str:
    """Who looked at a rule last, and how long ago; "" if nobody did. ``at`` may be as the engine keeps it."""
    if not at or not name:
        return ""
    when = parse_datetime(at) if isinstance(at, str) else at
    assert when is not None  # the engine's own way to write an instant
    return _("Reviewed %(when)s by %(name)s") % {
        "when": days_ago(when if when.tzinfo else when.replace(tzinfo=UTC)),
        "name": name,
    }


# What is kept of some cards, and who is named in them now
OF_EDITIONS = """SELECT c.edition_id, c.made_of, CASE WHEN c.edition_id {full} THEN c.answer END,
    CASE WHEN c.edition_id {full} THEN c.plain END, c.line, c.title, r.checked_at, k.name, w.name, w.phone, n.name
    FROM lookup_card c JOIN registry_edition e ON e.id = c.edition_id JOIN registry_rule r ON r.id = e.rule_id
    LEFT JOIN accounts_user w ON w.id = r.owner_id LEFT JOIN accounts_user n ON n.id = r.captured_by_id
    LEFT JOIN accounts_user k ON k.id = r.checked_by_id
    WHERE c.edition_id {every}"""


@cache
def of_editions() -> str:
    return OF_EDITIONS.format(full=prepared.among("full", "bigint"), every=prepared.among("every", "bigint"))


def answers(keys: Sequence[int], in_full: int, organisation: Organisation) -> list[Found]:
    """The cards of the editions with these keys, in their order, the first ``in_full`` of them whole. One statement,
    and more where some are old."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        prepared.execute(cursor, of_editions(), {"full": prepared.many(keys[:in_full]), "every": prepared.many(keys)})
        rows = cursor.fetchall()
    kept = {
        key: Found(answer, plain, line, title, at, by)
        for key, made, answer, plain, line, title, at, by, *people in rows
        if made == made_of(organisation, *people)
    }
    if old := [key for key in keys if key not in kept]:
        editions = Edition.objects.filter(pk__in=old).select_related(
            "rule__owner", "rule__captured_by", "rule__checked_by"
        )
        for edition in editions.prefetch_related("signoffs"):
            rule, made = edition.rule, make(edition, edition.rule, organisation)
            by = rule.checked_by.name if rule.checked_by else None
            kept[edition.pk] = Found(made.answer, made.plain, made.line, made.title, rule.checked_at, by)
    return [kept[key] for key in keys]


def render_anew(now: datetime) -> str:
    """Render cards that are old or missing, so many at a turn: a job of the clock, busy after an upgrade."""
    organisation = Organisation.current()
    if organisation is None:
        return ""
    names = ("owner__name", "owner__phone", "captured_by__name")
    people = [Coalesce(f"rule__{name}", Value("")) for name in names]
    fresh = Concat(Value(head(organisation)), *chain.from_iterable((Value("\n"), name) for name in people))
    rows = SearchRow.objects.filter(Q(ends=None) | Q(ends__gt=now)).annotate(fresh=fresh)
    old = rows.exclude(edition__card__made_of=F("fresh")).order_by("pk").values_list("rule", "edition")[:AT_ONCE]
    for rule, edition in list(old):
        with transaction.atomic():
            found = Rule.objects.select_for_update().get(pk=rule)
            keep(found.editions.get(pk=edition), found)
    return f"{len(old)} rendered" if old else ""
