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
class LexiconEntry:
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
    rows_by_stem: dict[str, int] = field(default_factory=dict)
    written: dict[str, list[LexiconEntry]] = field(default_factory=dict)
    completions: list[LexiconEntry] = field(default_factory=list)

    def has_all_stems(self, form: Iterable[str]) -> bool:
        return all(self.rows_by_stem.get(stem) for stem in form)


# A condition that each engine answers from its index, in the order of that index. PostgreSQL has another one of the
# same column in the order of a language, along which it would walk past all words to the first
PREFIX_CONDITION = {
    "sqlite": "{column} >= {low} AND {column} < {high} ORDER BY {column}",
    "postgresql": "{column} ~>=~ {low} AND {column} ~<~ {high} ORDER BY {column} USING ~<~",
}
LAST = "\U0010ffff"
LOOKUP = """SELECT 'stem', '', stem, SUM(rows) FROM search_indexedword WHERE stem {stems} GROUP BY stem
 UNION ALL SELECT 'word', word, stem, rows FROM search_indexedword WHERE word {words}
 UNION ALL SELECT * FROM (SELECT 'completion', word, stem, rows FROM
  (SELECT word, stem, rows FROM search_indexedword WHERE {completions} LIMIT 300) AS b
  ORDER BY rows DESC, word LIMIT {most}) AS c
 UNION ALL SELECT 'version', ({version}), '', 0"""


def prefix_condition(column: str, low: str, high: str) -> str:
    return PREFIX_CONDITION[connection.vendor].format(column=column, low=low, high=high)


@cache
def lookup_sql() -> str:
    return LOOKUP.format(
        stems=arrays.contains("stems", "text"),
        words=arrays.contains("words", "text"),
        completions=prefix_condition("word", "%(low)s", "%(high)s"),
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
        cursor.execute(lookup_sql(), values)
        for kind, word, stem, n in cursor.fetchall():
            add_entry(lexicon, kind, LexiconEntry(word, stem, int(n)))
    return lexicon


def add_entry(lexicon: Lexicon, kind: str, entry: LexiconEntry) -> None:
    if kind == "version":
        lexicon.version = entry.word
    elif kind == "stem":
        lexicon.rows_by_stem[entry.stem] = entry.rows
    elif kind == "completion":
        lexicon.completions.append(entry)
    elif entry.word:
        lexicon.written.setdefault(entry.word, []).append(entry)
    else:
        lexicon.rows += entry.rows
        lexicon.german += entry.rows if entry.stem == "@de" else 0


def resembling(
    misspelt: Sequence[str], written: Sequence[str], within: Sequence[str]
) -> dict[str, list[LexiconEntry]]:
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
            where = prefix_condition(column, "%s", "%s")
            selects.append(
                "SELECT * FROM (SELECT %s, word, stem, rows FROM search_indexedword "
                f"WHERE {where} LIMIT {MOST_WHOLE}) AS w"
            )
            values += ["+" + word, beginning, beginning + LAST]
    if written:
        selects.append("SELECT '', word, stem, rows FROM search_indexedword WHERE word IN (%s)")
        values.append(list(written))
    entries: dict[str, list[LexiconEntry]] = {}
    for key, word, stem, rows in fetch(*expand_lists(" UNION ALL ".join(selects), values)) if selects else []:
        entries.setdefault(key, []).append(LexiconEntry(word, stem, rows))
    return entries


ALIKE = f"""SELECT * FROM (SELECT %s, w.word, w.stem, w.rows FROM
 (SELECT word_id, size, COUNT(*) AS shared FROM search_gram WHERE gram IN (%s) AND size BETWEEN %s AND %s
  GROUP BY word_id, size ORDER BY COUNT(*) / (%s + size) DESC, word_id LIMIT {MOST_NEAR}) AS n
 JOIN search_indexedword w ON w.id = n.word_id) AS a"""


def expand_lists(sql: str, values: list[Any]) -> tuple[str, list[Any]]:
    """A list among ``values`` takes as many marks as it is long."""
    pieces, flat = sql.split("%s"), list[Any]()
    expanded = pieces[0]
    for value, piece in zip(values, pieces[1:], strict=True):
        items = value if isinstance(value, list) else [value]
        expanded += ", ".join(["%s"] * len(items)) + piece
        flat += items
    return expanded, flat


def fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
