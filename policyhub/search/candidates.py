"""The rows worth a closer look: those with the most telling words, in their titles before anywhere else.

Each arm is one expression with a bound of its own, so that the whole costs the same however common the words are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

from django.db import connection

from . import arrays
from .ranking import Wanted
from .synonyms import Form

READ, READ_FOR_ONE = 100, 40  # rows whose bags are read; of one word the titles tell most
MOST_FORMS = 12  # of one word, in an expression
MOST_WORDS = 8  # of a question, in an expression, that rules hold

SEEN = """s.starts <= %(at)s AND (s.ends IS NULL OR s.ends > %(at)s)
    AND (%(all)s = 1 OR NOT s.restricted
    OR EXISTS (SELECT 1 FROM registry_rule_restricted_to t WHERE t.rule_id = s.rule_id AND t.team_id {teams}))"""

ARM = {
    "sqlite": """SELECT * FROM (SELECT f.rowid AS id, s.edition_id, %({worth})s AS worth FROM {table} f
        CROSS JOIN search_searchrow s ON s.id = f.rowid WHERE {table} MATCH %({name})s AND {seen} LIMIT {most})""",
    "postgresql": """(SELECT s.id, s.edition_id, %({worth})s::float AS worth FROM search_searchrow s
        WHERE {match} AND {seen} LIMIT {most})""",
}
# PostgreSQL gathers all rows of an index before it gives the first: where enough are soon met, let it walk
BY_INDEX, WALKING = "s.{table} @@ %({name})s::tsquery", "(s.{table} @@ %({name})s::tsquery) IS TRUE"
WALKED = 60  # what a row costs that is walked past and unpacked, were one gathered from the index to cost 1
WHERE = {
    "sqlite": {"titles": "search_titles", "anywhere": "search_fts"},
    "postgresql": {"titles": "titles", "anywhere": "vector"},
}
STATEMENT = """
WITH hits AS ({arms}),
best AS (SELECT id, edition_id, SUM(worth) AS worth FROM hits GROUP BY id, edition_id
    ORDER BY SUM(worth) DESC, id LIMIT {read})
SELECT b.edition_id, b.worth, g.weights FROM best b LEFT JOIN search_termweights g ON g.row_id = b.id"""


@dataclass(frozen=True)
class Arm:
    """Rows with all of ``places`` of the words wanted (any, if none is named), at most ``share`` of all candidates.

    ``own``: the words themselves; else whatever may stand for them too.
    """

    where: str
    places: tuple[int, ...]
    own: bool
    share: float


ARMS = (
    Arm("titles", (0, 1), True, 0.1),
    Arm("titles", (), True, 0.14),
    Arm("titles", (0, 1), False, 0.1),
    Arm("titles", (), False, 0.16),
    Arm("anywhere", (0, 1, 2), True, 0.1),
    Arm("anywhere", (0, 1), True, 0.1),
    Arm("anywhere", (0, 1, 2), False, 0.1),
    Arm("anywhere", (0, 1), False, 0.1),
    Arm("anywhere", (0,), True, 0.05),
    Arm("anywhere", (), True, 0.05),
)
TITLES_ONLY = ARMS[:4]


def statement(
    wants: list[Wanted], reader: dict[str, Any], candidates: int, arms: tuple[Arm, ...] = ARMS
) -> tuple[str, dict[str, Any]]:
    """The SQL that finds (edition, worth, bag), and its values. ``reader``: at, all and teams. What differs from
    question to question is a value."""
    engine = connection.vendor
    seen = SEEN.format(teams=arrays.contains("teams", "bigint"))
    selects, values = [], dict(reader)
    for n, (arm, match, worth) in enumerate(matches(wants, arms)):
        values |= {f"m{n}": match, f"w{n}": worth}
        table, most = WHERE[engine][arm.where], max(1, round(arm.share * candidates))
        how = (WALKING if walks(wants, arm, most) else BY_INDEX).format(table=table, name=f"m{n}")
        selects.append(ARM[engine].format(worth=f"w{n}", table=table, name=f"m{n}", seen=seen, most=most, match=how))
    read = READ if len(wants) > 1 else READ_FOR_ONE
    return STATEMENT.format(arms=" UNION ALL ".join(selects), read=read), values


def matches(wants: list[Wanted], arms: tuple[Arm, ...]) -> Iterator[tuple[Arm, str, float]]:
    """(arm, expression, what it is worth), each expression once."""
    done = set()
    for arm in arms:
        chosen = of_arm(wants, arm)
        match = (" AND " if arm.places else " OR ").join(expression(want, arm) for want in chosen)
        match = match if connection.vendor == "sqlite" else match.replace(" AND ", " & ").replace(" OR ", " | ")
        if chosen and (arm.where, match) not in done:
            done.add((arm.where, match))
            worth = sum(want.worth for want in chosen) if arm.places else chosen[-1].worth / 2
            yield arm, match, worth * (2 if arm.where == "titles" else 1)


def of_arm(wants: list[Wanted], arm: Arm) -> list[Wanted]:
    return [wants[at] for at in arm.places if at < len(wants)] if arm.places else any_of(wants)


def walks(wants: list[Wanted], arm: Arm, most: int) -> bool:
    """Whether to walk past ``most`` / share rows costs less than to gather share * rows of them. Titles are few."""
    return arm.where == "anywhere" and share(wants, arm) ** 2 * wants[0].rows > WALKED * most


def share(wants: list[Wanted], arm: Arm) -> float:
    """Of all rows, about how many an arm finds: as if words stood in rows independently of each other."""
    shares = [want.own_share if arm.own else want.share for want in of_arm(wants, arm)]
    return prod(shares) if arm.places else max(shares, default=0.0)


def any_of(wants: list[Wanted]) -> list[Wanted]:
    """The most telling ones, and those unknown to all: they cost nothing, and a restricted rule may hold them."""
    return [want for want in wants if want.known][:MOST_WORDS] + [want for want in wants if not want.known]


def expression(want: Wanted, arm: Arm) -> str:
    """The forms of one word. Its beginning is looked for in titles; elsewhere if it is all we have."""
    forms = want.own if arm.own else want.best(MOST_FORMS)
    terms = [term(form) for form in forms]
    if want.begins and (arm.where == "titles" or not want.known):
        terms.append(f'"{want.begins}"*' if connection.vendor == "sqlite" else f"'{want.begins}':*")
    return f"({' OR '.join(terms)})"


def term(form: Form) -> str:
    quote = '"' if connection.vendor == "sqlite" else "'"
    words = [f"{quote}{stem}{quote}" for stem in form]
    return words[0] if len(words) == 1 else f"({' AND '.join(words)})"
