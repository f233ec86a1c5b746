"""Recompute all evidence from the database and name what was altered."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from . import guards
from .models import Chain, Event, Seal
from .verbs import subject_display


@dataclass
class Findings:
    """What was counted, and a sentence for each thing that is not as it was recorded."""

    counts: dict[str, int] = field(default_factory=dict)
    altered: list[str] = field(default_factory=list)


Check = Callable[[], tuple[dict[str, int], Iterable[str]]]
checks: list[Check] = []  # apps add theirs in AppConfig.ready


def chain_problems(chain: Chain) -> Iterator[str]:
    """What is wrong in one chain."""
    previous, length = "", 0
    for event in Event.objects.filter(chain=chain).order_by("sequence").iterator(500):
        length += 1
        name = f"Event {event.sequence} of {chain}, “{event.verb_display}”,"
        if event.sequence != length:
            yield f"{name} follows a gap: event {length} is missing"
            length = event.sequence
        if event.digest != event.compute_digest(chain.subject):
            yield f"{name} was altered"
        if event.previous != previous:
            yield f"{name} doesn't follow the event before it"
        previous = event.digest
    if (chain.length, chain.head) != (length, previous):
        yield f"{chain}: {length} of {chain.length} recorded events are left, or the last one was replaced"


def check_events() -> tuple[dict[str, int], list[str]]:
    altered: list[str] = []
    for chain in Chain.objects.order_by("subject").iterator():
        altered += chain_problems(chain)
    return {"events": Event.objects.count()}, altered


def check_seals() -> tuple[dict[str, int], list[str]]:
    altered, previous = [], ""
    for seal in Seal.objects.order_by("day"):
        if seal.digest != seal.compute_digest() or seal.previous != previous:
            altered.append(f"The seal of {seal.day} was altered")
        altered += seal_problems(seal)
        previous = seal.digest
    return {"seals": Seal.objects.count()}, altered


def seal_problems(seal: Seal) -> Iterator[str]:
    """Subjects whose events are no longer what this seal saw."""
    try:
        heads = json.loads(seal.heads)
        sealed = [(subject, int(length), head) for subject, (length, head) in heads.items()]
    except (ValueError, TypeError, AttributeError):
        yield f"The seal of {seal.day} can't be read"
        return
    for subject, length, head in sealed:
        digests = Event.objects.filter(chain__subject=subject, sequence=length).values_list("digest", flat=True)
        if list(digests) != [head]:
            yield f"{subject_display(subject)}: the events aren't the ones sealed on {seal.day}"


def check_guards() -> tuple[dict[str, int], list[str]]:
    return {}, [f"The guard {name} is missing" for name in guards.missing()]


@contextmanager
def consistent_snapshot() -> Iterator[None]:
    """All that is read stands as it did at one moment, whoever writes meanwhile; nobody waits for the reader."""
    database: Any = connection
    database.ensure_connection()  # SQLite's settings are read when it is opened
    if database.in_atomic_block:
        yield
    elif database.vendor == "sqlite":
        usual_mode, database.transaction_mode = database.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            database.transaction_mode = usual_mode
    else:
        with transaction.atomic():
            database.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def verify() -> Findings:
    """Run every check; an empty ``altered`` means that all is intact."""
    findings = Findings()
    with consistent_snapshot():
        for check in [check_events, check_seals, check_guards, *checks]:
            counts, altered = check()
            findings.counts.update(counts)
            findings.altered += altered
    return findings
