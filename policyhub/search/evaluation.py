"""How well look-up finds what was meant, measured on a list of questions."""

import csv
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from .questions import TECHNIQUES
from .search import find


@dataclass(frozen=True)
class EvaluatedQuestion:
    """One question: where the meant document came (1 is first, 0 is not at all) and how long it took."""

    query: str
    file: str
    style: str
    rank: int
    ms: float


def ask_all(path: Path, without: tuple[str, ...] = ()) -> list[EvaluatedQuestion]:
    """Ask every row of a CSV file with the columns query, file and, if it has one, style.

    ``without``: techniques to leave out."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not {"query", "file"} <= rows[0].keys():
        raise ValueError(f"{path} needs the columns query and file, and at least one row.")
    find("warm up", None)
    return [ask(row["query"], row["file"], row.get("style") or "", without) for row in rows]


def ask(query: str, file: str, style: str, without: tuple[str, ...] = ()) -> EvaluatedQuestion:
    begin = time.perf_counter()
    sources = [hit.edition.rule.source for hit in find(query, None, without=without)]
    ms = (time.perf_counter() - begin) * 1000
    return EvaluatedQuestion(query, file, style, sources.index(file) + 1 if file in sources else 0, ms)


def figures(evaluated: Iterable[EvaluatedQuestion]) -> dict[str, float]:
    ranks = [question.rank for question in evaluated]
    n = len(ranks)
    return {
        "n": n,
        "hit@1": round(sum(r == 1 for r in ranks) / n, 3),
        "hit@5": round(sum(1 <= r <= 5 for r in ranks) / n, 3),
        "mrr": round(sum(1 / r for r in ranks if r) / n, 3),
    }


def evaluate(path: Path, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Figures over all questions, over each style, and milliseconds in process."""
    evaluated = ask_all(path, without)
    styles = sorted({question.style for question in evaluated} - {""})
    times = sorted(question.ms for question in evaluated)
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return {
        "all": figures(evaluated),
        **{style: figures(question for question in evaluated if question.style == style) for style in styles},
        "ms": {"median": round(median(times), 1), "p95": round(p95, 1)},
    }


def evaluate_each(path: Path) -> dict[str, Any]:
    """The figures without each technique, and without any of them: what it adds is what is missing there."""
    left_out = {f"without {technique}": (technique,) for technique in TECHNIQUES} | {"without all of them": TECHNIQUES}
    return {name: evaluate(path, without) for name, without in left_out.items()}
