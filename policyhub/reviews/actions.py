"""What may happen to reviews. Each verb: one transaction, one event on each rule it is about.

===========  ===================  ========================================================
verb         a review that is     becomes
===========  ===================  ========================================================
open         not there            open
close        open, or not there   closed; the rule's next day is set
set day      (none)               the rule's next day is set
open round   (new)                open, with a review for each picked rule
close round  open                 closed; its open reviews stay open by themselves
===========  ===================  ========================================================
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from policyhub.accounts.models import Organisation, User
from policyhub.evidence.record import record
from policyhub.registry.models import Rule
from policyhub.ui.pages import Stale

from .models import Outcome, Review, Round, Why

REQUESTED_DUE_WITHIN = timedelta(days=14)  # until a review that somebody asked for is due


@dataclass(frozen=True)
class ReviewSnapshot:
    """A rule's review when somebody opened the page: the key of the open review, if any, and the next day."""

    review: int | None
    next_review: date | None

    @classmethod
    def of(cls, rule: Rule) -> "ReviewSnapshot":
        return cls(Review.objects.open().filter(rule=rule).values_list("pk", flat=True).first(), rule.next_review)


def local_date(now: datetime) -> date:
    return timezone.localdate(now, Organisation.current().zone)


@transaction.atomic
def open_review(
    rule: Rule,
    *,
    by: User,
    now: datetime,
    note: str = "",
    in_round: Round | None = None,
    batch: UUID | None = None,
) -> Review:
    """Ask for a review now. If one is open already, that is it, and nothing is written."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if existing := Review.objects.open().filter(rule=rule).first():
        return existing
    review = Review.objects.create(
        rule=rule,
        why=Why.ROUND if in_round else Why.ASKED,
        note=note,
        round=in_round,
        reviewer=in_round.reviewer if in_round else rule.owner,
        due=in_round.due if in_round else local_date(now) + REQUESTED_DUE_WITHIN,
        opened_by=by,
        opened_by_name=str(by),
        opened_at=now,
    )
    after = {"why": review.why, "due": review.due, "reviewer": str(review.reviewer or ""), "note": note}
    record(rule.subject, "review opened", by=by, now=now, after=after, batch=batch)
    return review


@transaction.atomic
def close_review(
    rule: Rule, outcome: str, evidence: str, next_day: date, *, snapshot: ReviewSnapshot, by: User, now: datetime
) -> Review:
    """Record what a review of ``rule`` found. A rule that was merely due needs no review opened first."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if snapshot != ReviewSnapshot.of(rule):
        raise Stale
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": _("Choose an outcome.")})
    if not evidence.strip():
        raise ValidationError({"evidence": _("Add a sentence of evidence.")})
    if next_day <= local_date(now):
        raise ValidationError({"next_day": _("The next review must be in the future.")})
    review = Review.objects.open().filter(rule=rule).first() or Review.objects.create(
        rule=rule,
        why=Why.DUE,
        reviewer=rule.owner,
        due=rule.next_review or local_date(now),
        opened_by=by,
        opened_by_name=str(by),
        opened_at=now,
    )
    outcome_fields = {"outcome": outcome, "evidence": evidence.strip(), "next_day": next_day}
    Review.objects.filter(pk=review.pk).update(**outcome_fields, closed_by=by, closed_by_name=str(by), closed_at=now)
    Rule.objects.filter(pk=rule.pk).update(next_review=next_day, checked_at=now, checked_by=by)
    before = {"next_review": rule.next_review}
    record(rule.subject, "reviewed", by=by, now=now, before=before, after=outcome_fields | {"next_review": next_day})
    review.refresh_from_db()
    return review


@transaction.atomic
def set_next_review(rule: Rule, day: date, *, by: User, now: datetime) -> None:
    """Say by hand when a rule is looked at next. The same day again is nothing."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if day <= local_date(now):
        raise ValidationError({"day": _("The date must be in the future.")})
    if rule.next_review != day:
        _save_next_review(rule, day)
        before, after = {"next_review": rule.next_review}, {"next_review": day}
        record(rule.subject, "review day set", by=by, now=now, before=before, after=after)


def _save_next_review(rule: Rule, day: date) -> None:
    Rule.objects.filter(pk=rule.pk).update(next_review=day)


@transaction.atomic
def open_round(review_round: Round, rules: Iterable[Rule], *, by: User, now: datetime) -> Round:
    """Begin a round: each rule without an open review gets one; the others are left to theirs."""
    if review_round.due <= local_date(now):
        raise ValidationError({"due": _("The date must be in the future.")})
    review_round.opened_by, review_round.opened_at = by, now
    review_round.save()
    batch = uuid4()
    under_review = set(Review.objects.open().values_list("rule", flat=True))
    picked = [rule for rule in rules if rule.pk not in under_review]
    if not picked:
        raise ValidationError(_("There's nothing to review: no rule matches, or each has an open review already."))
    for rule in picked:
        open_review(rule, by=by, now=now, in_round=review_round, batch=batch)
    after = {
        "name": review_round.name,
        "reviewer": str(review_round.reviewer),
        "due": review_round.due,
        "rules": len(picked),
    }
    record("organisation", "round opened", by=by, now=now, after=after, batch=batch)
    return review_round


@transaction.atomic
def close_round(review_round: Round, *, by: User, now: datetime) -> None:
    """End a round; what is still open in it goes on as a review by itself."""
    if not Round.objects.filter(pk=review_round.pk, closed_at=None).update(closed_by=by, closed_at=now):
        return
    left = review_round.reviews.filter(closed_at=None).count()
    record("organisation", "round closed", by=by, now=now, after={"name": review_round.name, "left open": left})
