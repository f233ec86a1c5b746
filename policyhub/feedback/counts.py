"""How often a rule got in the way, for how many people, and how often it helped."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from policyhub.registry.models import Rule

from .models import FeedbackEntry, OptionUse
from .option_stats import outcome_counts

FEEDBACK_PERIOD = timedelta(days=90)
FRICTION, HELPED = Q(kind=FeedbackEntry.Kind.FRICTION), Q(kind=FeedbackEntry.Kind.HELPED)


@dataclass(frozen=True)
class FeedbackCounts:
    """The feedback on one rule. ``friction``: how often it got in the way, for so many ``people``; ``uses``: how often
    an option was offered, to customers who were ``content`` or not."""

    friction: int = 0
    people: int = 0
    helped: int = 0
    uses: int = 0
    content: int = 0
    not_content: int = 0

    def __bool__(self) -> bool:
        return bool(self.friction or self.helped or self.uses)


def feedback_counts(rules: Iterable[int], since: datetime) -> dict[int, FeedbackCounts]:
    """The counts for each of these rules since then, by the rule's key. Two queries."""
    keys, counts_by_rule = list(rules), defaultdict[int, dict[str, int]](dict)
    of_rule = {"rule__in": keys, "at__gte": since}
    people = Count("person", filter=FRICTION, distinct=True)
    friction, helped = Count("pk", filter=FRICTION), Count("pk", filter=HELPED)
    entries = FeedbackEntry.objects.not_undone().filter(**of_rule).order_by().values_list("rule")
    for key, *row in entries.annotate(f=friction, p=people, h=helped):
        counts_by_rule[key] |= dict(zip(("friction", "people", "helped"), row, strict=True))
    uses = OptionUse.objects.not_undone().filter(**of_rule).order_by().values_list("rule")
    for key, *row in uses.annotate(**outcome_counts()):
        counts_by_rule[key] |= dict(zip(("uses", "content", "not_content"), row, strict=True))
    return {key: FeedbackCounts(**counts_by_rule[key]) for key in keys}


def with_friction_counts(rules: QuerySet[Rule], since: datetime) -> Any:
    """Annotates each rule with how many ``people`` said that it gets in the way, and how many ``times``."""
    frictions = (
        FeedbackEntry.objects.not_undone()
        .filter(FRICTION, rule=OuterRef("pk"), at__gte=since)
        .order_by()
        .values("rule")
    )
    counts = frictions.annotate(n=Count("pk"), by=Count("person", distinct=True))
    return rules.annotate(
        people=Coalesce(Subquery(counts.values("by")), 0), times=Coalesce(Subquery(counts.values("n")), 0)
    )


def has_feedback_since(since: datetime) -> Q:
    """A condition on rules: staff gave any feedback on them since then."""
    of_rule = {"rule": OuterRef("pk"), "at__gte": since}
    return Q(Exists(FeedbackEntry.objects.not_undone().filter(**of_rule))) | Q(
        Exists(OptionUse.objects.not_undone().filter(**of_rule))
    )


def friction_reasons(rules: Iterable[int], since: datetime, limit: int) -> dict[int, list[str]]:
    """Why these rules get in the way, as staff wrote it: the newest reasons for each rule, by its key. One query."""
    rows: Any = (
        FeedbackEntry.objects.not_undone().filter(FRICTION, rule__in=list(rules), at__gte=since).exclude(words="")
    )
    turn = Window(RowNumber(), partition_by=F("rule"), order_by=[F("at").desc(), F("pk").desc()])
    reasons: dict[int, list[str]] = defaultdict(list)
    for rule, text in rows.annotate(turn=turn).filter(turn__lte=limit).order_by("turn").values_list("rule", "words"):
        reasons[rule].append(text)
    return reasons
