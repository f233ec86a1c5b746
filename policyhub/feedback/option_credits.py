"""Options that staff proposed: whose idea it was, since when it is approved, how often it was offered."""

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

from .option_stats import use_counts


class KeyInContent(Func):
    """A key as the content of an edition writes it: with dashes, which SQLite's own column has not."""

    function = "CAST"
    template = "CAST(%(expressions)s AS varchar)"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        pieces = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
        template = " || '-' || ".join(f"substr(%(expressions)s, {start}, {n})" for start, n in pieces)
        return super().as_sql(compiler, connection, template=f"({template})", **context)


@dataclass(frozen=True)
class OptionCredit:
    """One option that somebody proposed. ``text`` is blank while it is only a draft and the reader does not write
    rules, so that nobody offers what is not in force."""

    rule: Rule
    title: str
    flexibility: str
    credited_to: str
    text: str
    situation: str
    approved_at: datetime | None
    holds: bool
    uses: int


def credited_options(person: User, now: datetime) -> QuerySet[Any]:
    """Options with a credit, in force or drafted, of rules that ``person`` may read, newest first."""
    editions = Edition.objects.filter(rule=OuterRef("situation__rule"), state=State.APPROVED)
    editions = editions.exclude(change=Change.RETIRE).filter(content__contains=KeyInContent(OuterRef("key")))
    options: QuerySet[Any] = Option._default_manager.all()
    options = options.exclude(credited_to="").filter(situation__rule__in=Rule.objects.for_reader(person))
    options = options.annotate(
        approved_at=Subquery(editions.order_by("number").values("starts")[:1]),
        holds=Exists(editions.in_force(now)),
    )
    live = Q(dropped_at=None, situation__dropped_at=None)
    options = options.filter(live | Q(holds=True))
    return options.select_related("situation__rule").order_by("-pk")


def option_credits(options: Iterable[Any], person: User, now: datetime) -> list[OptionCredit]:
    """The credit of each option, worded as in the edition in force where it is in force. Three queries."""
    options = list(options)
    rules = {option.situation.rule_id for option in options}
    contents = {
        edition.rule_id: edition.content_data for edition in Edition.objects.in_force(now).filter(rule__in=rules)
    }
    uses = use_counts([option.key for option in options])
    return [_option_credit(option, contents.get(option.situation.rule_id), uses, person) for option in options]


def _option_credit(option: Any, content: dict[str, Any] | None, uses: dict[UUID, int], person: User) -> OptionCredit:
    rule = option.situation.rule
    text, situation = option.text, option.situation.text
    if option.holds and content:
        text, situation = _texts_in_edition(content, option.key) or (text, situation)
    elif not access.may_document(person):
        text = situation = ""
    title, flexibility = (
        (content["title"], content["flexibility"]) if content else (rule.signed_title(), rule.flexibility)
    )
    standing = {"approved_at": option.approved_at, "holds": option.holds, "uses": uses.get(option.key, 0)}
    return OptionCredit(rule, title, flexibility, option.credited_to, text, situation, **standing)


def _texts_in_edition(content: dict[str, Any], key: UUID) -> tuple[str, str] | None:
    texts = ((o["text"], s["text"]) for s in content["situations"] for o in s["options"] if o["key"] == str(key))
    return next(texts, None)
