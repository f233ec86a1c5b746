"""What is asked for most, one tap away before anybody types."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from policyhub.accounts.models import Organisation, User
from policyhub.feedback.models import FeedbackEntry, OptionUse
from policyhub.registry.models import Edition
from policyhub.registry.models.edition import Change
from policyhub.search.models import SearchRow

from .models import PopularRule

LATELY = timedelta(days=28)
KEPT = 60  # more than anybody is shown, since not everybody may read every rule
SHOWN = 6


@transaction.atomic
def count(now: datetime) -> str:
    """Count anew what was offered and what helped in the last four weeks, as a job of the clock. Two clocks save one
    after the other, or each would be there twice: the organisation is the lock."""
    found = sorted(counted(now), key=lambda one: (-one.times, one.rule_id))[:KEPT]
    Organisation.objects.select_for_update().filter(pk=1).first()
    there = PopularRule.objects.values_list("rule", "situation_key", "situation", "times")
    if list(there) == [(one.rule_id, one.situation_key, one.situation, one.times) for one in found]:
        return ""
    PopularRule.objects.all().delete()
    PopularRule.objects.bulk_create(found)
    return f"{len(found)} counted"


def counted(now: datetime) -> Iterator[PopularRule]:
    """Each situation of an edition in force that something was offered in, and each rule that helped."""
    since = {"at__gte": now - LATELY, "undone_at": None}
    offered = OptionUse.objects.filter(**since).order_by().values("rule", "situation_key").annotate(n=Count("pk"))
    times = {(row["rule"], str(row["situation_key"])): row["n"] for row in offered}
    rules = {rule for rule, _key in times}
    for edition in Edition.objects.in_force(now).exclude(change=Change.RETIRE).filter(rule__in=rules):
        for situation in edition.said["situations"]:
            if n := times.get((edition.rule_id, situation["key"])):
                yield PopularRule(
                    rule_id=edition.rule_id, situation_key=UUID(situation["key"]), situation=situation["text"], times=n
                )
    helped = FeedbackEntry.objects.filter(kind=FeedbackEntry.Kind.HELPED, **since).exclude(rule__in=rules)
    for row in helped.order_by().values("rule").annotate(n=Count("pk")):
        yield PopularRule(rule_id=row["rule"], times=row["n"])


def commonest(person: User, now: datetime) -> list[tuple[PopularRule, SearchRow]]:
    """The commonest that ``person`` may read and that are in force, each with its search row. Short rows alone."""
    kept = list(PopularRule.objects.all())
    if not kept:
        return []
    rows = SearchRow.objects.in_force(now).for_reader(person).filter(rule__in=[one.rule_id for one in kept])
    shown = {row.rule_id: row for row in rows.select_related("rule").only("title", "flexibility", "rule__slug")}
    return [(one, shown[one.rule_id]) for one in kept if one.rule_id in shown][:SHOWN]
