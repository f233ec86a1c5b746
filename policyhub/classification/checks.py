"""What `verify` asks of decisions."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from policyhub.classification.models import Decision
from policyhub.evidence.canonical import canonical
from policyhub.evidence.models import Event


def altered_decisions() -> Iterator[str]:
    """A sentence for each decision that differs from its event, or lacks one."""
    events = Event.objects.filter(verb="decided").order_by("pk")
    event_rows = events.values_list("chain__subject", "at", "actor", "actor_key", "after")
    unmatched: Counter[tuple[Any, ...]] = Counter(event_rows.iterator(500))
    for decision in Decision.objects.select_related("rule").order_by("pk").iterator(500):
        event = (decision.rule.subject, decision.at, decision.by_name, decision.by_id, canonical(decision.event_data))
        if unmatched[event]:
            unmatched[event] -= 1
        else:
            yield f"A decision of {decision.at:%Y-%m-%d} on {decision.rule.reference} was altered"
    for subject, at, *_ in unmatched.elements():
        yield f"A decision of {at:%Y-%m-%d} on {subject.removeprefix('rule:')} is gone, or was altered"


def check_decisions() -> tuple[dict[str, int], list[str]]:
    return {}, list(altered_decisions())
