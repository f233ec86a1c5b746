"""Rules that somebody knows and nobody has written yet: an answer too, since it says whom to ask."""

from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from policyhub.accounts.models import User
from policyhub.search.tokens import index_text, query_terms

from .links import READABLE
from .situations import matching_terms

MAX_UNWRITTEN = 300  # the newest; more of them are a list to work through, not one to look up in
SHOWN = 3
NEWEST = f"""SELECT r.language, r.slug, r.title, r.statement, n.name, n.phone FROM registry_rule r
    JOIN accounts_user u ON u.id = %(reader)s LEFT JOIN accounts_user n ON n.id = r.captured_by_id
    WHERE r.stage = 'unwritten' AND {READABLE.format(x="r")} ORDER BY r.captured_at DESC, r.id DESC
    LIMIT {MAX_UNWRITTEN}"""


class UnwrittenMatch(NamedTuple):
    """An unwritten rule, and who noted it down. ``fits``: all telling words of the question stand in it."""

    slug: str
    title: str
    statement: str
    name: str | None
    phone: str | None
    fits: bool


def find_unwritten(question: str, reader: User) -> list[UnwrittenMatch]:
    """Those in which at least a third of the telling words of ``question`` stand, the best first. One query."""
    query_forms = query_terms(question)
    matches = []
    for language, *columns in newest(reader):
        rule = UnwrittenMatch._make((*columns, False))
        matched = len(matching_terms(index_terms(rule.title, rule.statement, language), query_forms))
        if query_forms and 3 * matched >= len(query_forms):
            matches.append((matched, rule._replace(fits=matched == len(query_forms))))
    return [rule for _n, rule in sorted(matches, key=lambda match: -match[0])[:SHOWN]]


def newest(reader: User) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, {"reader": reader.pk})
        return list(cursor.fetchall())


@lru_cache(maxsize=1000)
def index_terms(title: str, statement: str, language: str) -> str:
    return index_text(f"{title} {statement}", language)
