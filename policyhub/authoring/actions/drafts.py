"""Drafts: kept while somebody types, closed when it is saved or thrown away.

They leave no events: nothing of it is a rule yet.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from policyhub.accounts.models import User
from policyhub.registry.models import Rule

from ..models import Draft


@dataclass(frozen=True)
class SubmittedDraft:
    """What a form says of itself each time it is sent."""

    key: UUID
    place: str
    sequence: int
    data: str = ""
    rule: Rule | None = None
    version: int = 0
    follows: UUID | None = None  # the draft that it was begun from
    follows_sequence: int = 0


def keep(submitted: SubmittedDraft, *, by: User, now: datetime) -> bool:
    """Keep what was typed, unless something newer is kept already. False once the draft is closed.

    Requests may be lost, doubled or overtake one another: the highest ``sequence`` wins, whatever comes when.
    """
    own_drafts = Draft.objects.open().filter(pk=submitted.key, person=by)
    new = {"sequence": submitted.sequence, "data": submitted.data, "version": submitted.version, "saved_at": now}
    older = own_drafts.filter(sequence__lt=submitted.sequence)
    if older.update(**new):
        return True
    with transaction.atomic():
        identity = {"person": by, "place": submitted.place, "rule": submitted.rule}
        _draft, was_created = Draft.objects.get_or_create(pk=submitted.key, defaults=new | identity)
        if was_created:
            _close_followed(submitted, by=by, now=now)
    # Another request may have made it since we looked, and an older one at that
    return was_created or bool(older.update(**new)) or own_drafts.exists()


@transaction.atomic
def close(submitted: SubmittedDraft, *, by: User, now: datetime) -> None:
    """It was saved, or thrown away. What is still on its way finds it closed."""
    closed = {"data": "", "closed_at": now}
    if not Draft.objects.filter(pk=submitted.key, person=by).update(**closed):
        identity = {"person": by, "place": submitted.place, "rule": submitted.rule, "saved_at": now}
        Draft.objects.get_or_create(pk=submitted.key, defaults=identity | closed | {"sequence": submitted.sequence})
    _close_followed(submitted, by=by, now=now)


def _close_followed(submitted: SubmittedDraft, *, by: User, now: datetime) -> None:
    """Close the draft that this one goes on with, unless another window has gone on writing it meanwhile."""
    if submitted.follows is not None:
        old = Draft.objects.open().filter(pk=submitted.follows, person=by, sequence=submitted.follows_sequence)
        old.update(data="", closed_at=now)


def forget_closed(now: datetime) -> str:
    """Take away drafts that were closed long ago."""
    deleted, _by_model = Draft.objects.filter(closed_at__lt=now - Draft.KEPT_CLOSED).delete()
    return f"forgot {deleted} closed drafts" if deleted else ""
