"""A text as prose: its sentences and their words, without what is not read as words (addresses, code, tags)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .clauses import FRONT_MATTER, clauses
from .features import folded

WORD = re.compile(r"\d+(?:[.,:]\d+)*(?![^\W\d_])|[^\W_]+(?:['’.-][^\W_]+)*")
NOT_READ = re.compile(
    r"https?://[^\s)>\]]+ | \bwww\.[^\s)>\]]+ | [\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"  # addresses
    r"|(?<=\])\([^()\s]{0,500}(?:\s[^()\n]{0,200})?\)"  # the address of a link: its words stand before
    r"|`[^`\n]{1,300}` | </?[a-zA-Z][^<>\n]{0,400}> | <!--[^<>]{0,500}--> | \{[{%][^{}\n]{0,200}[}%]\}"
    r"|^(?:import|export)\s.{0,200}$ | ^\|.*\|[ \t]*$",
    re.VERBOSE | re.MULTILINE,
)
CODE = re.compile(r"^(```|~~~)[^\n]*\n.*?^\1", re.MULTILINE | re.DOTALL)
BRACKETS = str.maketrans("[]", "  ")  # of links
# Behind these a stop ends nothing
SHORT = frozenset(
    "e.g i.e z.b d.h u.a o.ä s.o s.u i.d.r z.t bzw ca evtl ggf inkl zzgl nr abs art str tel usw vgl etc mr mrs ms dr "
    "prof st no vs inc ltd co approx dept est fig sec vol min max p.m a.m u.s".split()
)


@dataclass(frozen=True)
class ProseWord:
    """A word in small letters with plain apostrophes, at ``start`` to ``end`` in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence, or an item of a list, at ``start`` to ``end``; ``ended``: with a stop of its own."""

    start: int
    end: int
    tokens: tuple[ProseWord, ...]
    ended: bool


def as_prose(text: str) -> str:
    """``text`` with blanks for what is not read, so that every place stays where it was."""
    for block in (FRONT_MATTER, CODE):
        text = block.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    return NOT_READ.sub(lambda m: " " * len(m[0]), text).translate(BRACKETS)


def sentences(text: str) -> list[Sentence]:
    """The sentences of ``text``. Headings, tables and code are none."""
    prose = as_prose(text)
    plain = folded(prose)
    return [
        Sentence(start, end, tokens, prose[start:end].rstrip("\"'”’»)*_").endswith((".", "!", "?")))
        for start, end in _joined(prose)
        if (tokens := tuple(words_of(plain, start, end)))
    ]


def words_of(plain: str, start: int = 0, end: int | None = None) -> Iterator[ProseWord]:
    """The words of a folded text."""
    for m in WORD.finditer(plain, start, len(plain) if end is None else end):
        yield ProseWord(m[0], m.start(), m.end())


def _joined(prose: str) -> Iterator[tuple[int, int]]:
    """Where sentences stand; one that was cut behind a short form is put together again."""
    joined_start = -1
    for clause in clauses(prose):
        start = joined_start if joined_start >= 0 else clause.start
        last = clause.text.rstrip(".").rsplit(None, 1)[-1:]
        if clause.text.endswith(".") and last and last[0].lstrip("(\"'").lower() in SHORT:
            joined_start = start
            continue
        joined_start = -1
        yield start, clause.end
    if joined_start >= 0:
        yield joined_start, len(prose.rstrip())
