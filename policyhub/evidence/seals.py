"""A seal a day over all that happened, so that a chain that was rewritten whole no longer fits it."""

import json
from datetime import date, datetime

from django.db import transaction

from .canonical import canonical
from .models import Chain, Seal


def sealed_heads() -> dict[str, list[object]]:
    """Subject to [length, head], as all seals so far leave them."""
    heads: dict[str, list[object]] = {}
    for text in Seal.objects.order_by("day").values_list("heads", flat=True):
        heads.update(json.loads(text))
    return heads


def seal_day(day: date, *, now: datetime) -> Seal | None:
    """Seal what moved since the last seal; None if ``day`` or a later day is sealed already."""
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("-day").first()
        if last is not None and last.day >= day:
            return None
        sealed = sealed_heads()
        heads = {c.subject: [c.length, c.head] for c in Chain.objects.order_by("subject")}
        moved = {subject: head for subject, head in heads.items() if sealed.get(subject) != head}
        seal = Seal(day=day, at=now, heads=canonical(moved), previous=last.digest if last else "")
        seal.digest = seal.compute_digest()
        seal.save()
    return seal
