"""The queue of questions: who waits, for whom, and since when."""

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

MAX_LISTED = 20
MAX_SIMILAR = 3
RECENT = timedelta(days=30)
ANSWERS_LISTED_FOR = timedelta(days=7)
CASES_COUNTED_FOR = timedelta(days=90)
MAX_MEDIAN_SAMPLE = 5000
SAVING_TAKES_AT_MOST = timedelta(minutes=1)  # from the moment that a case has to its being saved, at most
MAX_RECENT_KEYS = 100
NEWEST_PATTERN = re.compile(rf"[0-9]{{1,18}}(?:,[0-9]{{1,18}}){{0,{MAX_RECENT_KEYS}}}")

CUSTOMER_WAITING, ASKED, LOGGED = range(3)


def waiting_for(person: User, now: datetime) -> CaseQuerySet:
    """What ``person`` may answer and nobody has: those at the till first, what is only logged last, oldest first."""
    turn = models.Case(
        When(kind=Case.Kind.LOG, then=Value(LOGGED)),
        When(waiting=True, then=Value(CUSTOMER_WAITING)),
        default=Value(ASKED),
    )
    cases = Case.objects.open().for_answerer(person).with_signed_rule(person, now)
    return cases.annotate(turn=turn).order_by("turn", "at", "pk")


def newest_for(person: User, now: datetime) -> str:
    """The questions that the page of ``person`` lists already, for its next poll: "41,43,44" is the highest settled
    key, then each key after it. A key is given before its row is saved, so 42 may still appear."""
    questions = _questions_for(person)
    settled = questions.filter(at__lt=now - SAVING_TAKES_AT_MOST).aggregate(newest=Max("pk"))["newest"] or 0
    recent_keys = questions.filter(pk__gt=settled).order_by("-pk").values_list("pk", flat=True)
    return ",".join(map(str, [settled, *recent_keys[:MAX_RECENT_KEYS]]))


def questions_since(person: User, newest: str) -> list[Case]:
    """The questions for ``person`` that are not in ``newest``, which ``newest_for`` gave their page. One query."""
    settled, *listed = map(int, newest.split(",")) if NEWEST_PATTERN.fullmatch(newest) else [0]
    return list(_questions_for(person).filter(pk__gt=settled).exclude(pk__in=listed).order_by("pk")[:MAX_LISTED])


def _questions_for(person: User) -> CaseQuerySet:
    """What waits for an answer of ``person``; what was only logged waits for nobody."""
    return Case.objects.open().for_answerer(person).exclude(kind=Case.Kind.LOG)


def answers_for(person: User, now: datetime) -> list[Case]:
    """Answers to ``person``, newest first: those that they have not seen, and all of the last seven days. A page that
    lay open beside the till says that it was seen; so an answer stays for a week, however it was heard. To do alone
    shows them: the bar stands on pages that are kept for everybody, and asks nothing."""
    fresh = Q(heard_at=None) | Q(answered_at__gte=now - ANSWERS_LISTED_FOR)
    return list(
        Case.objects.filter(fresh, person=person).exclude(answer="").order_by("-answered_at", "-pk")[:MAX_LISTED]
    )


def recently_answered(person: User, now: datetime) -> list[Case]:
    """What was answered in the last thirty days and ``person`` may read, newest first; not their own questions, which
    have a page of their own. So an answer with no rule behind it is found again, and a rule can be written from it."""
    answered = Case.objects.readable_by(person).filter(answered_at__gte=now - RECENT).exclude(person=person)
    return list(answered.with_signed_rule(person, now).order_by("-answered_at", "-pk")[:MAX_LISTED])


def approved_in_name_of(person: User, now: datetime) -> list[Case]:
    """What colleagues recorded lately as approved by ``person``, so that they know of it."""
    noted = Case.objects.filter(granted_by=person, in_person=True, at__gte=now - RECENT)
    return list(noted.with_signed_rule(person, now).order_by("-at")[:MAX_LISTED])


def answered_before(rule: Rule | None) -> list[Case]:
    """The last affirmed answers about ``rule``, whoever asked."""
    if rule is None:
        return []
    affirmed = Case.objects.filter(rule=rule, answer__in=Case.AFFIRMED, erased_at=None)
    return list(affirmed.order_by("-answered_at")[:MAX_SIMILAR])


def to_do_context(person: User, now: datetime) -> dict[str, Any]:
    """The template context of the cases on To do: those that wait for ``person``, and answers to their own."""
    context: dict[str, Any] = {"now": now, "new_answers": answers_for(person, now)}
    return context | {"cases": list(waiting_for(person, now)[:MAX_LISTED]), "newest": newest_for(person, now)}


@dataclass(frozen=True)
class WaitingTimes:
    """How long people wait for an answer: the median of the last thirty days, and the longest that waits now."""

    median: timedelta | None
    longest: timedelta | None


def waiting_times(person: User, now: datetime) -> WaitingTimes:
    """Of all that ``person`` may answer or read; what was only logged waits for nobody."""
    questions = Case.objects.exclude(kind=Case.Kind.LOG)
    answered = questions.readable_by(person).filter(answered_at__gte=now - RECENT).order_by("-answered_at")
    seconds = _answer_seconds(answered.values_list("at", "answered_at")[:MAX_MEDIAN_SAMPLE])
    oldest = questions.open().for_answerer(person).aggregate(oldest=Min("at"))["oldest"]
    return WaitingTimes(timedelta(seconds=median(seconds)) if seconds else None, now - oldest if oldest else None)


def _answer_seconds(times: Iterable[tuple[datetime, datetime | None]]) -> list[float]:
    """Seconds from each question to its answer."""
    return [(answered - at).total_seconds() for at, answered in times if answered]


def case_counts(rule: Rule, now: datetime) -> dict[str, int]:
    """How often staff asked about ``rule``, logged, and were granted something above the limit. One query."""
    granted = ~Q(granted_by_name="")
    recent_cases = Case.objects.filter(rule=rule, at__gte=now - CASES_COUNTED_FOR).order_by()
    counts: dict[str, int] = recent_cases.aggregate(
        asked=Count("pk", filter=~Q(kind=Case.Kind.LOG) & ~granted),
        logged=Count("pk", filter=Q(kind=Case.Kind.LOG)),
        granted=Count("pk", filter=granted),
    )
    return counts
