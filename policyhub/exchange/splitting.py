"""A document becomes rules: one for each heading, one for each line, or one for the whole of it."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from .documents import Document, kind_of, plain, statement_of

LONGEST_TITLE, LONGEST_STATEMENT = 200, 600
HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*")
MARK = re.compile(r"(?:[-*+•–]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
# Parts of one rule rather than rules: a document made of these stays whole
PARTS = re.compile(
    r"(?i)[\W\d]*(?:purpose|scope|policy|policy statement|definitions?|procedures?|responsibilit(?:y|ies)|roles.*|"
    r"introduction|overview|background|references?|related .*|review.*|revision.*|history|contacts?|appendix.*|"
    r"exceptions?|enforcement|compliance|summary|questions?|zweck|geltungsbereich|begriffe|verantwort\w*|verfahren|"
    r"einleitung|anlagen?|inkrafttreten)\W*"
)


class Way(StrEnum):
    """How documents are split."""

    HEADING = "heading"
    FILE = "file"
    LINE = "line"


@dataclass(frozen=True)
class Piece:
    """One rule to be."""

    title: str
    kind: str
    statement: str
    text: str


def split(document: Document, way: Way) -> list[Piece]:
    if way == Way.LINE:
        return by_line(document.text)
    pieces = by_heading(document) if way == Way.HEADING else []
    return pieces or [piece(document.title, document.text, document.kind)]


def usual_way(documents: list[Document], *, pasted: bool) -> Way:
    """The way that fits what was sent best; whoever looks at it may choose another."""
    if pasted and documents and all(is_a_list(document.text) for document in documents):
        return Way.LINE
    if any(is_a_handbook(document) for document in documents):
        return Way.HEADING
    return Way.FILE


def is_a_list(text: str) -> bool:
    """Short lines, none of them a heading or a table: each is a rule."""
    lines = [line for line in text.split("\n") if line.strip()]
    marked = any(line.lstrip().startswith(("#", "|", "```")) for line in lines)
    return len(lines) > 1 and not marked and max(map(len, lines)) <= 400


def is_a_handbook(document: Document) -> bool:
    """Sections that are rules of their own, and not the parts of one."""
    titles = [title for title, _text in sections(document)[1]]
    parts = sum(1 for title in titles if PARTS.fullmatch(title))
    return len(titles) > 2 and parts * 4 <= len(titles)


def sections(document: Document) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first section; and (title, text) of each, at the level where most of them are."""
    lines, fenced, marks = document.text.split("\n"), False, []
    for at, line in enumerate(lines):
        fenced ^= line.startswith(("```", "~~~"))
        if not fenced and (found := HEADING.fullmatch(line)):
            marks.append((at, len(found[1]), plain(found[2])))
    if not marks:
        return document.text, []
    counted = Counter(level for _at, level, _title in marks)
    chosen = next((level for level in sorted(counted) if counted[level] > 1), min(counted))
    starts = [(at, title) for at, level, title in marks if level == chosen]
    ends = [at for at, _title in starts[1:]] + [len(lines)]
    found_texts = [
        (title, "\n".join(lines[at + 1 : end]).strip("\n")) for (at, title), end in zip(starts, ends, strict=True)
    ]
    return "\n".join(lines[: starts[0][0]]).strip("\n"), found_texts


def by_heading(document: Document) -> list[Piece]:
    before, found = sections(document)
    pieces = [piece(title, text) for title, text in found if re.search(r"\w", text)]
    if pieces and len(re.findall(r"\w+", before)) > 12:
        pieces.insert(0, piece(document.title, before, document.kind))
    return pieces


def by_line(text: str) -> list[Piece]:
    pieces = []
    for line in text.split("\n"):
        words = plain(MARK.sub("", line.strip(), count=1))
        if re.search(r"\w", words):
            kind = kind_of(words, "")
            sure = kind if kind != "policy" or "polic" in words.lower() else ""  # a line says little of its kind
            pieces.append(Piece(titled(words), sure, words[:LONGEST_STATEMENT], ""))
    return pieces


def titled(line: str) -> str:
    """A title from a line: what stands before a colon, else its words without the full stop."""
    head, colon, rest = line.partition(": ")
    title = head if colon and rest and len(head) <= 80 else line.rstrip(".")
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def piece(title: str, text: str, kind: str | None = None) -> Piece:
    """One rule of a text. Its sentence is the first that is one, else its first line."""
    lines = (line.strip() for line in text.split("\n") if line.strip(" |-#"))
    first = next((plain(MARK.sub("", line, count=1)) for line in lines), title)
    statement = statement_of(text) or first
    chosen = kind_of(title, text) if kind is None else kind
    return Piece(titled(title) or titled(first), chosen, statement[:LONGEST_STATEMENT], text)
