"""The rows worth a closer look: those with the most telling words, in their titles before anywhere else.

Each arm is one expression with a bound of its own, so that the whole costs the same however common the words are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

from django.db import connection

from . import arrays
from .ranking import WeightedConcept
from .synonyms import Form

MAX_BAGS, MAX_BAGS_FOR_ONE = 100, 40  # rows whose bags are read; of one word the titles tell most
MOST_FORMS = 12  # of one word, in an expression
MOST_WORDS = 8  # of a question, in an expression, that rules hold

READABLE = """s.starts <= %(at)s AND (s.ends IS NULL OR s.ends > %(at)s)
    AND (%(all)s = 1 OR NOT s.restricted
    OR EXISTS (SELECT 1 FROM registry_rule_restricted_to t WHERE t.rule_id = s.rule_id AND t.team_id {teams}))"""

ARM = {
    "sqlite": """SELECT * FROM (SELECT f.rowid AS id, s.edition_id, %({worth})s AS worth FROM {table} f
        CROSS JOIN search_searchrow s ON s.id = f.rowid WHERE {table} MATCH %({name})s AND {readable}
        LIMIT {limit})""",
    "postgresql": """(SELECT s.id, s.edition_id, %({worth})s::float AS worth FROM search_searchrow s
        WHERE {condition} AND {readable} LIMIT {limit})""",
}
# PostgreSQL gathers all rows of an index before it gives the first: where enough are soon met, let it walk
BY_INDEX, BY_SCAN = "s.{table} @@ %({name})s::tsquery", "(s.{table} @@ %({name})s::tsquery) IS TRUE"
SCAN_COST = 60  # what a row costs that is walked past and unpacked, were one gathered from the index to cost 1
INDEXES = {
    "sqlite": {"titles": "search_titles", "anywhere": "search_fts"},
    "postgresql": {"titles": "titles", "anywhere": "vector"},
}
STATEMENT = """
WITH hits AS ({arms}),
best AS (SELECT id, edition_id, SUM(worth) AS worth FROM hits GROUP BY id, edition_id
    ORDER BY SUM(worth) DESC, id LIMIT {max_bags})
SELECT b.edition_id, b.worth, g.weights FROM best b LEFT JOIN search_termweights g ON g.row_id = b.id"""


@dataclass(frozen=True)
class SearchArm:
    """One part of the union: rows that hold the concepts at all of ``positions`` (any of them if it is empty).

    ``index``: titles or anywhere. ``own_forms_only``: the words themselves, without synonyms and the like.
    ``share``: of all candidates, at most.
    """

    index: str
    positions: tuple[int, ...]
    own_forms_only: bool
    share: float


ARMS = (
    SearchArm("titles", (0, 1), True, 0.1),
    SearchArm("titles", (), True, 0.14),
    SearchArm("titles", (0, 1), False, 0.1),
    SearchArm("titles", (), False, 0.16),
    SearchArm("anywhere", (0, 1, 2), True, 0.1),
    SearchArm("anywhere", (0, 1), True, 0.1),
    SearchArm("anywhere", (0, 1, 2), False, 0.1),
    SearchArm("anywhere", (0, 1), False, 0.1),
    SearchArm("anywhere", (0,), True, 0.05),
    SearchArm("anywhere", (), True, 0.05),
)
TITLES_ONLY = ARMS[:4]


def statement(
    concepts: list[WeightedConcept], reader: dict[str, Any], candidates: int, arms: tuple[SearchArm, ...] = ARMS
) -> tuple[str, dict[str, Any]]:
    """The SQL that finds (edition, worth, bag), and its values. ``reader``: at, all and teams. What differs from
    question to question is a value."""
    engine = connection.vendor
    readable = READABLE.format(teams=arrays.contains("teams", "bigint"))
    selects, values = [], dict(reader)
    for n, (arm, expression, worth) in enumerate(arm_expressions(concepts, arms)):
        values |= {f"m{n}": expression, f"w{n}": worth}
        table, limit = INDEXES[engine][arm.index], max(1, round(arm.share * candidates))
        condition = (BY_SCAN if should_scan(concepts, arm, limit) else BY_INDEX).format(table=table, name=f"m{n}")
        selects.append(
            ARM[engine].format(
                worth=f"w{n}", table=table, name=f"m{n}", readable=readable, limit=limit, condition=condition
            )
        )
    max_bags = MAX_BAGS if len(concepts) > 1 else MAX_BAGS_FOR_ONE
    return STATEMENT.format(arms=" UNION ALL ".join(selects), max_bags=max_bags), values


def arm_expressions(
    concepts: list[WeightedConcept], arms: tuple[SearchArm, ...]
) -> Iterator[tuple[SearchArm, str, float]]:
    """(arm, match expression, worth), each expression once."""
    yielded = set()
    for arm in arms:
        selected = concepts_of_arm(concepts, arm)
        operator = " AND " if arm.positions else " OR "
        expression = operator.join(match_expression(concept, arm) for concept in selected)
        if connection.vendor != "sqlite":
            expression = expression.replace(" AND ", " & ").replace(" OR ", " | ")
        if selected and (arm.index, expression) not in yielded:
            yielded.add((arm.index, expression))
            worth = sum(concept.worth for concept in selected) if arm.positions else selected[-1].worth / 2
            yield arm, expression, worth * (2 if arm.index == "titles" else 1)


def concepts_of_arm(concepts: list[WeightedConcept], arm: SearchArm) -> list[WeightedConcept]:
    if not arm.positions:
        return most_telling(concepts)
    return [concepts[position] for position in arm.positions if position < len(concepts)]


def should_scan(concepts: list[WeightedConcept], arm: SearchArm, limit: int) -> bool:
    """Whether scanning ``limit`` / share rows costs less than gathering share * rows from the index.

    Titles are few, and never scanned.
    """
    return arm.index == "anywhere" and estimated_share(concepts, arm) ** 2 * concepts[0].rows > SCAN_COST * limit


def estimated_share(concepts: list[WeightedConcept], arm: SearchArm) -> float:
    """Of all rows, about how many an arm finds: as if words stood in rows independently of each other."""
    shares = [concept.own_share if arm.own_forms_only else concept.share for concept in concepts_of_arm(concepts, arm)]
    return prod(shares) if arm.positions else max(shares, default=0.0)


def most_telling(concepts: list[WeightedConcept]) -> list[WeightedConcept]:
    """The most telling concepts, and those that the index lacks: they cost nothing, and a restricted rule may hold
    them."""
    return [concept for concept in concepts if concept.is_indexed][:MOST_WORDS] + [
        concept for concept in concepts if not concept.is_indexed
    ]


def match_expression(concept: WeightedConcept, arm: SearchArm) -> str:
    """The forms of one word. Its beginning is looked for in titles; elsewhere if it is all we have."""
    forms = concept.own_forms if arm.own_forms_only else concept.best_forms(MOST_FORMS)
    terms = [quote_form(form) for form in forms]
    if concept.prefix and (arm.index == "titles" or not concept.is_indexed):
        terms.append(f'"{concept.prefix}"*' if connection.vendor == "sqlite" else f"'{concept.prefix}':*")
    return f"({' OR '.join(terms)})"


def quote_form(form: Form) -> str:
    quote = '"' if connection.vendor == "sqlite" else "'"
    stems = [f"{quote}{stem}{quote}" for stem in form]
    return stems[0] if len(stems) == 1 else f"({' AND '.join(stems)})"
