"""What ``verify`` asks of editions and readings: each is what its events say it is, and what its digest holds."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from policyhub.evidence.canonical import canonical, digest
from policyhub.evidence.models import Event

from .actions.force import status
from .models import Decision, Edition, TermReading
from .models.edition import State

IN_LISTS = ("reference", "title", "flexibility", "rationale")  # what lists read beside the content


def recorded() -> dict[str, dict[str, Any]]:
    """Subject to what its events say last of each edition: {"rule:R-014": {"3": {...}}}."""
    said: dict[str, dict[str, Any]] = {}
    events = Event.objects.filter(after__contains='"editions"').order_by("chain", "sequence")
    for subject, after in events.values_list("chain__subject", "after").iterator(500):
        try:
            editions = json.loads(after)["editions"].items()
            said.setdefault(subject, {}).update({number: dict(kept) for number, kept in editions})
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # an altered event, which the check of events names
    return said


def columns_in_content(edition: Edition) -> bool:
    """The columns beside the content say the same as the content."""
    try:
        content = edition.raw()
        kept = {name: content[name] for name in IN_LISTS} | content["edition"]
    except (ValueError, KeyError, TypeError):
        return False
    columns = {
        "reference": edition.rule.reference,
        "title": edition.title,
        "flexibility": edition.flexibility,
        "rationale": edition.rationale,
        "number": edition.number,
        "change": edition.change,
        "note": edition.note,
        "planned": edition.planned,
        "proposed_by": edition.proposed_by_name,
        "proposed_at": edition.proposed_at,
        "adopted": edition.adopted,
    }
    return bool(json.loads(canonical(columns)) == {name: kept.get(name) for name in columns})


def altered(edition: Edition, expected: dict[str, Any] | None) -> Iterator[str]:
    name = f"Version {edition.number} of {edition.rule.reference}"
    if digest(edition.content) != edition.digest or not columns_in_content(edition):
        yield f"{name}: its text or details were altered"
    if expected is None:
        yield f"{name}: no event recorded it"
        return
    now = json.loads(canonical(status(edition)))
    for key in sorted(now.keys() | expected.keys()):
        if now.get(key) != expected.get(key):
            yield f"{name}: {key} was altered"
    if edition.state == State.APPROVED and not edition.adopted and not edition.signoffs.all():
        yield f"{name}: approved, but not signed"


def overlaps(editions: list[Edition]) -> Iterator[str]:
    """Editions of one rule that would be in force at the same time."""
    spans = [e for e in editions if e.state == State.APPROVED and e.starts and e.starts != e.ends]
    spans.sort(key=lambda e: (e.starts, e.number))
    for one, next_one in pairwise(spans):
        if one.ends is None or next_one.starts is None or one.ends > next_one.starts:
            yield f"Versions {one.number} and {next_one.number} of {one.rule.reference} are in force together"


def check_decisions() -> Iterator[str]:
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


def check_editions() -> tuple[dict[str, int], list[str]]:
    """Counts the editions and names all that is altered in them, their signatures and decisions."""
    said, found, count = recorded(), list(check_decisions()), 0
    of_rule: list[Edition] = []
    editions = Edition.objects.select_related("rule").prefetch_related("signoffs").order_by("rule", "number")
    for edition in editions.iterator(200):
        count += 1
        expected = said.get(f"rule:{edition.rule.reference}", {}).pop(str(edition.number), None)
        found += altered(edition, expected)
        if of_rule and of_rule[0].rule_id != edition.rule_id:
            found += overlaps(of_rule)
            of_rule = []
        of_rule.append(edition)
    found += overlaps(of_rule)
    gone = [(subject, number) for subject, numbers in said.items() for number in numbers]
    found += [f"Version {number} of {subject.removeprefix('rule:')} is gone" for subject, number in gone]
    return {"editions": count}, found


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
