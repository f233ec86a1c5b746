"""Rules that somebody knows and nobody has written yet: an answer too, since it says whom to ask."""

from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from policyhub.accounts.models import User
from policyhub.search.tokens import asked, indexed

from .links import READABLE
from .situations import asked_in

READ = 300  # the newest; more of them are a list to work through, not one to look up in
SHOWN = 3
NEWEST = f"""SELECT r.language, r.slug, r.title, r.statement, n.name, n.phone FROM registry_rule r
    JOIN accounts_user u ON u.id = %(reader)s LEFT JOIN accounts_user n ON n.id = r.captured_by_id
    WHERE r.stage = 'unwritten' AND {READABLE.format(x="r")} ORDER BY r.captured_at DESC, r.id DESC LIMIT {READ}"""


class Known(NamedTuple):
    """An unwritten rule, and who noted it down. ``fits``: all telling words of the question stand in it."""

    slug: str
    title: str
    statement: str
    name: str | None
    phone: str | None
    fits: bool


def known(question: str, reader: User) -> list[Known]:
    """Those in which at least a third of the telling words of ``question`` stand, the best first. One query."""
    words = asked(question)
    found = []
    for language, *columns in newest(reader):
        rule = Known._make((*columns, False))
        n = len(asked_in(stems(rule.title, rule.statement, language), words))
        if words and 3 * n >= len(words):
            found.append((n, rule._replace(fits=n == len(words))))
    return [rule for _n, rule in sorted(found, key=lambda one: -one[0])[:SHOWN]]


def newest(reader: User) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, {"reader": reader.pk})
        return list(cursor.fetchall())


@lru_cache(maxsize=1000)
def stems(title: str, statement: str, language: str) -> str:
    return indexed(f"{title} {statement}", language)
