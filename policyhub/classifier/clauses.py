"""A text cut into clauses: what can be judged for itself.

Markdown is understood as far as it matters here: headings, lists, tables and quotations. An item of a list keeps its
lead-in ("The following is not allowed:"), without which a ban would read as a bare name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
FENCE = re.compile(r"^(```|~~~)")
HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
ITEM = re.compile(r"^(\s*)(?:[-*+•]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
QUOTE = re.compile(r"^\s*>\s?")
RULED = re.compile(r"^[\s|:+=_*-]*$")
# An end of a sentence: a stop, then a space, then something that begins one; not behind "e.g." or "Mr."
SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bz\.B\.)(?<!\b[A-Z]\.)(?<!\b(?:Mr|Dr|No|Nr)\.)(?<!\bMrs\.)"
    r"[\"”’)*_]*\s+(?=[\"“‘(*_[]*[A-ZÄÖÜ0-9])"
)
SHORTEST = 3  # letters, below which there is nothing to judge


@dataclass(frozen=True)
class Clause:
    """A piece of a text, at ``start`` to ``end`` in characters. ``lead``: the words before its list, if it has any."""

    text: str
    start: int
    end: int
    lead: str = ""

    @property
    def whole(self) -> str:
        """What is judged: the lead-in and the clause."""
        return f"{self.lead} {self.text}" if self.lead else self.text


def clauses(text: str) -> list[Clause]:
    """The clauses of ``text`` in their order; headings and code are none."""
    return list(_clauses(text))


def _clauses(text: str) -> Iterator[Clause]:
    lead, lead_depth = "", -1
    for start, line in _paragraphs(text):
        item = ITEM.match(line)
        depth = len(item[1]) if item else -1
        if lead and (not item or depth < lead_depth):
            lead = ""
        begins = item.end() if item else 0
        for at, end in _sentences(line, begins):
            piece = line[at:end]
            if sum(c.isalpha() for c in piece) < SHORTEST:
                continue
            yield Clause(piece, start + at, start + end, lead if item else "")
        if line.rstrip().endswith(":"):
            last = list(_sentences(line, begins))
            lead, lead_depth = (line[slice(*last[-1])] if last else ""), depth


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Lines that belong together, each with where it begins. Wrapped lines are joined; spans stay true."""
    front = FRONT_MATTER.match(text)
    at = front.end() if front else 0
    start, joined, fenced = at, "", False
    for raw in text[at:].splitlines(keepends=True):
        line = raw.rstrip("\r\n")
        if FENCE.match(line.strip()):
            fenced = not fenced
        quoted = QUOTE.match(line)
        plain = " " * quoted.end() + line[quoted.end() :] if quoted else line
        alone = fenced or RULED.match(plain) or HEADING.match(plain) or FENCE.match(line.strip())
        if joined and (alone or ITEM.match(plain) or "|" in plain or joined.rstrip().endswith(":")):
            yield start, joined.rstrip()
            joined = ""
        if not alone:
            if not joined:
                start = at
            joined += plain + " " * (len(raw) - len(line))
        at += len(raw)
    if joined.strip():
        yield start, joined.rstrip()


def _sentences(line: str, begins: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a line stand, white space left out. The cells of a table stand for themselves."""
    at = begins
    breaks = [m.span() for m in re.finditer(r"\s*\|\s*", line)] if line.lstrip().startswith("|") else []
    breaks += [m.span() for m in SENTENCE.finditer(line, begins)]
    for end, following in [*sorted(breaks), (len(line), len(line))]:
        piece = line[at:end]
        if piece.strip() and end > at:
            left = at + len(piece) - len(piece.lstrip())
            yield left, left + len(piece.strip())
        at = max(at, following)
