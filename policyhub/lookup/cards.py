"""Cards of rules, rendered once for everybody and kept.

A card follows from its edition, the people it names, language and templates alone: ``made_of`` says which. It is kept
in pieces, the blocks of its templates, each rendered by itself. What differs by reader, question or day stands between
them and is rendered for each request: which situation comes first, the passage, linked rules, who reviewed it last,
and one form to which all buttons of a card belong.
"""

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.template.loader_tags import BlockNode
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from policyhub.accounts.models import Organisation, User
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import Change, State
from policyhub.registry.templatetags.look import days_ago, kind_template, situations_of
from policyhub.search import arrays
from policyhub.search.models import SearchRow
from policyhub.search.passages import READ, passage, plain
from policyhub.ui.markdown import render as markdown

from . import situations
from .links import READABLE
from .models import Card

CARD, PAGE, ANSWER, LINE = "_components/card.html", "lookup/_rule.html", "lookup/answer.html", "lookup/line.html"
SITUATION = "situation"  # the block that is rendered once for each
AT_ONCE = 2000  # cards that one turn of the clock renders anew
ROOMS = ("policyhub", "policies", "procedures", "standards")
MADE_BY = (*ROOMS, "templates", "locale")
Pieces = dict[str, Any]  # HTML by the name of its block; and "situations", a list of Situation


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
    content = edition.said
    context = {"said": content, "edition": edition, "rule": rule, "now": edition.starts}
    with organisation.here():
        card = pieces(CARD, context | {"live": True, "template": kind_template(content["kind"])})
        page = pack(pieces(PAGE, context | {"body": markdown(content["body"])}) | card)
        answer = pack(pieces(ANSWER, context | {"here": rule.get_absolute_url()}))
        line = render_to_string(LINE, context)
    return Card(
        edition=edition,
        made_of=of_rule(rule, organisation),
        title=content["title"],
        answer=answer,
        line=line,
        plain=plain(content["body"][:READ]),
        page=page,
        page_digest=sha256(page.encode()).hexdigest()[:16],
    )


def keep(edition: Edition, rule: Rule) -> None:
    """Render a card and save it, inside the transaction that changes what stands on it."""
    make(edition, rule, Organisation.the()).save()


def refresh(rule: Rule, now: datetime) -> None:
    """Keep the cards of those versions of ``rule`` that are in force or will be."""
    editions = rule.editions.filter(Q(ends=None) | Q(ends__gt=now) & Q(ends__gt=F("starts")), state=State.APPROVED)
    for edition in editions:
        if not edition.retires:
            keep(edition, rule)


def pieces(name: str, context: dict[str, Any]) -> Pieces:
    """The blocks of the template ``name``, each rendered by itself, that of a situation once for each."""
    template = get_template(name).template  # type: ignore[attr-defined]
    blocks = {block.name: block for block in template.nodelist.get_nodes_by_type(BlockNode)}
    situation_block = blocks.pop(SITUATION, None)
    content = context["said"]
    made = Context(context | {"situations": situations_of(content)})
    card: Pieces = {"situations": []}
    with made.render_context.push_state(template), made.bind_template(template):
        card |= {block.name: block.render(made) for block in blocks.values()}
        for situation in made["situations"] if situation_block else []:
            with made.push(situation=situation):
                html = mark_safe(situation_block.render(made))
            card["situations"].append(situations.rendered(situation, html, content["language"]))
    return card


def pack(card: Pieces) -> str:
    """Pieces as the table keeps them."""
    return json.dumps(card | {"situations": [astuple(situation) for situation in card["situations"]]})


def unpack(packed: str) -> Pieces:
    card = json.loads(packed)
    rows = card.pop("situations")
    unpacked = [situations.Situation(key, mark_safe(html), *terms) for key, html, *terms in rows]
    return {block: mark_safe(html) for block, html in card.items()} | {"situations": unpacked}


def for_device(card: Card, edition: Edition, rule: Rule) -> str:
    """A card with what staff tap, as a device keeps it: who signed it, and no linked rules. Taps get their keys and
    tokens when they are sent."""
    page = unpack(card.page)
    context = {"card": page, "situations": page["situations"], "number": edition.number, "rule": rule}
    return " ".join(render_to_string("lookup/_card.html", context | {"on_device": True}).split())


