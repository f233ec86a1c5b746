"""What people do with one tap. Each action: one transaction, and no event, because the tap is the record.

===============  =============================================================================
action           what it records
===============  =============================================================================
record_offer     one more use of an option
record_helped    the rule helped once more
record_friction  the rule gets in the way; a second one by the same person on one day is the first
set_reason       the sentence that goes with a friction is replaced
record_outcome   the customer was content, or was not; the last answer stands
undo             taken back, within a day; what was taken back stays so
answer_pulse     the one answer that a person has about a black rule
===============  =============================================================================

A tap that comes twice is one row: by its key, whenever it comes, and a double tap by its moment, whatever its key.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.registry.models import Edition, Flexibility

from ..models import FeedbackEntry, OptionUse, Pulse

MAX_BACKDATING = timedelta(days=14)  # how far back a device may say that a tap was
DOUBLE_TAP_WITHIN = timedelta(seconds=10)  # two taps on one button within it are one
ONE_FRICTION_WITHIN = timedelta(days=1)
MAX_TAPS_A_DAY = 60  # taps of one person on one rule
AnyTap = TypeVar("AnyTap", OptionUse, FeedbackEntry)


@dataclass(frozen=True)
class DeviceStamp:
    """What the device sent with a tap: a key, and the time at which it happened."""

    client_key: UUID | None = None
    at: datetime | None = None

    def when(self, now: datetime) -> datetime:
        """The device's time if it lies within the last 14 days, else now."""
        at = self.at
        return at if at is not None and now - MAX_BACKDATING <= at <= now else now

    def key(self, action: str, by: User) -> UUID:
        """The key of the row. A page has one key for all its buttons and people, so person and action are mixed in."""
        return uuid5(self.client_key, f"{by.pk} {action}") if self.client_key else uuid4()


@transaction.atomic
def record_offer(
    edition: Edition, situation: UUID, option: UUID, stamp: DeviceStamp, *, by: User, now: datetime
) -> OptionUse:
    """``by`` offered this option. Raises ValidationError where ``edition`` does not have it there."""
    _check_has_option(edition, situation, option)
    fields = {"rule_id": edition.rule_id, "situation_key": situation, "option_key": option}
    use = OptionUse(**fields, client_key=stamp.key(f"{edition.rule_id} {situation} {option}", by))
    return _save_once(use, edition, stamp, DOUBLE_TAP_WITHIN, fields, by=by, now=now)


@transaction.atomic
def record_helped(edition: Edition, stamp: DeviceStamp, *, by: User, now: datetime) -> FeedbackEntry:
    return _save_entry(FeedbackEntry.Kind.HELPED, edition, stamp, DOUBLE_TAP_WITHIN, by=by, now=now)


@transaction.atomic
def record_friction(edition: Edition, stamp: DeviceStamp, *, by: User, now: datetime) -> FeedbackEntry:
    return _save_entry(FeedbackEntry.Kind.FRICTION, edition, stamp, ONE_FRICTION_WITHIN, by=by, now=now)


def _save_entry(
    kind: str, edition: Edition, stamp: DeviceStamp, within: timedelta, *, by: User, now: datetime
) -> FeedbackEntry:
    fields = {"rule_id": edition.rule_id, "kind": kind, "edition_number": edition.number}
    entry = FeedbackEntry(**fields, client_key=stamp.key(f"{edition.rule_id} {kind}", by))
    return _save_once(entry, edition, stamp, within, fields, by=by, now=now)


def _save_once(
    tap: AnyTap,
    edition: Edition,
    stamp: DeviceStamp,
    within: timedelta,
    fields: dict[str, object],
    *,
    by: User,
    now: datetime,
) -> AnyTap:
    """Save ``tap``, or return the row that an earlier click of the same tap saved. Raises ValidationError at the daily
    limit. ``fields`` and ``within`` say which tap counts as the same."""
    User.objects.get_queryset().select_for_update(no_key=True).get(pk=by.pk)  # one tap of a person after the other
    rows = type(tap)._default_manager
    if existing := rows.filter(client_key=tap.client_key).first():
        return existing
    tap.person, tap.at, tap.edition_number = by, stamp.when(now), edition.number
    window = {"at__gt": tap.at - within, "at__lt": tap.at + within, "undone_at": None}
    if existing := rows.filter(person=by, **fields, **window).first():
        return existing
    _check_daily_limit(edition, tap.at, by)
    tap.save()
    return tap


def situation_with(edition: Edition, option: UUID) -> UUID:
    """The key of the situation in which ``edition`` has this option. Raises ValidationError where none has."""
    for situation in edition.content_data["situations"]:
        if str(option) in [each["key"] for each in situation["options"]]:
            return UUID(situation["key"])
    raise ValidationError(_("This rule doesn't have that option."))


def _check_has_option(edition: Edition, situation: UUID, option: UUID) -> None:
    if situation_with(edition, option) != situation:
        raise ValidationError(_("This rule doesn't have that option."))


def _check_daily_limit(edition: Edition, at: datetime, by: User) -> None:
    """Raises ValidationError after 60 taps by one person on one rule within a day."""
    day = {"rule": edition.rule_id, "person": by, "at__gt": at - timedelta(days=1), "at__lte": at}
    if OptionUse.objects.filter(**day).count() + FeedbackEntry.objects.filter(**day).count() >= MAX_TAPS_A_DAY:
        raise ValidationError(_("That's a lot of taps for one day. No more are counted for this rule today."))


@transaction.atomic
def set_reason(entry: FeedbackEntry, text: str, *, by: User, now: datetime) -> FeedbackEntry:
    """Set the sentence that goes with a friction. Raises ValidationError once it is more than a day old."""
    entry = FeedbackEntry.objects.select_for_update().get(pk=entry.pk, person=by)
    if not entry.may_undo(now):
        raise ValidationError({"words": _("This was more than a day ago and can't be changed.")})
    entry.words = text.replace("\0", "").strip()
    entry.save(update_fields=["words"])
    return entry


@transaction.atomic
def record_outcome(use: OptionUse, outcome: str, *, by: User, now: datetime) -> OptionUse:
    use = OptionUse.objects.select_for_update().get(pk=use.pk, person=by)
    if use.undone_at is None and use.outcome != outcome:
        use.outcome, use.outcome_at = outcome, now
        use.save(update_fields=["outcome", "outcome_at"])
    return use


@transaction.atomic
def undo(tap: AnyTap, *, by: User, now: datetime) -> AnyTap:
    """Take it back; twice is once. Raises ValidationError after a day."""
    row = type(tap)._default_manager.select_for_update().get(pk=tap.pk, person=by)
    if row.undone_at is None:
        if not row.may_undo(now):
            raise ValidationError(_("This was more than a day ago and can't be undone."))
        row.undone_at = now
        row.save(update_fields=["undone_at"])
    return row


@transaction.atomic
def answer_pulse(edition: Edition, fine: bool, *, by: User, now: datetime) -> Pulse:
    """Whether ``by`` feels fine enforcing it: the last answer stands. It counts from when it arrives, so that a
    figure already shown stays as it is. Raises ValidationError where the rule was not black."""
    if edition.flexibility != Flexibility.BLACK:
        raise ValidationError(_("Only black rules ask this."))
    pulse, created = Pulse.objects.get_or_create(
        rule_id=edition.rule_id, person=by, defaults={"fine": fine, "at": now}
    )
    if not created and pulse.fine != fine:
        pulse.fine, pulse.at = fine, now
        pulse.save(update_fields=["fine", "at"])
    return pulse
