"""What `verify` asks of the glossary."""

from collections import Counter
from typing import Any

from policyhub.evidence.canonical import canonical
from policyhub.evidence.models import Event
from policyhub.glossary.models import TermReading


def check_term_readings() -> tuple[dict[str, int], list[str]]:
    """Who read our words, and the events that tell of it, are the same, one for one."""
    events = Event.objects.filter(verb="words read").order_by("pk")
    told = events.values_list("chain__subject", "at", "actor", "actor_key", "after")
    said, found = Counter[tuple[Any, ...]](told.iterator(500)), []
    for r in TermReading.objects.order_by("pk").iterator(500):
        # Put together as text: what was altered need not be JSON any more
        after = f'{{"digest":{canonical(r.digest)},"versions":{r.versions}}}'
        event = (r.subject, r.at, r.person_name, r.person_id, after)
        if said[event]:
            said[event] -= 1
        else:
            found.append(f"What {r.person_name} read of the glossary was altered")
    found += [f"What {actor} read of the glossary is gone, or was altered" for _s, _at, actor, *_ in said.elements()]
    return {}, found
