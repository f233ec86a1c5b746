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

MAX_RESULTS = 120  # results that one drawing bears
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
        return [parse_amount(text) for text in between.groups()]
    amounts = [parse_amount(text) for text in NUMBER.findall(target)]
    of_so_many = re.search(r"\d\s*(?:in|of|out of|von|/)\s*\d", target)
    return amounts[:1] if len(amounts) == 1 or of_so_many else []


def parse_amount(text: str) -> Decimal:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    whole, _point, rest = text.replace(",", ".").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}.{rest}" if whole else rest)


def months_met(results: Iterable[Result]) -> tuple[int, int]:
    """(in how many it was met, of how many months with results): the last twelve of them."""
    ordered = sorted(results, key=lambda result: result.ends)
    months = [
        [result.met for result in month_results]
        for _m, month_results in groupby(ordered, lambda result: (result.ends.year, result.ends.month))
    ]
    return sum(set(month_results) == {Met.YES} for month_results in months[-MONTHS:]), len(months[-MONTHS:])


def draw(criterion: str, target: str, results: Sequence[Result]) -> Drawing:
    """``results``: oldest first, none of them corrected."""
    results_shown = list(results)[-MAX_RESULTS:]
    values = [result.value for result in results_shown if result.value is not None]
    target_values = numbers_of(target) if values else []
    low, high = (
        (min([*values, *target_values]), max([*values, *target_values])) if values else (Decimal(0), Decimal(0))
    )
    points = [
        (result, (x_position(result.ends, results_shown), y_position(result.value, low, high)))
        for result in results_shown
    ]
    met, months = months_met(results)
    places = [place for result, place in points if result.value is not None]
    lines = [y_position(aim, low, high) for aim in target_values]
    top, bottom = (f"{high.normalize():f}", f"{low.normalize():f}") if values else ("", "")
    return Drawing(criterion, target, list(results), points, [*pairwise(places)], lines, top, bottom, met, months)


def x_position(day: date, results: Sequence[Result]) -> str:
    first, last = results[0].ends, results[-1].ends
    return percentage((day - first).days / (last - first).days if last > first else 0.5, 0.04, 0.96)


def y_position(value: Decimal | None, low: Decimal, high: Decimal) -> str:
    """How high a value stands; what has none, or is all alone, stands in the middle."""
    return percentage(float((value - low) / (high - low)) if value is not None and high > low else 0.5, 0.86, 0.14)


def percentage(part: float, start: float, end: float) -> str:
    return f"{100 * (start + part * (end - start)):.2f}%"


def drawings(measures: Sequence[dict[str, Any]], standard_target: str, results: Iterable[Result]) -> list[Drawing]:
    """One for each measure there is, checked or not; then for the standard as a whole, whose target is ``whole``,
    and for measures that are gone, where there are results."""
    by_key: dict[str, list[Result]] = {}
    for result in sorted(results, key=lambda result: (result.ends, result.at, result.pk)):
        by_key.setdefault(str(result.measure or ""), []).append(result)
    drawn = []
    for measure in measures:
        target = f"{measure['target']} {measure['unit']}".strip()
        drawn.append(draw(measure["criterion"], target, by_key.pop(str(measure["key"]), [])))
    for key, key_results in by_key.items():
        drawn.append(draw(key_results[-1].criterion, "" if key else standard_target, key_results))
    return drawn
