"""What people do with one tap. Each verb: one transaction, and no event, because the tap is the record.

===============  =============================================================================
verb             what comes of it
===============  =============================================================================
offer            one more use of an option
helped           the rule helped once more
friction         the rule gets in the way; a second one by the same person on one day is the first
say why          the sentence of a friction is what it says now
outcome          the customer was content, or was not; the last answer stands
undo             taken back, within a day; what was taken back stays so
feel             the one answer that a person has about a black rule
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

BELIEVED = timedelta(days=14)  # how far back a device may say that a tap was
DOUBLE = timedelta(seconds=10)  # two taps on one button within it are one
ONE_FRICTION = timedelta(days=1)
MOST_A_DAY = 60  # taps of one person on one rule
AnyTap = TypeVar("AnyTap", OptionUse, FeedbackEntry)


@dataclass(frozen=True)
class Sent:
    """How a tap came: its key, and when it was, as the device says."""

    client_key: UUID | None = None
    at: datetime | None = None

    def when(self, now: datetime) -> datetime:
        """The device's time if it can be believed, else now."""
        at = self.at
        return at if at is not None and now - BELIEVED <= at <= now else now

    def key(self, what: str, by: User) -> UUID:
        """The key of the row: one page has one key for all its buttons, and may have been kept for several people."""
        return uuid5(self.client_key, f"{by.pk} {what}") if self.client_key else uuid4()


@transaction.atomic
def offer(edition: Edition, situation: UUID, option: UUID, sent: Sent, *, by: User, now: datetime) -> OptionUse:
    """``by`` offered this option. Raises ValidationError where ``edition`` does not have it there."""
    _check_has(edition, situation, option)
    place = {"rule_id": edition.rule_id, "situation_key": situation, "option_key": option}
    use = OptionUse(**place, client_key=sent.key(f"{edition.rule_id} {situation} {option}", by))
    return _once(use, edition, sent, DOUBLE, place, by=by, now=now)


@transaction.atomic
def helped(edition: Edition, sent: Sent, *, by: User, now: datetime) -> FeedbackEntry:
    return _signal(FeedbackEntry.Kind.HELPED, edition, sent, DOUBLE, by=by, now=now)


@transaction.atomic
def friction(edition: Edition, sent: Sent, *, by: User, now: datetime) -> FeedbackEntry:
    return _signal(FeedbackEntry.Kind.FRICTION, edition, sent, ONE_FRICTION, by=by, now=now)


def _signal(kind: str, edition: Edition, sent: Sent, within: timedelta, *, by: User, now: datetime) -> FeedbackEntry:
    place = {"rule_id": edition.rule_id, "kind": kind, "edition_number": edition.number}
    signal = FeedbackEntry(**place, client_key=sent.key(f"{edition.rule_id} {kind}", by))
    return _once(signal, edition, sent, within, place, by=by, now=now)


def _once(
    tap: AnyTap,
    edition: Edition,
    sent: Sent,
    within: timedelta,
    place: dict[str, object],
    *,
    by: User,
    now: datetime,
) -> AnyTap:
    """``tap`` saved, or the row that it is already."""
    User.objects.get_queryset().select_for_update(no_key=True).get(pk=by.pk)  # one tap of a person after the other
    rows = type(tap)._default_manager
    if there := rows.filter(client_key=tap.client_key).first():
        return there
    tap.person, tap.at, tap.edition_number = by, sent.when(now), edition.number
    near = {"at__gt": tap.at - within, "at__lt": tap.at + within, "undone_at": None}
    if there := rows.filter(person=by, **place, **near).first():
        return there
    _check_enough(edition, tap.at, by)
    tap.save()
    return tap


def situation_with(edition: Edition, option: UUID) -> UUID:
    """The key of the situation in which ``edition`` has this option. Raises ValidationError where none has."""
    for situation in edition.said["situations"]:
        if str(option) in [each["key"] for each in situation["options"]]:
            return UUID(situation["key"])
    raise ValidationError(_("This rule doesn't have that option."))


def _check_has(edition: Edition, situation: UUID, option: UUID) -> None:
    if situation_with(edition, option) != situation:
        raise ValidationError(_("This rule doesn't have that option."))


def _check_enough(edition: Edition, at: datetime, by: User) -> None:
    """A stuck button, or somebody who wants to be many, fills no list."""
    day = {"rule": edition.rule_id, "person": by, "at__gt": at - timedelta(days=1), "at__lte": at}
    if OptionUse.objects.filter(**day).count() + FeedbackEntry.objects.filter(**day).count() >= MOST_A_DAY:
        raise ValidationError(_("That's a lot of taps for one day. No more are counted for this rule today."))


@transaction.atomic
def say_why(signal: FeedbackEntry, words: str, *, by: User, now: datetime) -> FeedbackEntry:
    """The sentence that goes with a friction, while it can be taken back."""
    signal = FeedbackEntry.objects.select_for_update().get(pk=signal.pk, person=by)
    if not signal.may_undo(now):
        raise ValidationError({"words": _("This was more than a day ago and can't be changed.")})
    signal.words = words.replace("\0", "").strip()
    signal.save(update_fields=["words"])
    return signal


@transaction.atomic
def outcome(use: OptionUse, what: str, *, by: User, now: datetime) -> OptionUse:
    use = OptionUse.objects.select_for_update().get(pk=use.pk, person=by)
    if use.undone_at is None and use.outcome != what:
        use.outcome, use.outcome_at = what, now
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
def feel(edition: Edition, fine: bool, *, by: User, now: datetime) -> Pulse:
    """Whether ``by`` feels fine enforcing it: the last answer stands. It counts from when it arrives, so that a
    figure already shown stays as it is. Raises ValidationError where the rule was not black."""
    if edition.flexibility != Flexibility.BLACK:
        raise ValidationError(_("Only black rules ask this."))
    pulse, new = Pulse.objects.get_or_create(rule_id=edition.rule_id, person=by, defaults={"fine": fine, "at": now})
    if not new and pulse.fine != fine:
        pulse.fine, pulse.at = fine, now
        pulse.save(update_fields=["fine", "at"])
    return pulse
