"""What was told of a rule, counted: how often it got in the way and by how many people, how often it helped."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from policyhub.registry.models import Rule

from .models import OptionUse, Signal
from .uses import counts

LATELY = timedelta(days=90)
FRICTION, HELPED = Q(kind=Signal.Kind.FRICTION), Q(kind=Signal.Kind.HELPED)


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


def told_about(rule: Rule, since: datetime) -> Told:
    return told_of([rule.pk], since)[rule.pk]


def told_of(rules: Iterable[int], since: datetime) -> dict[int, Told]:
    """What was told of each of these rules since then. Two queries."""
    keys, found = list(rules), defaultdict[int, dict[str, int]](dict)
    of_rule = {"rule__in": keys, "at__gte": since}
    people = Count("person", filter=FRICTION, distinct=True)
    friction, helped = Count("pk", filter=FRICTION), Count("pk", filter=HELPED)
    signals = Signal.objects.told().filter(**of_rule).order_by().values_list("rule")
    for key, *told in signals.annotate(f=friction, p=people, h=helped):
        found[key] |= dict(zip(("friction", "people", "helped"), told, strict=True))
    uses = OptionUse.objects.told().filter(**of_rule).order_by().values_list("rule")
    for key, *told in uses.annotate(**counts()):
        found[key] |= dict(zip(("uses", "content", "not_content"), told, strict=True))
    return {key: Told(**found[key]) for key in keys}


def sentences(rules: Iterable[int], since: datetime, most: int) -> dict[int, list[str]]:
    """Why these rules get in the way, in the words of those who said so: the newest of each. One query."""
    rows: Any = Signal.objects.told().filter(FRICTION, rule__in=list(rules), at__gte=since).exclude(words="")
    turn = Window(RowNumber(), partition_by=F("rule"), order_by=[F("at").desc(), F("pk").desc()])
    found: dict[int, list[str]] = defaultdict(list)
    for rule, words in rows.annotate(turn=turn).filter(turn__lte=most).order_by("turn").values_list("rule", "words"):
        found[rule].append(words)
    return found
