"""Look-up: one question, the rules in force that answer it, best first.

Both engines match words by OR, look for matching titles first, rank at most ``CANDIDATES`` rows, and test in the same
statement what is in force at that instant and what the reader may know of.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.registry.models import Edition

from .index import WEIGHTS
from .words import asked

CANDIDATES = 500
MOST = 20

# What the reader may see: their teams are numbers from the database, so they can stand in the statement.
SEEN = """s.starts <= %(at)s AND (s.ends IS NULL OR s.ends > %(at)s)
    AND (%(all)s = 1 OR NOT s.restricted
    OR EXISTS (SELECT 1 FROM registry_rule_restricted_to t WHERE t.rule_id = s.rule_id AND t.team_id IN ({teams})))"""

SQLITE = """
WITH hits AS (
    SELECT rowid, rank AS score FROM (
        SELECT f.rowid, bm25(lookup_fts, {weights}) AS rank FROM lookup_fts f
        JOIN lookup_searchrow s ON s.id = f.rowid
        WHERE lookup_fts MATCH %(titles)s AND {seen} LIMIT {candidates})
    UNION ALL
    SELECT rowid, rank FROM (
        SELECT f.rowid, bm25(lookup_fts, {weights}) AS rank FROM lookup_fts f
        JOIN lookup_searchrow s ON s.id = f.rowid
        WHERE lookup_fts MATCH %(words)s AND {seen} LIMIT {candidates}))
SELECT s.edition_id, MIN(h.score) AS score FROM hits h JOIN lookup_searchrow s ON s.id = h.rowid
GROUP BY s.edition_id ORDER BY score, s.edition_id LIMIT {most}"""

POSTGRES = """
WITH candidates AS (
    (SELECT s.id, s.edition_id, s.vector, s.length FROM lookup_searchrow s
     WHERE s.vector @@ %(titles)s::tsquery AND {seen} LIMIT {candidates})
    UNION
    (SELECT s.id, s.edition_id, s.vector, s.length FROM lookup_searchrow s
     WHERE s.vector @@ %(words)s::tsquery AND {seen} LIMIT {candidates})),
counted AS (
    SELECT c.edition_id, c.vector, count(*) OVER () AS n, {counts},
        0.3 + 0.9 * c.length / avg(c.length) OVER () AS long FROM candidates c),
weighed AS (
    SELECT edition_id, long, {weights}, {rarities} FROM counted)
SELECT edition_id, -({ranks}) AS score FROM weighed ORDER BY score, edition_id LIMIT {most}"""


@dataclass(frozen=True)
class Hit:
    """An edition that answers, and how well: the lower the score the better."""

    edition: Edition
    score: float


def find(text: str, reader: User | None, at: datetime | None = None) -> list[Hit]:
    """The editions in force at ``at`` that answer ``text``, best first, at most MOST.

    ``reader`` None reads everything: for commands on the server itself. Never raises for any text.
    """
    rows = best(text, reader, at or timezone.now())
    editions = (
        Edition.objects.select_related("rule__owner")
        .prefetch_related("signoffs")
        .in_bulk([key for key, _score in rows])
    )
    return [Hit(editions[key], score) for key, score in rows]


def best(text: str, reader: User | None, at: datetime) -> list[tuple[int, float]]:
    """The keys of the editions that ``find`` finds, and their scores."""
    words = asked(text)
    return ranked(words, reader, at) if words else []


def ranked(words: list[tuple[str, ...]], reader: User | None, at: datetime) -> list[tuple[int, float]]:
    teams = ", ".join(str(int(key)) for key in reader.roles) if reader and reader.roles else "NULL"
    parts = {"seen": SEEN.format(teams=teams), "candidates": CANDIDATES, "most": MOST}
    values: dict[str, Any] = {
        "at": connection.ops.adapt_datetimefield_value(at),
        "all": int(reader is None or reader.is_admin),
    }
    if connection.vendor == "sqlite":
        sql, extra = for_sqlite(words, parts)
    else:
        sql, extra = for_postgres(words, parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, **extra})
        return [(int(key), float(score)) for key, score in cursor.fetchall()]


def for_sqlite(words: list[tuple[str, ...]], parts: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Each form is quoted; the last word is a prefix, since it may still be being typed."""
    terms = [" OR ".join(f'"{form}"' for form in forms) for forms in words]
    terms[-1] += "".join(f' OR "{form}"*' for form in words[-1])
    match = " OR ".join(f"({term})" for term in terms)
    weights = ", ".join(str(w) for w in WEIGHTS)
    sql = SQLITE.format(weights=weights, **parts)
    return sql, {"titles": f"{{title words}} : ({match})", "words": match}


def for_postgres(words: list[tuple[str, ...]], parts: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """As above, ranked by BM25 over the candidates: rare words and short texts weigh more.

    ``ts_rank_cd`` of one word is its weighted frequency, a tenth for each time it stands in a body.
    """
    last = len(words) - 1
    terms = [" | ".join(f"'{form}'{':*' if i == last else ''}" for form in forms) for i, forms in enumerate(words)]
    titles = [" | ".join(f"'{form}':{'*' if i == last else ''}A" for form in forms) for i, forms in enumerate(words)]
    names = {f"t{i}": term for i, term in enumerate(terms)}
    each = {
        "counts": "count(*) FILTER (WHERE c.vector @@ %({t})s::tsquery) OVER () AS n{t}",
        "weights": "ts_rank_cd('{{0.1, 0.3, 0.4, 1.0}}', vector, %({t})s::tsquery) * 10 AS w{t}",
        "rarities": "ln(1 + (n - n{t} + 0.5) / (n{t} + 0.5)) AS r{t}",
    }
    columns = {name: ", ".join(column.format(t=t) for t in names) for name, column in each.items()}
    ranks = " + ".join(f"r{t} * w{t} / (w{t} + long)" for t in names)
    sql = POSTGRES.format(ranks=ranks, **columns, **parts)
    return sql, {"titles": " | ".join(titles), "words": " | ".join(terms), **names}
