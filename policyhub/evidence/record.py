"""Write down what somebody did."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from .canonical import canonical
from .models import Chain, Event

Actor = models.Model | str


def record(
    subject: str,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    batch: UUID | None = None,
) -> Event:
    """Add one event to the chain of ``subject``. Call it last in the transaction of the change itself.

    The chain's row is locked here and not before, so that writers of different subjects never wait
    for each other.
    """
    with transaction.atomic():
        chain, _ = Chain.objects.get_or_create(subject=subject)
        chain = Chain.objects.select_for_update().get(pk=chain.pk)
        event = Event(
            chain=chain,
            sequence=chain.length + 1,
            at=now,
            actor=str(by),
            actor_key_id=None if isinstance(by, str) else by.pk,
            verb=verb,
            before=canonical(before or {}),
            after=canonical(after or {}),
            batch=batch,
            previous=chain.head,
        )
        event.digest = event.compute_digest(subject)
        event.save()
        Chain.objects.filter(pk=chain.pk).update(length=event.sequence, head=event.digest)
    return event
