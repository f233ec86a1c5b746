"""What was told of a rule, counted: how often it got in the way and by how many people, how often it helped."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from policyhub.registry.models import Rule

from .models import FeedbackEntry, OptionUse
from .uses import counts

LATELY = timedelta(days=90)
FRICTION, HELPED = Q(kind=FeedbackEntry.Kind.FRICTION), Q(kind=FeedbackEntry.Kind.HELPED)


@dataclass(frozen=True)
class Told:
    """``friction``: times that it got in the way, of so many ``people``; ``uses``: options offered."""

    friction: int = 0
    people: int = 0
    helped: int = 0
    uses: int = 0
    content: int = 0
    not_content: int = 0

    def __bool__(self) -> bool:
        return bool(self.friction or self.helped or self.uses)


def told_of(rules: Iterable[int], since: datetime) -> dict[int, Told]:
    """What was told of each of these rules since then. Two queries."""
    keys, found = list(rules), defaultdict[int, dict[str, int]](dict)
    of_rule = {"rule__in": keys, "at__gte": since}
    people = Count("person", filter=FRICTION, distinct=True)
    friction, helped = Count("pk", filter=FRICTION), Count("pk", filter=HELPED)
    signals = FeedbackEntry.objects.told().filter(**of_rule).order_by().values_list("rule")
    for key, *told in signals.annotate(f=friction, p=people, h=helped):
        found[key] |= dict(zip(("friction", "people", "helped"), told, strict=True))
    uses = OptionUse.objects.told().filter(**of_rule).order_by().values_list("rule")
    for key, *told in uses.annotate(**counts()):
        found[key] |= dict(zip(("uses", "content", "not_content"), told, strict=True))
    return {key: Told(**found[key]) for key in keys}


def with_people(rules: QuerySet[Rule], since: datetime) -> Any:
    """Each with how many ``people`` said that it gets in the way, how many ``times``."""
    told = FeedbackEntry.objects.told().filter(FRICTION, rule=OuterRef("pk"), at__gte=since).order_by().values("rule")
    counted = told.annotate(n=Count("pk"), by=Count("person", distinct=True))
    return rules.annotate(
        people=Coalesce(Subquery(counted.values("by")), 0), times=Coalesce(Subquery(counted.values("n")), 0)
    )


def told_since(since: datetime) -> Q:
    """Of rules: those of which anything was told."""
    of_rule = {"rule": OuterRef("pk"), "at__gte": since}
    return Q(Exists(FeedbackEntry.objects.told().filter(**of_rule))) | Q(
        Exists(OptionUse.objects.told().filter(**of_rule))
    )


def sentences(rules: Iterable[int], since: datetime, most: int) -> dict[int, list[str]]:
    """Why these rules get in the way, in the words of those who said so: the newest of each. One query."""
    rows: Any = FeedbackEntry.objects.told().filter(FRICTION, rule__in=list(rules), at__gte=since).exclude(words="")
    turn = Window(RowNumber(), partition_by=F("rule"), order_by=[F("at").desc(), F("pk").desc()])
    found: dict[int, list[str]] = defaultdict(list)
    for rule, words in rows.annotate(turn=turn).filter(turn__lte=most).order_by("turn").values_list("rule", "words"):
        found[rule].append(words)
    return found
