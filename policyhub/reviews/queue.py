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
    wanted = Q(open__isnull=False) | Q(holds=True, next_review__lte=today)
    return rules.filter(wanted, retired=False).order_by("due", "title", "pk")


def mine(person: User) -> Q:
    """Whose turn it is: the reviewer's, else the owner's."""
    return Q(open__reviewer=person) | Q(open__reviewer=None, owner=person)


def waiting_for(person: User, now: datetime, today: date, limit: int = 20) -> list[Any]:
    """What ``person`` should look at, for To do."""
    rules = queue(person, now, today).filter(mine(person)).defer("body", "customer_text")
    return list(rules[:limit])


def next_day(person: User, now: datetime, today: date) -> date | None:
    """The day on which the next rule falls due, if none is due now."""
    rules: Any = Rule.objects.in_register(person, now)
    ahead = rules.filter(holds=True, next_review__gt=today)
    found: date | None = ahead.aggregate(day=Min("next_review"))["day"]
    return found


def looked_at(rules: Iterable[int]) -> dict[int, str]:
    """Those of these rules that somebody is to look at now, with the words for whoever they are in the way of."""
    found = Review.objects.open().filter(rule__in=list(rules)).values_list("rule", flat=True)
    return dict.fromkeys(found, _("A review is under way."))
