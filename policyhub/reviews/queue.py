"""What is to be looked at again, most urgent first: open reviews, and rules whose day has come."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, FilteredRelation, Min, Q, When
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.registry.models import Rule

from .models import Review


def queue(person: User, now: datetime, today: date) -> Any:
    """Rules with their open review as ``open``, and ``due``: its day, else the rule's own."""
    rules: Any = Rule.objects.in_register(person, now)
    rules = rules.annotate(open=FilteredRelation("reviews", condition=Q(reviews__closed_at=None)))
    rules = rules.annotate(due=Case(When(open__isnull=False, then=F("open__due")), default=F("next_review")))
    is_due = Q(open__isnull=False) | Q(holds=True, next_review__lte=today)
    return rules.filter(is_due, retired=False).order_by("due", "title", "pk")


def assigned_to(person: User) -> Q:
    """A condition on rules of the queue: ``person`` is the reviewer or, where there is none, the owner."""
    return Q(open__reviewer=person) | Q(open__reviewer=None, owner=person)


def waiting_for(person: User, now: datetime, today: date, limit: int = 20) -> list[Any]:
    """What ``person`` should look at, for To do."""
    rules = queue(person, now, today).filter(assigned_to(person)).defer("body", "customer_text")
    return list(rules[:limit])


def next_day(person: User, now: datetime, today: date) -> date | None:
    """The day on which the next rule falls due, if none is due now."""
    rules: Any = Rule.objects.in_register(person, now)
    ahead = rules.filter(holds=True, next_review__gt=today)
    day: date | None = ahead.aggregate(day=Min("next_review"))["day"]
    return day


def reviews_under_way(rules: Iterable[int]) -> dict[int, str]:
    """The rules with an open review, by key, with the sentence that staff who reported them read. One query."""
    rule_keys = Review.objects.open().filter(rule__in=list(rules)).values_list("rule", flat=True)
    return dict.fromkeys(rule_keys, _("A review is under way."))
