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

from . import arrays, candidates, questions, ranking, statement_timeout

CANDIDATES = 500
MAX_RESULTS = 20


@dataclass(frozen=True)
class Hit:
    """An edition that answers, and how well: the lower the score the better."""

    edition: Edition
    score: float


class Hits(list[Hit]):
    """What was found. ``cut_short`` if looking took too long, so that only titles were looked at, or nothing."""

    cut_short = False


def find(text: str, reader: User | None, at: datetime | None = None, without: Iterable[str] = ()) -> Hits:
    """The editions in force at ``at`` that answer ``text``, best first, at most MAX_RESULTS.

    ``reader`` None reads everything: for commands on the server itself. Never raises for any text. ``without``:
    techniques of ``questions.TECHNIQUES`` to leave out, to measure what each adds.
    """
    ranked = rank_editions(text, reader, at or timezone.now(), without)
    editions = (
        Edition.objects.select_related("rule__owner", "rule__checked_by")
        .prefetch_related("signoffs")
        .in_bulk([key for key, _score in ranked.rows])
    )
    hits = Hits(Hit(editions[key], score) for key, score in ranked.rows)
    hits.cut_short = ranked.cut_short
    return hits


@dataclass(frozen=True)
class RankedEditions:
    """(edition, score) of what was found, and whether looking was cut short."""

    rows: list[tuple[int, float]]
    cut_short: bool = False


def rank_editions(text: str, reader: User | None, at: datetime, without: Iterable[str] = ()) -> RankedEditions:
    """The keys of the editions that ``find`` finds, in their order."""
    question = questions.parse(text)
    if question is None:
        return RankedEditions([])
    try:
        questions.understand(question, without)
        return RankedEditions(*rank(ranking.weigh_concepts(question), reader, at))
    except statement_timeout.SearchTimeoutError:
        return RankedEditions([], cut_short=True)


def rank(
    concepts: list[ranking.WeightedConcept], reader: User | None, at: datetime
) -> tuple[list[tuple[int, float]], bool]:
    """(edition, score) of the best, and whether looking was cut short."""
    candidate_rows, cut_short = fetch_candidates(concepts, reader, at)
    scored: dict[int, float] = {}
    stems = ranking.stems_of(concepts)
    for edition, worth, bag in candidate_rows:
        score = ranking.score(concepts, stems, bag) if bag else 0.0
        scored[edition] = -(score or worth / 1_000_000)
    ranking_order = sorted(scored.items(), key=lambda row: (row[1], row[0]))
    return ranking_order[:MAX_RESULTS], cut_short


def fetch_candidates(
    concepts: list[ranking.WeightedConcept], reader: User | None, at: datetime
) -> tuple[list[tuple[Any, ...]], bool]:
    """(edition, worth, bag) of the candidates; of the titles alone where all took too long."""
    for arms in (candidates.ARMS, candidates.TITLES_ONLY):
        try:
            sql, values = candidates.statement(concepts, reader_params(reader, at), CANDIDATES, arms)
            return statement_timeout.fetch(sql, values), arms is not candidates.ARMS
        except statement_timeout.SearchTimeoutError:
            continue
    raise statement_timeout.SearchTimeoutError


def reader_params(reader: User | None, at: datetime) -> dict[str, Any]:
    return {
        "at": connection.ops.adapt_datetimefield_value(at),
        "all": int(reader is None or reader.is_admin),
        "teams": arrays.array(list(reader.roles) if reader else []),
    }
