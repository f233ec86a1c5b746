"""A document becomes rules: one for each heading, one for each line, or one for the whole of it."""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from .documents import Document, kind_of, plain, statement_of

PASTED = "pasted text.md"  # the name of what came without a file
LONGEST_TITLE, LONGEST_STATEMENT, LONGEST_LINE = 200, 600, 400
HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*")
MARK = re.compile(r"(?:(?:[-*+•–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+)?(?:\[[ xX]\]\s+)?")
# Parts of one rule rather than rules: a document made of these stays whole
PARTS = re.compile(
    r"(?i)[\W\d]*(?:purpose|scope|policy|policy statement|definitions?|procedures?|responsibilit(?:y|ies)|roles.*|"
    r"introduction|overview|background|references?|related .*|review.*|revision.*|history|contacts?|appendix.*|"
    r"exceptions?|enforcement|compliance|summary|questions?|zweck|geltungsbereich|begriffe|verantwort\w*|verfahren|"
    r"einleitung|anlagen?|inkrafttreten)\W*"
)


class Way(StrEnum):
    """How documents are split. ``USUAL``: each as it fits it best."""

    HEADING = "heading"
    FILE = "file"
    LINE = "line"
    USUAL = "usual"


@dataclass(frozen=True)
class Piece:
    """One rule to be. Its statement is never empty: a rule without one cannot be put in force."""

    title: str
    kind: str
    statement: str
    text: str


@dataclass(frozen=True)
class Mark:
    """A heading of a document: in which line, how deep, and whether words of its own follow it."""

    at: int
    level: int
    title: str
    speaks: bool


def split(document: Document, way: Way) -> list[Piece]:
    way = way_of(document) if way == Way.USUAL else way
    pieces = by_line(document.text) if way == Way.LINE else []
    pieces = by_heading(document) if way == Way.HEADING else pieces
    return pieces or [piece(document.title, document.text, document.kind)]


def usual_way(documents: list[Document], *, pasted: bool) -> Way:
    """The way that fits what was sent best; whoever looks at it may choose another."""
    ways = {way_of(document, pasted=pasted) for document in documents}
    if not ways:
        return Way.FILE
    return ways.pop() if len(ways) == 1 else Way.USUAL


def way_of(document: Document, *, pasted: bool = False) -> Way:
    if (pasted or document.source == PASTED) and is_a_list(document.text):
        return Way.LINE
    return Way.HEADING if is_a_handbook(document) else Way.FILE


def is_a_list(text: str) -> bool:
    """Short lines, none of them a heading or a table: each is a rule."""
    lines = [line for line in text.split("\n") if line.strip()]
    marked = any(line.lstrip().startswith(("#", "|", "```")) for line in lines)
    return len(lines) > 1 and not marked and max(map(len, lines)) <= LONGEST_LINE


def is_a_handbook(document: Document) -> bool:
    """Sections that are rules of their own, and not the parts of one."""
    titles = [title for title, _text in sections(document)[1]]
    parts = sum(1 for title in titles if PARTS.fullmatch(title))
    return len(titles) > 2 and parts * 4 <= len(titles)


def sections(document: Document) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first heading; and (title, text) of each section. Chapters that only hold sections
    give way to them; what is deeper stays inside."""
    lines = document.text.split("\n")
    marks = marks_in(lines)
    if not marks:
        return document.text, []
    chosen = level_of_rules(marks)
    starts = [mark for mark in marks if mark.level <= chosen]
    ends = [mark.at for mark in starts[1:]] + [len(lines)]
    found = []
    for mark, end in zip(starts, ends, strict=True):
        text = "\n".join(lines[mark.at + 1 : end]).strip("\n")
        if re.search(r"\w", text) or (mark.level == chosen and not PARTS.fullmatch(mark.title)):
            found.append((mark.title, text))
    return "\n".join(lines[: marks[0].at]).strip("\n"), found


def marks_in(lines: list[str]) -> list[Mark]:
    fenced, found = False, []
    for at, line in enumerate(lines):
        fenced ^= line.startswith(("```", "~~~"))
        if not fenced and (heading := HEADING.fullmatch(line)):
            found.append((at, len(heading[1]), plain(heading[2])))
    ends = [*(at for at, _level, _title in found), len(lines)][1:]
    own = (any(map(str.strip, lines[at + 1 : end])) for (at, _level, _title), end in zip(found, ends, strict=True))
    return [Mark(*one, speaks) for one, speaks in zip(found, own, strict=True)]


def level_of_rules(marks: list[Mark]) -> int:
    """The level at which most sections have words of their own. A deeper one needs more than twice as many, and
    headings that come again and again are no rules: "Exceptions" under every one of them."""
    titles: dict[int, set[str]] = defaultdict(set)
    for mark in marks:
        if mark.speaks and not PARTS.fullmatch(mark.title):
            titles[mark.level].add(mark.title.casefold())
    chosen = min(titles, default=min(mark.level for mark in marks))
    for level in sorted(titles):
        if len(titles[level]) > 2 * len(titles[chosen]):
            chosen = level
    return chosen


def by_heading(document: Document) -> list[Piece]:
    before, found = sections(document)
    pieces = [piece(title, text) for title, text in found]
    if pieces and re.search(r"\w", before):
        pieces.insert(0, piece(document.title, before, document.kind))
    return pieces


def by_line(text: str) -> list[Piece]:
    pieces = []
    for line in text.split("\n"):
        words = words_of_line(line)
        if re.search(r"\w", words) and not HEADING.fullmatch(line):
            kind = kind_of(words, "")
            sure = kind if kind != "policy" or "polic" in words.lower() else ""  # a line says little of its kind
            pieces.append(Piece(titled(words), sure, words[:LONGEST_STATEMENT], ""))
    return pieces


def words_of_line(line: str) -> str:
    """A line as it reads: without bullet, number or quotation mark; the cells of a table with commas between."""
    line = re.sub(r"^[>\s]+", "", line)
    if line.startswith("|"):
        return ", ".join(filter(None, (plain(cell) for cell in re.split(r"(?<!\\)\|", line) if cell.strip(" :-"))))
    return plain(MARK.sub("", line, count=1))


def titled(line: str) -> str:
    """A title from a line: what stands before a colon, else its words without the full stop."""
    head, colon, rest = line.partition(": ")
    return cut(head if colon and rest and len(head) <= 80 else line.rstrip("."))


def cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def piece(title: str, text: str, kind: str | None = None) -> Piece:
    """One rule of a text. Its sentence is the first that is one, else its first line, else its title."""
    lines = sorted(text.split("\n"), key=lambda line: line.startswith("#"))  # headings last
    first = next(filter(re.compile(r"\w").search, (words_of_line(line.lstrip("# ")) for line in lines)), title)
    statement = statement_of(text) or first
    chosen = kind_of(title, text) if kind is None else kind
    return Piece(cut(title) or titled(first), chosen, statement[:LONGEST_STATEMENT], text)
