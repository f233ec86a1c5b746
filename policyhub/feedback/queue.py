"""Who waits, for whom, and since when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import models
from django.db.models import Count, Max, Min, Q, Value, When

from policyhub.accounts.models import User
from policyhub.registry.models import Rule

from .models import Case
from .models.case import CaseQuerySet

SHOWN = 20
SIMILAR = 3
LOOKED_BACK = timedelta(days=30)
TOLD_FOR = timedelta(days=7)
RECORDED_FOR = timedelta(days=90)
MOST_COUNTED = 5000
ON_ITS_WAY = timedelta(minutes=1)  # from the moment that a case has to its being saved, at most
MOST_KNOWN = 100
NEWEST = re.compile(rf"[0-9]{{1,18}}(?:,[0-9]{{1,18}}){{0,{MOST_KNOWN}}}")

AT_THE_TILL, ASKED, LOGGED = range(3)


def waiting_for(person: User, now: datetime) -> CaseQuerySet:
    """What ``person`` may answer and nobody has: those at the till first, what is only logged last, oldest first."""
    turn = models.Case(
        When(kind=Case.Kind.LOG, then=Value(LOGGED)), When(waiting=True, then=Value(AT_THE_TILL)), default=Value(ASKED)
    )
    cases = Case.objects.open().for_answerer(person).as_shown(person, now)
    return cases.annotate(turn=turn).order_by("turn", "at", "pk")


def newest_for(person: User, now: datetime) -> str:
    """What waits for ``person`` already, for their page to ask what came since: the highest key of what has waited a
    while, then each key after it, "41,43,44". A key is given before the row is saved, so 42 may still come in."""
    asked = _asked_of(person)
    settled = asked.filter(at__lt=now - ON_ITS_WAY).aggregate(newest=Max("pk"))["newest"] or 0
    lately = asked.filter(pk__gt=settled).order_by("-pk").values_list("pk", flat=True)
    return ",".join(map(str, [settled, *lately[:MOST_KNOWN]]))


def came_since(person: User, newest: str) -> list[Case]:
    """What waits for ``person`` and is not in what ``newest_for`` told their page. One query."""
    settled, *known = map(int, newest.split(",")) if NEWEST.fullmatch(newest) else [0]
    return list(_asked_of(person).filter(pk__gt=settled).exclude(pk__in=known).order_by("pk")[:SHOWN])


def _asked_of(person: User) -> CaseQuerySet:
    """What waits for an answer of ``person``; what was only logged waits for nobody."""
    return Case.objects.open().for_answerer(person).exclude(kind=Case.Kind.LOG)


def answers_for(person: User, now: datetime) -> list[Case]:
    """Answers to ``person``, newest first: those that they have not seen, and all of the last seven days. A page that
    lay open beside the till says that it was seen; so an answer stays for a week, however it was heard. To do alone
    shows them: the bar stands on pages that are kept for everybody, and asks nothing."""
    fresh = Q(heard_at=None) | Q(answered_at__gte=now - TOLD_FOR)
    return list(Case.objects.filter(fresh, person=person).exclude(answer="").order_by("-answered_at", "-pk")[:SHOWN])


def answered_lately(person: User, now: datetime) -> list[Case]:
    """What was answered in the last thirty days and ``person`` may read, newest first; not their own questions, which
    have a page of their own. So an answer with no rule behind it is found again, and a rule can be written from it."""
    done = Case.objects.seen_by(person).filter(answered_at__gte=now - LOOKED_BACK).exclude(person=person)
    return list(done.as_shown(person, now).order_by("-answered_at", "-pk")[:SHOWN])


def in_the_name_of(person: User, now: datetime) -> list[Case]:
    """What colleagues noted lately that ``person`` approved, so that nobody's name is used behind their back."""
    noted = Case.objects.filter(granted_by=person, in_person=True, at__gte=now - LOOKED_BACK)
    return list(noted.as_shown(person, now).order_by("-at")[:SHOWN])


def similar(rule: Rule | None) -> list[Case]:
    """The last answers about ``rule`` that one may go by, whoever asked."""
    if rule is None:
        return []
    affirmed = Case.objects.filter(rule=rule, answer__in=Case.AFFIRMED, erased_at=None)
    return list(affirmed.order_by("-answered_at")[:SIMILAR])


def to_do_of(person: User, now: datetime) -> dict[str, Any]:
    """What To do says of cases: those that wait for ``person``, and what they were answered."""
    found: dict[str, Any] = {"now": now, "new_answers": answers_for(person, now)}
    return found | {"cases": list(waiting_for(person, now)[:SHOWN]), "newest": newest_for(person, now)}


@dataclass(frozen=True)
class Waits:
    """How long people wait for an answer: the median of the last thirty days, and the longest that waits now."""

    median: timedelta | None
    longest: timedelta | None


def waits(person: User, now: datetime) -> Waits:
    """Of all that ``person`` may answer or read; what was only logged waits for nobody."""
    asked = Case.objects.exclude(kind=Case.Kind.LOG)
    done = asked.seen_by(person).filter(answered_at__gte=now - LOOKED_BACK).order_by("-answered_at")
    took = _took(done.values_list("at", "answered_at")[:MOST_COUNTED])
    oldest = asked.open().for_answerer(person).aggregate(oldest=Min("at"))["oldest"]
    return Waits(timedelta(seconds=median(took)) if took else None, now - oldest if oldest else None)


def _took(times: Iterable[tuple[datetime, datetime | None]]) -> list[float]:
    """Seconds from each question to its answer."""
    return [(answered - at).total_seconds() for at, answered in times if answered]


def recorded(rule: Rule, now: datetime) -> dict[str, int]:
    """How often staff asked about ``rule``, logged, and were granted something above the limit. One query."""
    granted = ~Q(granted_by_name="")
    lately = Case.objects.filter(rule=rule, at__gte=now - RECORDED_FOR).order_by()
    found: dict[str, int] = lately.aggregate(
        asked=Count("pk", filter=~Q(kind=Case.Kind.LOG) & ~granted),
        logged=Count("pk", filter=Q(kind=Case.Kind.LOG)),
        granted=Count("pk", filter=granted),
    )
    return found
