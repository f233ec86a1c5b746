"""What the index knows of the words of a question: one statement; a second one for words that it does not know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection

from . import arrays, spelling, synonyms

MOST_BEGUN = 8  # words that an unfinished word may become
MOST_NEAR = 60  # words whose letters are compared with those of one that nobody wrote
MOST_WHOLE = 8  # longer words that end with a word, or begin with it


@dataclass(frozen=True)
class Found:
    """A word of the index."""

    word: str
    stem: str
    rows: int


@dataclass
class Lexicon:
    """How many rows there are, how many hold each stem, and the words that the last one may become."""

    version: str = ""
    rows: int = 0
    german: int = 0
    of: dict[str, int] = field(default_factory=dict)
    written: dict[str, list[Found]] = field(default_factory=dict)
    begun: list[Found] = field(default_factory=list)

    def knows(self, form: Iterable[str]) -> bool:
        return all(self.of.get(stem) for stem in form)


# A condition that each engine answers from its index, in the order of that index. PostgreSQL has another one of the
# same column in the order of a language, along which it would walk past all words to the first
BEGINS = {
    "sqlite": "{column} >= {low} AND {column} < {high} ORDER BY {column}",
    "postgresql": "{column} ~>=~ {low} AND {column} ~<~ {high} ORDER BY {column} USING ~<~",
}
LAST = "\U0010ffff"
KNOWN = """SELECT 'stem', '', stem, SUM(rows) FROM search_indexedword WHERE stem {stems} GROUP BY stem
 UNION ALL SELECT 'word', word, stem, rows FROM search_indexedword WHERE word {words}
 UNION ALL SELECT * FROM (SELECT 'begun', word, stem, rows FROM
  (SELECT word, stem, rows FROM search_indexedword WHERE {begun} LIMIT 300) AS b
  ORDER BY rows DESC, word LIMIT {most}) AS c
 UNION ALL SELECT 'version', ({version}), '', 0"""


def begins(column: str, low: str, high: str) -> str:
    return BEGINS[connection.vendor].format(column=column, low=low, high=high)


@cache
def known() -> str:
    return KNOWN.format(
        stems=arrays.contains("stems", "text"),
        words=arrays.contains("words", "text"),
        begun=begins("word", "%(low)s", "%(high)s"),
        most=MOST_BEGUN,
        version=synonyms.VERSION,
    )


def look_up(stems: Sequence[str], written: Sequence[str], beginning: str) -> Lexicon:
    """``stems`` with the rows that hold them; ``written``: words as they are; ``beginning``: of the last word."""
    values = {
        "stems": arrays.array(stems),
        "words": arrays.array(["", *written]),
        "low": beginning,
        "high": beginning + LAST,
    }
    lexicon = Lexicon()
    with connection.cursor() as cursor:
        cursor.execute(known(), values)
        for kind, word, stem, n in cursor.fetchall():
            take(lexicon, kind, Found(word, stem, int(n)))
    return lexicon


def take(lexicon: Lexicon, kind: str, found: Found) -> None:
    if kind == "version":
        lexicon.version = found.word
    elif kind == "stem":
        lexicon.of[found.stem] = found.rows
    elif kind == "begun":
        lexicon.begun.append(found)
    elif found.word:
        lexicon.written.setdefault(found.word, []).append(found)
    else:
        lexicon.rows += found.rows
        lexicon.german += found.rows if found.stem == "@de" else 0


def resembling(misspelt: Sequence[str], written: Sequence[str], within: Sequence[str]) -> dict[str, list[Found]]:
    """For each of ``misspelt`` the words with the most letters in common; ``written`` as they are, under "";
    for each of ``within`` the longer words that begin or end with it, under ``+word``."""
    selects: list[str] = []
    values: list[Any] = []
    for word in misspelt:
        selects.append(ALIKE)
        letters = sorted(spelling.grams(word))
        values += [word, letters, len(word) - 2, len(word) + 2, float(len(letters))]
    for word in within:
        for column, beginning in (("back", word[::-1]), ("word", word)):
            where = begins(column, "%s", "%s")
            selects.append(
                "SELECT * FROM (SELECT %s, word, stem, rows FROM search_indexedword "
                f"WHERE {where} LIMIT {MOST_WHOLE}) AS w"
            )
            values += ["+" + word, beginning, beginning + LAST]
    if written:
        selects.append("SELECT '', word, stem, rows FROM search_indexedword WHERE word IN (%s)")
        values.append(list(written))
    found: dict[str, list[Found]] = {}
    for asked, word, stem, rows in fetch(*spread(" UNION ALL ".join(selects), values)) if selects else []:
        found.setdefault(asked, []).append(Found(word, stem, rows))
    return found


ALIKE = f"""SELECT * FROM (SELECT %s, w.word, w.stem, w.rows FROM
 (SELECT word_id, size, COUNT(*) AS shared FROM search_gram WHERE gram IN (%s) AND size BETWEEN %s AND %s
  GROUP BY word_id, size ORDER BY COUNT(*) / (%s + size) DESC, word_id LIMIT {MOST_NEAR}) AS n
 JOIN search_indexedword w ON w.id = n.word_id) AS a"""


def spread(sql: str, values: list[Any]) -> tuple[str, list[Any]]:
    """A list among ``values`` takes as many marks as it is long."""
    pieces, flat = sql.split("%s"), list[Any]()
    made = pieces[0]
    for value, piece in zip(values, pieces[1:], strict=True):
        many = value if isinstance(value, list) else [value]
        made += ", ".join(["%s"] * len(many)) + piece
        flat += many
    return made, flat


def fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
