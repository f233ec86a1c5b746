"""How often options were offered, and whether customers were content with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from policyhub.registry.models import Option

from .models import OptionUse

CONTENT = Q(outcome=OptionUse.Outcome.CONTENT)
NOT_CONTENT = Q(outcome=OptionUse.Outcome.NOT_CONTENT)


def use_counts(option_keys: Iterable[UUID]) -> dict[UUID, int]:
    """How often each of these options was offered, ever; those that never were are left out. One query."""
    rows = OptionUse.objects.not_undone().filter(option_key__in=list(option_keys)).order_by()
    return dict(rows.values_list("option_key").annotate(n=Count("pk")))


@dataclass(frozen=True)
class OptionStats:
    """One option: how often it was offered, and how many of those customers were content or not."""

    rule: int
    option: UUID
    uses: int
    content: int
    not_content: int
    text: str = ""
    situation: str = ""

    @property
    def answered(self) -> int:
        return self.content + self.not_content

    @property
    def share(self) -> str:
        """The part of known outcomes that were content, as the width of a bar."""
        return f"{100 * self.content / self.answered:.0f}%" if self.answered else ""

    @property
    def rank(self) -> float:
        """The share, drawn towards a half while little is known: one content customer is no proof."""
        return (self.content + 1) / (self.answered + 2)


def option_stats(rules: Iterable[int], since: datetime) -> list[OptionStats]:
    """Every option of these rules that was offered since then, best first, without its text. One query."""
    uses = OptionUse.objects.not_undone().filter(rule__in=list(rules), at__gte=since).order_by()
    rows = uses.values_list("rule", "option_key").annotate(**outcome_counts())
    stats = [OptionStats(*row) for row in rows]
    return sorted(stats, key=lambda option: (-option.rank, -option.uses, str(option.option)))


def outcome_counts() -> dict[str, Any]:
    """Aggregates over option uses: all, content, not content."""
    return {"n": Count("pk"), "good": Count("pk", filter=CONTENT), "bad": Count("pk", filter=NOT_CONTENT)}


def texts_of_options(stats: Iterable[OptionStats]) -> dict[UUID, tuple[str, str]]:
    """(the option, its situation) by key, in the working text of its rule, dropped ones too. One query."""
    options: QuerySet[Any] = Option.objects.filter(key__in=[option.option for option in stats])
    return {key: (text, when) for key, text, when in options.values_list("key", "text", "situation__text")}


def texts_in_edition(content: dict[str, Any]) -> dict[UUID, tuple[str, str]]:
    """(the option, its situation) by key, as this edition's content has them."""
    return {UUID(o["key"]): (o["text"], s["text"]) for s in content["situations"] for o in s["options"]}
