"""What ``verify`` asks of editions and readings: each is what its events say it is, and what its digest holds."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from policyhub.evidence.canonical import canonical, digest
from policyhub.evidence.models import Event
from policyhub.registry.models import Edition
from policyhub.registry.models.edition import State

from .actions import edition_status

IN_LISTS = ("reference", "title", "flexibility", "rationale")  # what lists read beside the content


def recorded_editions() -> dict[str, dict[str, Any]]:
    """Subject to what its events say last of each edition: {"rule:R-014": {"3": {...}}}."""
    recorded: dict[str, dict[str, Any]] = {}
    events = Event.objects.filter(after__contains='"editions"').order_by("chain", "sequence")
    for subject, after in events.values_list("chain__subject", "after").iterator(500):
        try:
            editions = json.loads(after)["editions"].items()
            recorded.setdefault(subject, {}).update({number: dict(fields) for number, fields in editions})
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # an altered event, which the check of events names
    return recorded


def columns_match_content(edition: Edition) -> bool:
    """The columns beside the content say the same as the content."""
    try:
        content = edition.raw()
        stored = {name: content[name] for name in IN_LISTS} | content["edition"]
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
    return bool(json.loads(canonical(columns)) == {name: stored.get(name) for name in columns})


def edition_problems(edition: Edition, expected: dict[str, Any] | None) -> Iterator[str]:
    name = f"Version {edition.number} of {edition.rule.reference}"
    if digest(edition.content) != edition.digest or not columns_match_content(edition):
        yield f"{name}: its text or details were altered"
    if expected is None:
        yield f"{name}: no event recorded it"
        return
    current = json.loads(canonical(edition_status(edition)))
    for key in sorted(current.keys() | expected.keys()):
        if current.get(key) != expected.get(key):
            yield f"{name}: {key} was altered"
    if edition.state == State.APPROVED and not edition.adopted and not edition.signoffs.all():
        yield f"{name}: approved, but not signed"


def overlap_problems(editions: list[Edition]) -> Iterator[str]:
    """Editions of one rule that would be in force at the same time."""
    spans = [e for e in editions if e.state == State.APPROVED and e.starts and e.starts != e.ends]
    spans.sort(key=lambda e: (e.starts, e.number))
    for edition, next_edition in pairwise(spans):
        if edition.ends is None or next_edition.starts is None or edition.ends > next_edition.starts:
            numbers = f"{edition.number} and {next_edition.number}"
            yield f"Versions {numbers} of {edition.rule.reference} are in force together"


def check_editions() -> tuple[dict[str, int], list[str]]:
    """Counts the editions and names all that is altered in them, their signatures and decisions."""
    recorded, problems, count = recorded_editions(), list[str](), 0
    rule_editions: list[Edition] = []
    editions = Edition.objects.select_related("rule").prefetch_related("signoffs").order_by("rule", "number")
    for edition in editions.iterator(200):
        count += 1
        expected = recorded.get(f"rule:{edition.rule.reference}", {}).pop(str(edition.number), None)
        problems += edition_problems(edition, expected)
        if rule_editions and rule_editions[0].rule_id != edition.rule_id:
            problems += overlap_problems(rule_editions)
            rule_editions = []
        rule_editions.append(edition)
    problems += overlap_problems(rule_editions)
    missing = [(subject, number) for subject, numbers in recorded.items() for number in numbers]
    problems += [f"Version {number} of {subject.removeprefix('rule:')} is gone" for subject, number in missing]
    return {"editions": count}, problems
