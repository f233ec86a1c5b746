"""What ``verify`` asks of editions and readings: each is what its events say it is, and what its digest holds."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from policyhub.evidence.canonical import canonical, digest
from policyhub.evidence.models import Event
from policyhub.registry.models import Edition
from policyhub.registry.models.edition import State

from .actions import status

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


def check_editions() -> tuple[dict[str, int], list[str]]:
    """Counts the editions and names all that is altered in them, their signatures and decisions."""
    said, found, count = recorded(), list[str](), 0
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
