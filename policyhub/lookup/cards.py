"""Cards of rules, rendered once for everybody and kept.

A card follows from its edition, the people it names, language and templates alone: ``fingerprint`` says which. It is
kept in pieces, the blocks of its templates, each rendered by itself. What differs by reader, question or day stands
between them and is rendered for each request: which situation comes first, the passage, linked rules, who reviewed it
last, and one form to which all buttons of a card belong.
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
from policyhub.search.passages import MAX_BODY, passage, plain
from policyhub.ui.markdown import render as markdown

from . import situations
from .links import READABLE
from .models import Card

CARD, PAGE, ANSWER, LINE = "_components/card.html", "lookup/_rule.html", "lookup/answer.html", "lookup/line.html"
SITUATION = "situation"  # the block that is rendered once for each
BATCH = 2000  # cards that one turn of the clock renders anew
APP_FOLDERS = ("policyhub", "policies", "procedures", "standards")
VERSIONED_FOLDERS = (*APP_FOLDERS, "templates", "locale")
Pieces = dict[str, Any]  # HTML by the name of its block; and "situations", a list of SituationCard


@cache
def version() -> str:
    """A digest of whatever has a say in how a card reads: after an upgrade every card is rendered anew."""
    files = chain.from_iterable((Path(settings.BASE_DIR) / folder).rglob("*.*") for folder in VERSIONED_FOLDERS)
    code = sorted(path for path in files if path.suffix in {".py", ".html", ".mo"})
    return sha256(b"\0".join(path.read_bytes() for path in code)).hexdigest()[:16]


def fingerprint(organisation: Organisation, owner: str | None, phone: str | None, noted_by: str | None) -> str:
    """All that a card depends on beside its edition; another fingerprint means that it is outdated.

    ``noted_by``: who noted the rule down.
    """
    return "\n".join((fingerprint_head(organisation), owner or "", phone or "", noted_by or ""))


def fingerprint_head(organisation: Organisation) -> str:
    return f"{version()} {organisation.screen_language} {organisation.time_zone}"


def card_of(edition: Edition, rule: Rule, organisation: Organisation) -> Card:
    """The stored card of an edition; if it is missing or outdated, one rendered for this request and not saved."""
    stored: Card | None = getattr(edition, "card", None)
    if stored and stored.made_of == fingerprint_of(rule, organisation):
        return stored
    return render_card(edition, rule, organisation)


def fingerprint_of(rule: Rule, organisation: Organisation) -> str:
    """The fingerprint of a card, with the people of ``rule``."""
    owner, noted_by = rule.owner, rule.captured_by
    owners = (owner.name, owner.phone) if owner else ("", "")
    return fingerprint(organisation, *owners, noted_by.name if noted_by else "")


def render_card(edition: Edition, rule: Rule, organisation: Organisation) -> Card:
    """The card as it is now, not saved."""
    content = edition.content_data
    context = {"said": content, "edition": edition, "rule": rule, "now": edition.starts}
    with organisation.activated():
        card = render_pieces(CARD, context | {"live": True, "template": kind_template(content["kind"])})
        page = pack(render_pieces(PAGE, context | {"body": markdown(content["body"])}) | card)
        answer = pack(render_pieces(ANSWER, context | {"here": rule.get_absolute_url()}))
        line = render_to_string(LINE, context)
    return Card(
        edition=edition,
        made_of=fingerprint_of(rule, organisation),
        title=content["title"],
        answer=answer,
        line=line,
        plain=plain(content["body"][:MAX_BODY]),
        page=page,
        page_digest=sha256(page.encode()).hexdigest()[:16],
    )


def store_card(edition: Edition, rule: Rule) -> None:
    """Render a card and save it, inside the transaction that changes what stands on it."""
    render_card(edition, rule, Organisation.current()).save()


def refresh(rule: Rule, now: datetime) -> None:
    """Keep the cards of those versions of ``rule`` that are in force or will be."""
    editions = rule.editions.filter(Q(ends=None) | Q(ends__gt=now) & Q(ends__gt=F("starts")), state=State.APPROVED)
    for edition in editions:
        if not edition.retires:
            store_card(edition, rule)


def render_pieces(name: str, context: dict[str, Any]) -> Pieces:
    """The blocks of the template ``name``, each rendered by itself, that of a situation once for each."""
    template = get_template(name).template  # type: ignore[attr-defined]
    blocks = {block.name: block for block in template.nodelist.get_nodes_by_type(BlockNode)}
    situation_block = blocks.pop(SITUATION, None)
    content = context["said"]
    template_context = Context(context | {"situations": situations_of(content)})
    card: Pieces = {"situations": []}
    with template_context.render_context.push_state(template), template_context.bind_template(template):
        card |= {block.name: block.render(template_context) for block in blocks.values()}
        for situation in template_context["situations"] if situation_block else []:
            with template_context.push(situation=situation):
                html = mark_safe(situation_block.render(template_context))
            card["situations"].append(situations.situation_card(situation, html, content["language"]))
    return card


def pack(card: Pieces) -> str:
    """Pieces as the table keeps them."""
    return json.dumps(card | {"situations": [astuple(situation) for situation in card["situations"]]})


def unpack(packed: str) -> Pieces:
    card = json.loads(packed)
    rows = card.pop("situations")
    unpacked = [situations.SituationCard(key, mark_safe(html), *terms) for key, html, *terms in rows]
    return {block: mark_safe(html) for block, html in card.items()} | {"situations": unpacked}


def offline_html(card: Card, edition: Edition, rule: Rule) -> str:
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
            "situation": situations.best_situation(card["situations"], question, self.title),
            "passage": "" if card["situations"] else passage(self.plain, question),
            "reviewed": review_note(self.reviewed_at, self.reviewed_by),
        }


def review_note(reviewed_at: datetime | str | None, name: str | None) -> str:
    """Who reviewed a rule last, and how long ago; "" if nobody did. ``at`` may be as the engine keeps it."""
    if not reviewed_at or not name:
        return ""
    when = parse_datetime(reviewed_at) if isinstance(reviewed_at, str) else reviewed_at
    assert when is not None  # the engine's own way to write an instant
    return _("Reviewed %(when)s by %(name)s") % {
        "when": days_ago(when if when.tzinfo else when.replace(tzinfo=UTC)),
        "name": name,
    }


# What is kept of the card of a rule in force, who is named on it now, and whether somebody asks about it
CARD_IN_FORCE = f"""SELECT r.id, r.slug, r.team_id, e.id, e.number, c.made_of, c.title, c.page, r.checked_at, k.name,
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


