"""What `verify` asks of the glossary."""

from collections import Counter
from typing import Any

from policyhub.evidence.canonical import canonical
from policyhub.evidence.models import Event
from policyhub.glossary.models import TermReading


def check_term_readings() -> tuple[dict[str, int], list[str]]:
    """Check that readings and their events match one for one: ({}, a sentence for each problem)."""
    events = Event.objects.filter(verb="words read").order_by("pk")
    values = events.values_list("chain__subject", "at", "actor", "actor_key", "after")
    expected, problems = Counter[tuple[Any, ...]](values.iterator(500)), []
    for reading in TermReading.objects.order_by("pk").iterator(500):
        # Put together as text: what was altered need not be JSON any more
        after = f'{{"digest":{canonical(reading.digest)},"versions":{reading.versions}}}'
        event = (reading.subject, reading.at, reading.person_name, reading.person_id, after)
        if expected[event]:
            expected[event] -= 1
        else:
            problems.append(f"What {reading.person_name} read of the glossary was altered")
    problems += [
        f"What {actor} read of the glossary is gone, or was altered" for _s, _at, actor, *_ in expected.elements()
    ]
    return {}, problems
