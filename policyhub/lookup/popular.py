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

PERIOD = timedelta(days=28)
MAX_STORED = 60  # more than anybody is shown, since not everybody may read every rule
MAX_SHOWN = 6


@transaction.atomic
def update_popular(now: datetime) -> str:
    """Count anew what was offered and what helped in the last four weeks, as a job of the clock. Two clocks save one
    after the other, or each would be there twice: the organisation is the lock."""
    popular = sorted(count_uses(now), key=lambda entry: (-entry.times, entry.rule_id))[:MAX_STORED]
    Organisation.objects.select_for_update().filter(pk=1).first()
    stored = PopularRule.objects.values_list("rule", "situation_key", "situation", "times")
    if list(stored) == [(entry.rule_id, entry.situation_key, entry.situation, entry.times) for entry in popular]:
        return ""
    PopularRule.objects.all().delete()
    PopularRule.objects.bulk_create(popular)
    return f"{len(popular)} counted"


def count_uses(now: datetime) -> Iterator[PopularRule]:
    """Each situation of an edition in force that something was offered in, and each rule that helped."""
    since = {"at__gte": now - PERIOD, "undone_at": None}
    offered = OptionUse.objects.filter(**since).order_by().values("rule", "situation_key").annotate(n=Count("pk"))
    times = {(row["rule"], str(row["situation_key"])): row["n"] for row in offered}
    rules = {rule for rule, _key in times}
    for edition in Edition.objects.in_force(now).exclude(change=Change.RETIRE).filter(rule__in=rules):
        for situation in edition.content_data["situations"]:
            if n := times.get((edition.rule_id, situation["key"])):
                yield PopularRule(
                    rule_id=edition.rule_id, situation_key=UUID(situation["key"]), situation=situation["text"], times=n
                )
    helped = FeedbackEntry.objects.filter(kind=FeedbackEntry.Kind.HELPED, **since).exclude(rule__in=rules)
    for row in helped.order_by().values("rule").annotate(n=Count("pk")):
        yield PopularRule(rule_id=row["rule"], times=row["n"])


def popular_rules(person: User, now: datetime) -> list[tuple[PopularRule, SearchRow]]:
    """The most popular rules in force that ``person`` may read, each with its search row. Two queries."""
    stored = list(PopularRule.objects.all())
    if not stored:
        return []
    rows = SearchRow.objects.in_force(now).for_reader(person).filter(rule__in=[entry.rule_id for entry in stored])
    rows_by_rule = {row.rule_id: row for row in rows.select_related("rule").only("title", "flexibility", "rule__slug")}
    return [(entry, rows_by_rule[entry.rule_id]) for entry in stored if entry.rule_id in rows_by_rule][:MAX_SHOWN]
