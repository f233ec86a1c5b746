"""How often options were offered, and what became of it."""

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


def uses_of(option_keys: Iterable[UUID]) -> dict[UUID, int]:
    """How often each of these options was offered, ever; those that never were are left out. One query."""
    rows = OptionUse.objects.told().filter(option_key__in=list(option_keys)).order_by()
    return dict(rows.values_list("option_key").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Result:
    """What became of one option: offered so often, and of those so often with a customer content or not."""

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
        """The content ones of those about whom it is known, as the width of a bar."""
        return f"{100 * self.content / self.answered:.0f}%" if self.answered else ""

    @property
    def rank(self) -> float:
        """The share, drawn towards a half while little is known: one content customer is no proof."""
        return (self.content + 1) / (self.answered + 2)


def results(rules: Iterable[int], since: datetime) -> list[Result]:
    """Every option of these rules that was offered since, best first; without words. One query."""
    rows = OptionUse.objects.told().filter(rule__in=list(rules), at__gte=since).order_by()
    told = rows.values_list("rule", "option_key").annotate(**counts())
    found = [Result(*row) for row in told]
    return sorted(found, key=lambda one: (-one.rank, -one.uses, str(one.option)))


def counts() -> dict[str, Any]:
    return {"n": Count("pk"), "good": Count("pk", filter=CONTENT), "bad": Count("pk", filter=NOT_CONTENT)}


def words_of_options(found: Iterable[Result]) -> dict[UUID, tuple[str, str]]:
    """(the option, its situation) by key, in the working text of its rule, dropped ones too. One query."""
    options: QuerySet[Any] = Option.objects.filter(key__in=[one.option for one in found])
    return {key: (text, when) for key, text, when in options.values_list("key", "text", "situation__text")}


def words_in_edition(said: dict[str, Any]) -> dict[UUID, tuple[str, str]]:
    """The same, as an edition says it."""
    return {UUID(o["key"]): (o["text"], s["text"]) for s in said["situations"] for o in s["options"]}
