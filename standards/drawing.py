"""Results over time: what is drawn for each measure, and in how many months it was met.

Places are shares of the drawing, so that it is as wide as there is room and its words keep their size.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from .models import Met, Result

MOST = 120  # results that one drawing bears
MONTHS = 12
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
RANGE = re.compile(rf"({NUMBER.pattern})\s*(?:to|and|bis|und|-|–)\s*({NUMBER.pattern})")
Place = tuple[str, str]


@dataclass(frozen=True)
class Drawing:
    """The results of one measure, oldest first, and where each stands."""

    criterion: str
    target: str
    results: list[Result]
    points: list[tuple[Result, Place]]
    strokes: list[tuple[Place, Place]]
    aims: list[str]  # heights of the target's lines
    top: str  # the highest and lowest that is drawn, as amounts; "" where there are none
    bottom: str
    met: int
    months: int

    @property
    def latest(self) -> Result | None:
        return self.results[-1] if self.results else None


def numbers_of(target: str) -> list[Decimal]:
    """The amount that a target names, or the two it lies between; none where that is not plain.

    "8 in 10" is about eight; "1,5" is one and a half, "1,500" is many.
    """
    if between := RANGE.search(target):
        return [amount(text) for text in between.groups()]
    found = [amount(text) for text in NUMBER.findall(target)]
    of_so_many = re.search(r"\d\s*(?:in|of|out of|von|/)\s*\d", target)
    return found[:1] if len(found) == 1 or of_so_many else []


def amount(text: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    whole, _point, rest = text.replace(",", ".").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}.{rest}" if whole else rest)


def months_met(results: Iterable[Result]) -> tuple[int, int]:
    """(in how many it was met, of how many months with results): the last twelve of them."""
    ordered = sorted(results, key=lambda one: one.ends)
    months = [[one.met for one in of] for _m, of in groupby(ordered, lambda one: (one.ends.year, one.ends.month))]
    return sum(set(of) == {Met.YES} for of in months[-MONTHS:]), len(months[-MONTHS:])


def draw(criterion: str, target: str, results: Sequence[Result]) -> Drawing:
    """``results``: oldest first, none of them corrected."""
    shown = list(results)[-MOST:]
    values = [one.value for one in shown if one.value is not None]
    aims = numbers_of(target) if values else []
    low, high = (min([*values, *aims]), max([*values, *aims])) if values else (Decimal(0), Decimal(0))
    points = [(one, (across(one.ends, shown), up(one.value, low, high))) for one in shown]
    met, months = months_met(results)
    drawn = [place for one, place in points if one.value is not None]
    lines = [up(aim, low, high) for aim in aims]
    top, bottom = (f"{high.normalize():f}", f"{low.normalize():f}") if values else ("", "")
    return Drawing(criterion, target, list(results), points, [*pairwise(drawn)], lines, top, bottom, met, months)


def across(day: date, shown: Sequence[Result]) -> str:
    first, last = shown[0].ends, shown[-1].ends
    return share((day - first).days / (last - first).days if last > first else 0.5, 0.04, 0.96)


def up(value: Decimal | None, low: Decimal, high: Decimal) -> str:
    """How high a value stands; what has none, or is all alone, stands in the middle."""
    return share(float((value - low) / (high - low)) if value is not None and high > low else 0.5, 0.86, 0.14)


def share(part: float, start: float, end: float) -> str:
    return f"{100 * (start + part * (end - start)):.2f}%"


def drawings(measures: Sequence[dict[str, Any]], whole: str, results: Iterable[Result]) -> list[Drawing]:
    """One for each measure there is, checked or not; then for the standard as a whole, whose target is ``whole``,
    and for measures that are gone, where there are results."""
    by_key: dict[str, list[Result]] = {}
    for one in sorted(results, key=lambda one: (one.ends, one.at, one.pk)):
        by_key.setdefault(str(one.measure or ""), []).append(one)
    found = []
    for measure in measures:
        target = f"{measure['target']} {measure['unit']}".strip()
        found.append(draw(measure["criterion"], target, by_key.pop(str(measure["key"]), [])))
    for key, of in by_key.items():
        found.append(draw(of[-1].criterion, "" if key else whole, of))
    return found
