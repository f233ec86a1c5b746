"""What `verify` asks of decisions."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from policyhub.classification.models import Decision
from policyhub.evidence.canonical import canonical
from policyhub.evidence.models import Event


def altered_decisions() -> Iterator[str]:
    """Decisions and the events that tell of them are the same, one for one."""
    events = Event.objects.filter(verb="decided").order_by("pk")
    told = events.values_list("chain__subject", "at", "actor", "actor_key", "after")
    said: Counter[tuple[Any, ...]] = Counter(told.iterator(500))
    for d in Decision.objects.select_related("rule").order_by("pk").iterator(500):
        event = (d.rule.subject, d.at, d.by_name, d.by_id, canonical(d.told))
        if said[event]:
            said[event] -= 1
        else:
            yield f"A decision of {d.at:%Y-%m-%d} on {d.rule.reference} was altered"
    for subject, at, *_ in said.elements():
        yield f"A decision of {at:%Y-%m-%d} on {subject.removeprefix('rule:')} is gone, or was altered"


def check_decisions() -> tuple[dict[str, int], list[str]]:
    return {}, list(altered_decisions())