class AnswerCard(NamedTuple):
    """What is kept of the card of an edition that answers, and who reviewed its rule last. Of one that is shown in
    a line ``answer`` and ``plain`` may be missing."""

    answer: str
    plain: str
    line: str
    title: str
    reviewed_at: datetime | str | None
    reviewed_by: str | None

    def for_question(self, question: str) -> Pieces:
        """Its pieces, with the situation or the passage that is asked about."""
        card = unpack(self.answer)
        return card | {
            "situation": situations.best(card["situations"], question, self.title),
            "passage": "" if card["situations"] else passage(self.plain, question),
            "reviewed": reviewed(self.reviewed_at, self.reviewed_by),
        }


def reviewed(at: datetime | str | None, name: str | None) -> str:
    """Who reviewed a rule last, and how long ago; "" if nobody did. ``at`` may be as the engine keeps it."""
    if not at or not name:
        return ""
    when = parse_datetime(at) if isinstance(at, str) else at
    assert when is not None  # the engine's own way to write an instant
    return _("Reviewed %(when)s by %(name)s") % {
        "when": days_ago(when if when.tzinfo else when.replace(tzinfo=UTC)),
        "name": name,
    }


# What is kept of the card of a rule in force, who is named on it now, and whether somebody asks about it
IN_FORCE = f"""SELECT r.id, r.slug, r.team_id, e.id, e.number, c.made_of, c.title, c.page, r.checked_at, k.name,
    EXISTS (SELECT 1 FROM discussion_comment t WHERE t.rule_id = r.id AND t.resolved_at IS NULL),
    w.name, w.phone, n.name
    FROM registry_rule r JOIN accounts_user u ON u.id = %(person)s
    JOIN registry_edition e ON e.rule_id = r.id AND e.state = '{State.APPROVED}' AND e.change <> '{Change.RETIRE}'
        AND e.starts <= %(now)s AND (e.ends IS NULL OR e.ends > %(now)s) LEFT JOIN lookup_card c ON c.edition_id = e.id
    LEFT JOIN accounts_user w ON w.id = r.owner_id LEFT JOIN accounts_user n ON n.id = r.captured_by_id
    LEFT JOIN accounts_user k ON k.id = r.checked_by_id WHERE r.slug = %(slug)s AND {READABLE.format(x="r")}"""


class PageCard(NamedTuple):
    """The card of a rule in force, with as much of its rule as its page asks for."""

    pk: int  # of the rule
    slug: str
    team_id: int | None
    edition: int
    number: int
    made_of: str | None
    title: str
    page: str
    reviewed_at: datetime | str | None
    reviewed_by: str | None
    is_discussed: bool  # some thread about it is open, whoever may read that
    open_questions: int = 0


def in_force(slug: str, person: User, organisation: Organisation, now: datetime) -> PageCard | None:
    """The card of the rule at this address, if one is in force that ``person`` may read. One statement, and more where
    the card is old."""
    values: dict[str, Any] = {"slug": slug, "person": person.pk, "now": connection.ops.adapt_datetimefield_value(now)}
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, values)
        row = cursor.fetchone()
    if row is None:
        return None
    card, people = PageCard(*row[:-3]), row[-3:]
    if card.made_of == made_of(organisation, *people):
        return card
    editions = Edition.objects.select_related("rule__owner", "rule__captured_by").prefetch_related("signoffs")
    edition = editions.get(pk=card.edition)
    made = make(edition, edition.rule, organisation)
    return card._replace(title=made.title, page=made.page)


# What is kept of some cards, and who is named in them now
OF_EDITIONS = """SELECT c.edition_id, c.made_of, CASE WHEN c.edition_id {full} THEN c.answer END,
    CASE WHEN c.edition_id {full} THEN c.plain END, c.line, c.title, r.checked_at, k.name, w.name, w.phone, n.name
    FROM lookup_card c JOIN registry_edition e ON e.id = c.edition_id JOIN registry_rule r ON r.id = e.rule_id
    LEFT JOIN accounts_user w ON w.id = r.owner_id LEFT JOIN accounts_user n ON n.id = r.captured_by_id
    LEFT JOIN accounts_user k ON k.id = r.checked_by_id
    WHERE c.edition_id {every}"""


@cache
def of_editions() -> str:
    return OF_EDITIONS.format(full=arrays.contains("full", "bigint"), every=arrays.contains("every", "bigint"))


def answers(keys: Sequence[int], in_full: int, organisation: Organisation) -> list[AnswerCard]:
    """The cards of the editions with these keys, in their order, the first ``in_full`` of them whole. One statement,
    and more where some are old."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(of_editions(), {"full": arrays.array(keys[:in_full]), "every": arrays.array(keys)})
        rows = cursor.fetchall()
    kept = {
        key: AnswerCard(answer, plain, line, title, at, by)
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
            kept[edition.pk] = AnswerCard(made.answer, made.plain, made.line, made.title, rule.checked_at, by)
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
