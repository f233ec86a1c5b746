"""Look-up: one question, the rules in force that answer it, best first.

Both engines match words by OR, look for matching titles first, rank at most ``CANDIDATES`` rows, and test in the same
statement what is in force at that instant and what the reader may know of.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from policyhub.accounts.models import Organisation, User
from policyhub.registry.models import Edition

from . import cards
from .index import WEIGHTS
from .words import asked

CANDIDATES = 500
MOST = 20

# What the reader may see: their teams are numbers from the database, so they can stand in the statement.
SEEN = """s.starts <= %(at)s AND (s.ends IS NULL OR s.ends > %(at)s)
    AND (%(all)s = 1 OR NOT EXISTS (SELECT 1 FROM registry_rule r WHERE r.id = s.rule_id AND r.restricted)
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


# The hits with what is kept of their cards, and what of it lives on beside the edition.
WITH_CARDS = """
SELECT h.edition_id, c.made_of, c.answer, c.plain, w.name, w.phone, n.name FROM ({hits}) h
JOIN registry_edition e ON e.id = h.edition_id JOIN registry_rule r ON r.id = e.rule_id
LEFT JOIN lookup_card c ON c.edition_id = h.edition_id
LEFT JOIN accounts_user w ON w.id = r.owner_id LEFT JOIN accounts_user n ON n.id = r.captured_by_id
ORDER BY h.score, h.edition_id"""


@dataclass(frozen=True)
class Hit:
    """An edition that answers, and how well: the lower the score the better."""

    edition: Edition
    score: float


def find(text: str, reader: User | None, at: datetime | None = None) -> list[Hit]:
    """The editions in force at ``at`` that answer ``text``, best first, at most MOST.

    ``reader`` None reads everything: for commands on the server itself. Never raises for any text.
    """
    words = asked(text)
    if not words:
        return []
    rows = ranked(words, reader, at or timezone.now())
    editions = (
        Edition.objects.select_related("rule__owner")
        .prefetch_related("signoffs")
        .in_bulk([key for key, _score in rows])
    )
    return [Hit(editions[key], score) for key, score in rows]


class Found(NamedTuple):
    """What is kept of the card of an edition that answers."""

    answer: str
    plain: str


def find_cards(text: str, reader: User, organisation: Organisation, at: datetime) -> list[Found]:
    """The cards of what ``find`` finds, in one statement; those that are old are rendered for this once."""
    words = asked(text)
    if not words:
        return []
    sql, values = statement(words, reader, at)
    with connection.cursor() as cursor:
        cursor.execute(WITH_CARDS.format(hits=sql), values)
        rows = cursor.fetchall()
    found = {
        key: Found(answer, plain)
        for key, made_of, answer, plain, *people in rows
        if made_of == cards.made_of(organisation, *people)
    }
    old = (
        Edition.objects.filter(pk__in=[row[0] for row in rows if row[0] not in found])
        if len(found) < len(rows)
        else ()
    )
    for edition in old and old.select_related("rule__owner", "rule__captured_by").prefetch_related("signoffs"):
        made = cards.make(edition, edition.rule, organisation)
        found[edition.pk] = Found(made.answer, made.plain)
    return [found[row[0]] for row in rows]


def ranked(words: list[tuple[str, ...]], reader: User | None, at: datetime) -> list[tuple[int, float]]:
    sql, values = statement(words, reader, at)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(int(key), float(score)) for key, score in cursor.fetchall()]


def statement(words: list[tuple[str, ...]], reader: User | None, at: datetime) -> tuple[str, dict[str, Any]]:
    """SQL whose rows are the key of an edition and its score, and its values."""
    teams = ", ".join(str(int(key)) for key in reader.roles) if reader and reader.roles else "NULL"
    parts = {"seen": SEEN.format(teams=teams), "candidates": CANDIDATES, "most": MOST}
    values: dict[str, Any] = {
        "at": connection.ops.adapt_datetimefield_value(at),
        "all": int(reader is None or reader.is_admin),
    }
    sql, extra = (for_sqlite if connection.vendor == "sqlite" else for_postgres)(words, parts)
    return sql, values | extra


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
