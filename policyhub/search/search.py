"""Look-up: one question, the rules in force that answer it, best first.

``questions`` understands the words, ``candidates`` finds at most ``CANDIDATES`` rows that the reader may know of and
that are in force at that instant, ``ranking`` puts them in order. Both engines do only the finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.registry.models import Edition

from . import arrays, candidates, questions, ranking
from . import statement_timeout as bounds

CANDIDATES = 500
MOST = 20


@dataclass(frozen=True)
class Hit:
    """An edition that answers, and how well: the lower the score the better."""

    edition: Edition
    score: float


class Hits(list[Hit]):
    """What was found. ``cut_short`` if looking took too long, so that only titles were looked at, or nothing."""

    cut_short = False


def find(text: str, reader: User | None, at: datetime | None = None, without: Iterable[str] = ()) -> Hits:
    """The editions in force at ``at`` that answer ``text``, best first, at most MOST.

    ``reader`` None reads everything: for commands on the server itself. Never raises for any text. ``without``:
    techniques of ``questions.TECHNIQUES`` to leave out, to measure what each adds.
    """
    best_of = best(text, reader, at or timezone.now(), without)
    editions = (
        Edition.objects.select_related("rule__owner", "rule__checked_by")
        .prefetch_related("signoffs")
        .in_bulk([key for key, _score in best_of.rows])
    )
    hits = Hits(Hit(editions[key], score) for key, score in best_of.rows)
    hits.cut_short = best_of.cut_short
    return hits


@dataclass(frozen=True)
class Best:
    """(edition, score) of what was found, and whether looking was cut short."""

    rows: list[tuple[int, float]]
    cut_short: bool = False


def best(text: str, reader: User | None, at: datetime, without: Iterable[str] = ()) -> Best:
    """The keys of the editions that ``find`` finds, in their order."""
    question = questions.read(text)
    if question is None:
        return Best([])
    try:
        questions.understand(question, without)
        return Best(*ranked(ranking.wanted(question), reader, at))
    except bounds.TookTooLong:
        return Best([], cut_short=True)


def ranked(wants: list[ranking.Wanted], reader: User | None, at: datetime) -> tuple[list[tuple[int, float]], bool]:
    """(edition, score) of the best, and whether looking was cut short."""
    found, cut_short = look(wants, reader, at)
    scored: dict[int, float] = {}
    stems = ranking.stems_of(wants)
    for edition, worth, bag in found:
        score = ranking.score(wants, stems, bag) if bag else 0.0
        scored[edition] = -(score or worth / 1_000_000)
    best = sorted(scored.items(), key=lambda row: (row[1], row[0]))
    return best[:MOST], cut_short


def look(wants: list[ranking.Wanted], reader: User | None, at: datetime) -> tuple[list[tuple[Any, ...]], bool]:
    """(edition, worth, bag) of the candidates; of the titles alone where all took too long."""
    for arms in (candidates.ARMS, candidates.TITLES_ONLY):
        try:
            sql, values = candidates.statement(wants, may_see(reader, at), CANDIDATES, arms)
            return bounds.fetch(sql, values), arms is not candidates.ARMS
        except bounds.TookTooLong:
            continue
    raise bounds.TookTooLong


def may_see(reader: User | None, at: datetime) -> dict[str, Any]:
    return {
        "at": connection.ops.adapt_datetimefield_value(at),
        "all": int(reader is None or reader.is_admin),
        "teams": arrays.array(list(reader.roles) if reader else []),
    }
