"""The ledger of grown grey: options that somebody proposed, since when they are approved, how often they were used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, Func, OuterRef, Q, QuerySet, Subquery

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Edition, Option, Rule
from policyhub.registry.models.edition import Change, State

from .uses import uses_of


class InContent(Func):
    """A key as the content of an edition writes it: with dashes, which SQLite's own column has not."""

    function = "CAST"
    template = "CAST(%(expressions)s AS varchar)"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        pieces = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
        template = " || '-' || ".join(f"substr(%(expressions)s, {start}, {n})" for start, n in pieces)
        return super().as_sql(compiler, connection, template=f"({template})", **context)


@dataclass(frozen=True)
class Grown:
    """One option: in which rule, whose idea, and how it stands. ``text`` is blank where it is only being written and
    the reader does not write rules: nobody shall offer what is not in force."""

    rule: Rule
    title: str
    flexibility: str
    credited_to: str
    text: str
    situation: str
    approved_at: datetime | None
    holds: bool
    uses: int


def grown_options(person: User, now: datetime) -> QuerySet[Any]:
    """Options with a credit that are in force or drafted, in rules that ``person`` may know of, the newest first."""
    editions = Edition.objects.filter(rule=OuterRef("situation__rule"), state=State.APPROVED)
    editions = editions.exclude(change=Change.RETIRE).filter(content__contains=InContent(OuterRef("key")))
    found: QuerySet[Any] = Option._default_manager.all()
    found = found.exclude(credited_to="").filter(situation__rule__in=Rule.objects.for_reader(person))
    found = found.annotate(
        approved_at=Subquery(editions.order_by("number").values("starts")[:1]),
        holds=Exists(editions.in_force(now)),
    )
    live = Q(dropped_at=None, situation__dropped_at=None)
    found = found.filter(live | Q(holds=True))
    return found.select_related("situation__rule").order_by("-pk")


def entries(options: Iterable[Any], person: User, now: datetime) -> list[Grown]:
    """What the ledger says of ``options``: what is in force in the words of its edition."""
    options = list(options)
    rules = {option.situation.rule_id for option in options}
    said = {edition.rule_id: edition.said for edition in Edition.objects.in_force(now).filter(rule__in=rules)}
    uses = uses_of([option.key for option in options])
    return [_entry(option, said.get(option.situation.rule_id), uses, person) for option in options]


def _entry(option: Any, said: dict[str, Any] | None, uses: dict[UUID, int], person: User) -> Grown:
    rule = option.situation.rule
    text, situation = option.text, option.situation.text
    if option.holds and said:
        text, situation = _in_edition(said, option.key) or (text, situation)
    elif not access.may_document(person):
        text = situation = ""
    title, flexibility = (said["title"], said["flexibility"]) if said else (rule.signed_title(), rule.flexibility)
    stands = {"approved_at": option.approved_at, "holds": option.holds, "uses": uses.get(option.key, 0)}
    return Grown(rule, title, flexibility, option.credited_to, text, situation, **stands)


def _in_edition(said: dict[str, Any], key: UUID) -> tuple[str, str] | None:
    found = ((o["text"], s["text"]) for s in said["situations"] for o in s["options"] if o["key"] == str(key))
    return next(found, None)
