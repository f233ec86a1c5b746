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
class Typed:
    """What a form says of itself each time it is sent."""

    key: UUID
    place: str
    sequence: int
    data: str = ""
    rule: Rule | None = None
    version: int = 0
    follows: UUID | None = None  # the draft that it was begun from
    follows_sequence: int = 0


def keep(typed: Typed, *, by: User, now: datetime) -> bool:
    """Keep what was typed, unless something newer is kept already. False once the draft is closed.

    Requests may be lost, doubled or overtake one another: the highest ``sequence`` wins, whatever comes when.
    """
    mine = Draft.objects.open().filter(pk=typed.key, person=by)
    new = {"sequence": typed.sequence, "data": typed.data, "version": typed.version, "saved_at": now}
    older = mine.filter(sequence__lt=typed.sequence)
    if older.update(**new):
        return True
    with transaction.atomic():
        fixed = {"person": by, "place": typed.place, "rule": typed.rule}
        _draft, made = Draft.objects.get_or_create(pk=typed.key, defaults=new | fixed)
        if made:
            _close_followed(typed, by=by, now=now)
    # Another request may have made it since we looked, and an older one at that
    return made or bool(older.update(**new)) or mine.exists()


@transaction.atomic
def close(typed: Typed, *, by: User, now: datetime) -> None:
    """It was saved, or thrown away. What is still on its way finds it closed."""
    gone = {"data": "", "closed_at": now}
    if not Draft.objects.filter(pk=typed.key, person=by).update(**gone):
        fixed = {"person": by, "place": typed.place, "rule": typed.rule, "saved_at": now}
        Draft.objects.get_or_create(pk=typed.key, defaults=fixed | gone | {"sequence": typed.sequence})
    _close_followed(typed, by=by, now=now)


def _close_followed(typed: Typed, *, by: User, now: datetime) -> None:
    """Close the draft that this one goes on with, unless another window has gone on writing it meanwhile."""
    if typed.follows is not None:
        old = Draft.objects.open().filter(pk=typed.follows, person=by, sequence=typed.follows_sequence)
        old.update(data="", closed_at=now)


def forget_closed(now: datetime) -> str:
    """Take away drafts that were closed long ago."""
    gone, _by_model = Draft.objects.filter(closed_at__lt=now - Draft.KEPT_CLOSED).delete()
    return f"forgot {gone} closed drafts" if gone else ""
