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


class SplitMethod(StrEnum):
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
class DocumentHeading:
    """A heading of a document: in which line, how deep, and whether words of its own follow it."""

    line: int
    level: int
    title: str
    has_text: bool


def split(document: Document, method: SplitMethod) -> list[Piece]:
    method = method_for(document) if method == SplitMethod.USUAL else method
    pieces = by_line(document.text) if method == SplitMethod.LINE else []
    pieces = by_heading(document) if method == SplitMethod.HEADING else pieces
    return pieces or [make_piece(document.title, document.text, document.kind)]


def usual_method(documents: list[Document], *, pasted: bool) -> SplitMethod:
    """The way that fits what was sent best; whoever looks at it may choose another."""
    methods = {method_for(document, pasted=pasted) for document in documents}
    if not methods:
        return SplitMethod.FILE
    return methods.pop() if len(methods) == 1 else SplitMethod.USUAL


def method_for(document: Document, *, pasted: bool = False) -> SplitMethod:
    if (pasted or document.source == PASTED) and is_a_list(document.text):
        return SplitMethod.LINE
    return SplitMethod.HEADING if is_a_handbook(document) else SplitMethod.FILE


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
    headings = headings_in(lines)
    if not headings:
        return document.text, []
    level = rule_level(headings)
    starts = [heading for heading in headings if heading.level <= level]
    ends = [heading.line for heading in starts[1:]] + [len(lines)]
    titled_texts = []
    for heading, end in zip(starts, ends, strict=True):
        text = "\n".join(lines[heading.line + 1 : end]).strip("\n")
        if re.search(r"\w", text) or (heading.level == level and not PARTS.fullmatch(heading.title)):
            titled_texts.append((heading.title, text))
    return "\n".join(lines[: headings[0].line]).strip("\n"), titled_texts


def headings_in(lines: list[str]) -> list[DocumentHeading]:
    fenced, positions = False, []
    for at, line in enumerate(lines):
        fenced ^= line.startswith(("```", "~~~"))
        if not fenced and (heading := HEADING.fullmatch(line)):
            positions.append((at, len(heading[1]), plain(heading[2])))
    ends = [*(at for at, _level, _title in positions), len(lines)][1:]
    has_text = (
        any(map(str.strip, lines[at + 1 : end])) for (at, _level, _title), end in zip(positions, ends, strict=True)
    )
    return [
        DocumentHeading(*position, text_follows) for position, text_follows in zip(positions, has_text, strict=True)
    ]


def rule_level(headings: list[DocumentHeading]) -> int:
    """The level at which most sections have words of their own. A deeper one needs more than twice as many, and
    headings that come again and again are no rules: "Exceptions" under every one of them."""
    titles: dict[int, set[str]] = defaultdict(set)
    for heading in headings:
        if heading.has_text and not PARTS.fullmatch(heading.title):
            titles[heading.level].add(heading.title.casefold())
    best = min(titles, default=min(heading.level for heading in headings))
    for level in sorted(titles):
        if len(titles[level]) > 2 * len(titles[best]):
            best = level
    return best


def by_heading(document: Document) -> list[Piece]:
    before, titled_texts = sections(document)
    pieces = [make_piece(title, text) for title, text in titled_texts]
    if pieces and re.search(r"\w", before):
        pieces.insert(0, make_piece(document.title, before, document.kind))
    return pieces


def by_line(text: str) -> list[Piece]:
    pieces = []
    for line in text.split("\n"):
        sentence = readable_line(line)
        if re.search(r"\w", sentence) and not HEADING.fullmatch(line):
            kind = kind_of(sentence, "")
            certain_kind = (
                kind if kind != "policy" or "polic" in sentence.lower() else ""
            )  # a line says little of its kind
            pieces.append(Piece(title_from_line(sentence), certain_kind, sentence[:LONGEST_STATEMENT], ""))
    return pieces


def readable_line(line: str) -> str:
    """A line as it reads: without bullet, number or quotation mark; the cells of a table with commas between."""
    line = re.sub(r"^[>\s]+", "", line)
    if line.startswith("|"):
        return ", ".join(filter(None, (plain(cell) for cell in re.split(r"(?<!\\)\|", line) if cell.strip(" :-"))))
    return plain(MARK.sub("", line, count=1))


def title_from_line(line: str) -> str:
    """A title from a line: what stands before a colon, else its words without the full stop."""
    head, colon, remainder = line.partition(": ")
    return shorten_title(head if colon and remainder and len(head) <= 80 else line.rstrip("."))


def shorten_title(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def make_piece(title: str, text: str, kind: str | None = None) -> Piece:
    """One rule of a text. Its sentence is the first that is one, else its first line, else its title."""
    lines = sorted(text.split("\n"), key=lambda line: line.startswith("#"))  # headings last
    first = next(filter(re.compile(r"\w").search, (readable_line(line.lstrip("# ")) for line in lines)), title)
    statement = statement_of(text) or first
    piece_kind = kind_of(title, text) if kind is None else kind
    return Piece(shorten_title(title) or title_from_line(first), piece_kind, statement[:LONGEST_STATEMENT], text)