def card_in_force(slug: str, person: User, organisation: Organisation, now: datetime) -> PageCard | None:
    """The card of the rule at this address, if one is in force that ``person`` may read. One statement, and more where
    the card is old."""
    values: dict[str, Any] = {"slug": slug, "person": person.pk, "now": connection.ops.adapt_datetimefield_value(now)}
    with connection.cursor() as cursor:
        cursor.execute(CARD_IN_FORCE, values)
        row = cursor.fetchone()
    if row is None:
        return None
    card, people = PageCard(*row[:-3]), row[-3:]
    if card.made_of == fingerprint(organisation, *people):
        return card
    editions = Edition.objects.select_related("rule__owner", "rule__captured_by").prefetch_related("signoffs")
    edition = editions.get(pk=card.edition)
    rendered = render_card(edition, edition.rule, organisation)
    return card._replace(title=rendered.title, page=rendered.page)


# What is kept of some cards, and who is named in them now
ANSWERS_SQL = """SELECT c.edition_id, c.made_of, CASE WHEN c.edition_id {full} THEN c.answer END,
    CASE WHEN c.edition_id {full} THEN c.plain END, c.line, c.title, r.checked_at, k.name, w.name, w.phone, n.name
    FROM lookup_card c JOIN registry_edition e ON e.id = c.edition_id JOIN registry_rule r ON r.id = e.rule_id
    LEFT JOIN accounts_user w ON w.id = r.owner_id LEFT JOIN accounts_user n ON n.id = r.captured_by_id
    LEFT JOIN accounts_user k ON k.id = r.checked_by_id
    WHERE c.edition_id {every}"""


@cache
def answers_sql() -> str:
    return ANSWERS_SQL.format(full=arrays.contains("full", "bigint"), every=arrays.contains("every", "bigint"))


def answer_cards(keys: Sequence[int], in_full: int, organisation: Organisation) -> list[AnswerCard]:
    """The cards of the editions with these keys, in their order, the first ``in_full`` of them whole. One statement,
    and more where some are old."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(answers_sql(), {"full": arrays.array(keys[:in_full]), "every": arrays.array(keys)})
        rows = cursor.fetchall()
    cards_by_edition = {
        key: AnswerCard(answer, plain, line, title, reviewed_at, reviewer)
        for key, stored_fingerprint, answer, plain, line, title, reviewed_at, reviewer, *people in rows
        if stored_fingerprint == fingerprint(organisation, *people)
    }
    if old := [key for key in keys if key not in cards_by_edition]:
        editions = Edition.objects.filter(pk__in=old).select_related(
            "rule__owner", "rule__captured_by", "rule__checked_by"
        )
        for edition in editions.prefetch_related("signoffs"):
            rule, card = edition.rule, render_card(edition, edition.rule, organisation)
            reviewer = rule.checked_by.name if rule.checked_by else None
            cards_by_edition[edition.pk] = AnswerCard(
                card.answer, card.plain, card.line, card.title, rule.checked_at, reviewer
            )
    return [cards_by_edition[key] for key in keys]


def render_outdated(now: datetime) -> str:
    """Render cards that are old or missing, so many at a turn: a job of the clock, busy after an upgrade."""
    organisation = Organisation.current_or_none()
    if organisation is None:
        return ""
    names = ("owner__name", "owner__phone", "captured_by__name")
    people = [Coalesce(f"rule__{name}", Value("")) for name in names]
    fresh = Concat(Value(fingerprint_head(organisation)), *chain.from_iterable((Value("\n"), name) for name in people))
    rows = SearchRow.objects.filter(Q(ends=None) | Q(ends__gt=now)).annotate(fresh=fresh)
    old = rows.exclude(edition__card__made_of=F("fresh")).order_by("pk").values_list("rule", "edition")[:BATCH]
    for rule_id, edition_id in list(old):
        with transaction.atomic():
            rule = Rule.objects.select_for_update().get(pk=rule_id)
            store_card(rule.editions.get(pk=edition_id), rule)
    return f"{len(old)} rendered" if old else ""
