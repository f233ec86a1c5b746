"""Rules that somebody knows and nobody has written yet: an answer too, since it says whom to ask."""

from functools import lru_cache
from typing import Any

from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.registry.models.rule import Stage

from .situations import asked_in
from .words import asked, indexed

READ = 300  # the newest; more of them are a list to work through, not one to look up in
SHOWN = 3
COLUMNS = ("slug", "title", "statement", "language", "captured_by__name", "captured_by__phone")


def known(question: str, reader: User) -> list[dict[str, Any]]:
    """Those in which at least a third of the telling words of ``question`` stand, the best first. One query."""
    words = asked(question)
    rules = Rule.objects.for_reader(reader).filter(stage=Stage.UNWRITTEN).order_by("-captured_at")
    found = []
    for row in rules.values(*COLUMNS)[:READ]:
        n = len(asked_in(stems(row["title"], row["statement"], row["language"]), words))
        if words and 3 * n >= len(words):
            found.append((n, {name.removeprefix("captured_by__"): value for name, value in row.items()}))
    return [row for _n, row in sorted(found, key=lambda one: -one[0])[:SHOWN]]


@lru_cache(maxsize=1000)
def stems(title: str, statement: str, language: str) -> str:
    return indexed(f"{title} {statement}", language)
