"""Files become documents: Markdown, text and CSV tables as people keep them, read into plain Markdown.

Nothing here knows the database. Title, kind, statement and language are guesses, for a person to confirm.
Patterns that meet a whole text never go back over what they have read (`*+`, `++`): hostile files stay quick.
"""

import csv
import html
import os
import re
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from . import packages
from .packages import PackageRefused

MAX_BYTES, MAX_TEXT, MAX_TITLE = 5 * 1024 * 1024, 300_000, 200
TOO_LONG, A_LIST = f"is longer than {MAX_TEXT:,} characters", "is a list of the other files, not a rule"
_CONTROL = r"\x01-\x08\x0e-\x1f\x7f-\x9f"
_UNSEEN = f"[\0{_CONTROL}\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
_GLYPHS = dict(enumerate(["ff", "fi", "fl", "ffi", "ffl", "st", "st"], 0xFB00)) | {0xA0: " "}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_FENCED = re.compile(r"^([ \t]*+(?:```|~~~)[^`\n]*+\n(?:.*+\n)*?[ \t]*+(?:```|~~~).*)", re.M)
_FIELD = re.compile(r"\s|$|[-#\]}\"']|[A-Za-z][\w.-]*[ \t]*[:=]")
_CUTS = [("<!--", "-->"), (r"\{#(?=[\s-])", r"#\}"), (r"<(?:script|style)\b", r"</(?:script|style)[^<>]*+>")]
_MARKED = r"<({})\b[^<>]*+>(\s*+)((?:[^<>\s]++|\s++(?!<))++)(\s*+)</\1\s*+>"
_TARGET = r"\(((?:[^()\n]++|\([^()\n]*+\))*+)\)"
_Rules = list[tuple[str, str | Callable[[re.Match[str]], str]]]
_TEMPLATE: _Rules = [
    (r"^import\s(?:[^\n'\"]*\sfrom\s*)?['\"][^'\"\n]*['\"];?[ \t]*$", ""),
    (r"^(?-i:export (?:default|const|function) ).*[({=].*", ""),
    (r"\{\{?[%<][^{}]*+(?<=[%>])\}\}?", ""),
    (r"\]\(\s*+\{\{[^{}]*+\}\}[^()\n]*+\)", "]()"),
    (r"\{\{([^{}|]*+)[^{}]*+\}\}", lambda match: f"[{re.sub('[_()]', ' ', match[1].split('.')[-1]).strip()}]"),
    (r"\{[:#.][^{}\n]*+\}", ""),
    (r"^([ \t]*+)[\u2022\u25aa\u25e6\u2023\u25cf\u25cb\xb7][ \t]*+", r"\1- "),
    (r"^(#{2,6}+)(?=\S)", r"\1 "),
    (r"^[ \t]*+\|[^<\n]*+<.*", lambda row: " ".join(_rewritten(row[0], _HTML).split())),
]
_HTML: _Rules = [
    (r"<br\b[^<>]*+>", "  \n"),
    (r"<img\b[^<>]*?\balt=\"([^\"<>]*+)\"[^<>]*+>", r"\1"),
    (_MARKED.format("i|em"), r"\2*\3*\4"),
    (_MARKED.format("b|strong"), r"\2**\3**\4"),
    (r"<(a|link)\b[^<>]*?\bhref=[\"']?((?:http|mailto:)[^\"'\s<>]++)[^<>]*+>([^<>]*+)</\1>", r"[\3](\2)"),
    (r"</t[dh]\s*+>\s*+<t[dh]\b[^<>]*+>\s*+", " | "),
    (r"<h([1-6])\b[^<>]*+>\s*+", lambda match: f"\n\n{'#' * int(match[1])} "),
    (r"<li\b[^<>]*+>\s*+", "\n- "),
    (r"</?(?:h[1-6]|p|div|section|blockquote|[uod]l|dt|dd|table|tr|t[dh]|hr|pre)\b[^<>]*+>", "\n\n"),
    (r"</?(?:a|b|i|em|strong|u|s|span|font|center|small|html|body|input|meta)\b[^<>]*+>", ""),
    (r"<([a-z][\w-]*+)\b[^<>]*+>([^<>]*+)</\1\s*+>", r"\2"),
    (r"</[a-z][^<>]*+>|<[a-z][\w-]*+(?=[\s/>])(?:[^<>]*?\w=[^<>]*+|[^<>]*+(?<=/))>", ""),
    (r"<([^\W\d_][\w-]*+(?=[\s>])[^<>]*+)>", r"[\1]"),
]
_LINKS: _Rules = [
    (r"!\[([^\[\]]*+)\](?:\[[^\[\]\n]*+\]|" + _TARGET + ")", r"\1"),
    (r"\[(?:\s*+|((?:[^\[\]]++|\[[^\[\]]*+\])*+)(?!\]\(\s*+<?(?:https?://|mailto:)\S))\]" + _TARGET, r"\1"),
    (r"^ {0,3}\[(?!\^)[^\[\]\n]++\]:[ \t]*+<?(?:data:|[/.#]).*\n?", ""),
]
_ITEM = re.compile(r"[ \t]*+(?:[-*+]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|Step \d+)(?:[ \t]|$)")
_GENERIC = re.compile(
    r"(?i)[\W\d]*(?:readme|index|home|(?:table of )?contents|introduction|overview|(?:purpose and )?scope|summary|"
    r"(?:statement of )?(?:policy|purpose)(?: statement)?|einleitung|übersicht|inhalt(?:sverzeichnis)?|zweck)?\W*"
)
_NAMED = re.compile(
    r"(?i)(?P<procedure>procedure|process(?!ing)|how to |workflow|checklist|runbook|instructions|handling|"
    r"steps|o(?:n|ff)board|verfahren|ablauf|anleitung|vorgehen)|(?P<standard>\bstandards?\b(?! (?:terms|conditions))|"
    r"service level|\bsla\b|requirements|criteria|anforderung|\w{3}standards?\b)|(?P<policy>polic(?:y|ies)|"
    r"rules|code of|terms|by-?laws|regulations|conditions|richtlinie|ordnung\b|regeln\b)"
)
_STEP = re.compile(r"\s*+(?:\d++[.)]|- \[[ x]\]|[Ss]tep \d++\S*+)\s++\W*+[A-Z][a-zß]++(?! (?:is|are|of|ist|sind)\b)")
_STOP = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”)]))(?<!e\.g\.|i\.e\.|\. B\.|.\.[A-Z]\.|\s[DN][ro]\.)\s+")
_NOT_PROSE = re.compile(_ITEM.pattern + r"|[#>| `~\[]|[-*_=]{2,}\s*$|!!!|:::")
_SENTENCE = re.compile(r"[A-ZÄÖÜ\d\"„“](?:\S*\s){3,}\S*[.!][\"”)]?")
_NOTE = re.compile(
    r"(?:This \w+ was )?(?i:last |date |zuletzt )?(?i:updated|reviewed|revised|version|effective|adopted|approved|"
    r"copyright|©|print|stand|fassung|gültig|page|seite|table of|see also|click here|todo)\b"
)
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|are|for|you|be|with|that|this|or|not|by|we|our|will|your|must)\b")
_GERMAN = re.compile(r"\b(?:der|die|das|und|ist|sind|nicht|zu|mit|für|sie|den|dem|ein|eine|auf|von|wir|bei)\b")


@dataclass(frozen=True)
class Document:
    """One file as a rule to be. `text` is Markdown without HTML; kind, statement and language may be empty."""

    source: str
    title: str
    kind: str
    text: str
    statement: str
    language: str


@dataclass(frozen=True)
class Skipped:
    """A file, or a hidden or unreadable folder, that did not come in: "<source> <why>" is a sentence."""

    source: str
    why: str


def read(start_path: Path) -> Iterator[Document | Skipped]:
    """One file, or everything below a folder in the order of the names. Links are never followed."""
    queue = [(start_path, "")]
    while queue:
        path, prefix = queue.pop()
        source = os.fsencode(prefix[:-1] or path.name or str(path)).decode("utf-8", "replace")
        try:
            if _is_folder(path, hidden=bool(prefix) and path.name.startswith(".")):
                queue += [(path / name, f"{prefix}{name}/") for name in sorted(os.listdir(path))[::-1]]
            else:
                yield from read_file(path, source)
        except PackageRefused as refusal:
            yield Skipped(source, str(refusal))
        except OSError as error:
            yield Skipped(source, _not_opened(error))


def read_file(path: Path, source: str) -> Iterator[Document | Skipped]:
    """What one file holds, named ``source``: a document, or those of a zip."""
    try:
        if path.suffix.lower() == ".zip":
            yield from _unpacked(path, source)
        else:
            yield _document(path, source)
    except PackageRefused as refusal:
        yield Skipped(source, str(refusal))
    except csv.Error:
        yield Skipped(source, "is a table that couldn't be read")
    except OSError as error:
        yield Skipped(source, _not_opened(error))


def _not_opened(error: OSError) -> str:
    return f"couldn't be opened ({(error.strerror or 'no reason given').lower()})"


def _unpacked(path: Path, source: str) -> Iterator[Document | Skipped]:
    """The documents in a zip, each named by its place there."""
    with tempfile.TemporaryDirectory() as folder:
        for name, member_path in packages.unpack_files(path, Path(folder)):
            if isinstance(member_path, PackageRefused):
                yield Skipped(f"{source}/{name}", str(member_path))
            else:
                yield from read_file(member_path, f"{source}/{name}")
                member_path.unlink()


def _is_folder(path: Path, *, hidden: bool) -> bool:
    mode = path.lstat().st_mode
    if hidden or stat.S_ISLNK(mode):
        raise PackageRefused("is hidden" if hidden else "is a link to another location")
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise PackageRefused("isn't a regular file")
    return stat.S_ISDIR(mode)


def _document(path: Path, source: str) -> Document:
    suffix = path.suffix.lower()
    if suffix in (".doc", ".docm", ".dotm", ".odt", ".rtf", ".pdf"):
        raise PackageRefused("can't be read. Save it as .docx and try again")
    if suffix not in (".md", ".markdown", ".mdx", ".txt", ".csv", ".docx"):
        raise PackageRefused("isn't Word (.docx), Markdown, text or CSV")
    front, text = _READERS.get(suffix, _plain_text)(path)
    title, text = _title(front, _markdown(text), source)
    if len(text) > MAX_TEXT:
        raise PackageRefused(TOO_LONG)
    if not re.search(r"\w", text):
        raise PackageRefused("contains no text")
    return Document(source, title, kind_of(title, text, source), text, statement_of(text), language_of(text))


def _contents(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise PackageRefused("is larger than 5 MB")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "ignore")
    if "\0" in text or 20 * len(re.findall(f"[{_CONTROL}]", text)) > len(text):
        raise PackageRefused("isn't text (binary)")
    text = re.sub(r"data:[\w+/.;=-]{0,80},[A-Za-z0-9+/=]++", "data:", _characters(text))
    if len(text) > 2 * MAX_TEXT:
        raise PackageRefused(TOO_LONG)
    if not text.strip():
        raise PackageRefused("is empty")
    return text


def _characters(text: str) -> str:
    text = _ENTITY.sub(lambda match: match[0] if html.unescape(match[0]) in "<>&" else html.unescape(match[0]), text)
    text = re.sub(_UNSEEN, "", re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)).translate(_GLYPHS)
    # Word by word: composing one long run of combining marks takes quadratic time.
    return re.sub(r"\S{1,200}", lambda match: unicodedata.normalize("NFC", match[0]), text)


def _front_matter(text: str) -> tuple[str, str]:
    """The title in YAML between ---, in TOML between +++ or in YAML without its first ---; and what follows."""
    text = text.lstrip()
    start = len(text) - len(re.sub(r"\A(?:---|\+\+\+)[ \t]*\n", "", text))
    end = re.compile(r"^(?:---|\+\+\+|\.\.\.)[ \t]*$", re.M).search(text, start)
    block = text[start : end.start()] if end else ""
    named = re.search(r"(?m)^[a-z]|^Title\b|\A\Z" if start else r"(?m)^(?:title|name)[ \t]*:", block)
    if not end or not named or len(block) > 20_000 or not all(map(_FIELD.match, block.split("\n"))):
        return "", text
    values = re.findall(r"(?mi)^(title|name)[ \t]*[:=](.*(?:\n[ \t]+\S.*)*)", block)
    value = re.sub(r"^[>|][+-]?(?: |$)", "", " ".join(max(values, default=("", ""))[1].split()))
    title = re.sub(r"^([\"'])(.*)\1.*| #.*", r"\2", value).replace('\\"', '"').replace("''", "'")
    return title, text[end.end() :]


def _rewritten(text: str, rules: _Rules) -> str:
    for pattern, made in rules:
        text = _compiled(pattern).sub(made, text)
    return text


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled once: the rows of a long table are rewritten one by one."""
    return re.compile(pattern, re.I | re.M)


def _without(text: str, start: str, end: str) -> str:
    opening, closing, pieces, position = re.compile(start, re.I), re.compile(end, re.I), [], 0
    while (first := opening.search(text, position)) and (last := closing.search(text, first.end())):
        pieces.append(text[position : first.start()])
        position = last.end()
    return "".join(pieces) + text[position:]


def _markdown(text: str) -> str:
    """Anybody's Markdown as ours: no HTML, no template tags, no pictures, no links that only worked at home."""
    for start, end in _CUTS:
        text = _without(text, start, end)
    parts = _FENCED.split(text)
    for at, part in enumerate(parts):
        if at % 2 == 0 and part.strip():
            parts[at] = _tidy(_rewritten(part, [*_TEMPLATE, *_HTML, *_HTML, *_LINKS]))
    return "\n\n".join(parts).strip("\n")


def _tidy(text: str) -> str:
    """Single empty lines, and no stray indentation: outside lists it would turn words into code."""
    lines, listed, base = [""], False, 0
    for line in text.split("\n"):
        bare, indent = line.strip(), len(line) - len(line.lstrip())
        if bare and _ITEM.match(line):
            base, listed = (base if listed else indent), True
        elif bare:
            listed = listed and indent > 0
        if bare or lines[-1]:
            tidied = line[min(indent, base) :].rstrip() if listed else bare
            lines.append(tidied + "  " * (bool(bare) and line.endswith("  ")))
    return "\n".join(lines).strip("\n")


def _table(path: Path) -> str:
    lines = _contents(path).splitlines(keepends=True)
    tables = [[row for row in csv.reader(lines, delimiter=delimiter) if any(row)] for delimiter in ",;\t"]
    rows = max(tables, key=lambda table: sum(len(row) == len(table[0]) > 1 for row in table[:20]))
    width = max(map(len, rows), default=0)
    if 3 * width * len(rows) > MAX_TEXT:
        raise PackageRefused(TOO_LONG)
    rows = [row + [""] * (width - len(row)) for row in rows]
    names = {*os.listdir(path.parent)} - {path.name}
    for column in zip(*rows, strict=True):
        is_file_name = [re.split(r"[/\\]", cell)[0] in names for cell in column[1:] if cell]
        if 2 * sum(is_file_name) > len(is_file_name) or path.name.lower() == "manifest.csv":
            raise PackageRefused(A_LIST)
    rows = [[" ".join(re.sub(r"(?<!\\)\|", r"\\|", cell).split()) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in [*rows[:1], ["---"] * width, *rows[1:]])


def _plain_text(path: Path) -> tuple[str, str]:
    return _front_matter(_contents(path))


def _word(path: Path) -> tuple[str, str]:
    from . import word  # it loads as much as all else together, and most processes never read such a file

    text = _characters(word.markdown(path))
    if len(text) > 2 * MAX_TEXT:
        raise PackageRefused(TOO_LONG)
    return "", text


_READERS: dict[str, Callable[[Path], tuple[str, str]]] = {".docx": _word, ".csv": lambda path: ("", _table(path))}


def plain(text: str) -> str:
    """Markdown in one line as the words a reader sees."""
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)|\[\^[^\[\]]*\]", r"\1", text)
    text = re.sub(r"(?<!\\)(?:\*+|~~|`+|(?<!\w)_+|(?<!_)_++(?!\w))", "", text)
    return " ".join(html.unescape(re.sub(r"\\([^\w\s])", r"\1", text)).split())


def _as_title(text: str) -> str:
    title = re.sub(r"^[^\w(\[\"'«„“§]+|[\s:.#]+$", "", plain(text[:1000]))
    if re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)+", title):
        title = re.sub(r"[-_]", " ", title)
    if title.isupper() and " " in title:
        title = " ".join(word.lower() if re.search("[AEIOUYÄÖÜ]", word) else word for word in title.split())
    title = title[:1].upper() + title[1:] if title.split(" ")[0].islower() else title
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _heading(lines: list[str], *, loose: bool) -> tuple[str, int, int]:
    """The heading above the prose, or the one of level 1 in it; and the lines it takes, from and up to."""
    prose, heading_seen = False, False
    for index, (line, below) in enumerate(zip(lines[:80], [*lines[1:80], ""], strict=False)):
        marked = re.match(r"(#{1,6})[ \t]+(.+)", line)
        under = re.match(r"(=|-)\1+[ \t]*$", below) and not re.match(r"[-*+>|#\d]|.*\.$", line)
        bold = re.fullmatch(r"(?:\*\*[^*]+[^*.:!?]\*\*|__[^_]+[^_.:!?]__)[ \t]*", line)
        first = not index and not below and re.fullmatch(r"[^\W_].{0,78}[^.,:;!?]", line)
        if 0 < len(line) <= MAX_TITLE and (marked or under or bold or (first and (loose or line.isupper()))):
            title = _as_title(marked[2] if marked else line)
            top = line.startswith("# ") or below.startswith("=")
            if not _GENERIC.fullmatch(title) and (not prose or (top and not heading_seen)):
                return title, index, index + 1 + bool(under)
            heading_seen = True
        elif len(line) > 60 and line[0] not in "|[":
            prose = True
    return "", 0, 0


def _title(front: str, text: str, source: str) -> tuple[str, str]:
    lines = text.split("\n")
    heading, start, end = _heading(lines, loose=source.lower().endswith(".txt"))
    parts = PurePosixPath(source).with_suffix("").parts[::-1]
    order = r"^(?:.*?--)?(?:0\d[-_. ]+|\d\d?[._)] *)?"
    names = [re.sub(r"[-_\s]+", " ", re.sub(order, "", part)) for part in parts]
    guesses = [_as_title(_markdown(front)), heading, *(_as_title(re.sub(r"^(.+) \1$", r"\1", name)) for name in names)]
    title = next((guess for guess in guesses if not _GENERIC.fullmatch(guess)), "") or max(guesses, key=bool)
    if re.sub(r"\W", "", heading.lower()) == re.sub(r"\W", "", title.lower()):
        del lines[start:end]
    return title or "Untitled", "\n".join(lines).strip("\n")


def kind_of(title: str, text: str, source: str = "") -> str:
    """What the title says, else what the shape says (steps in order), else what the path says, else a policy."""
    if re.search(r"(?i)\bfaqs?\b|frequently asked|häufige fragen|gloss[ae]r|definitions|narrative", title):
        return ""
    head = re.split(r" (?:for|of|on|about|für|zur?|zum|von|bei) ", title, maxsplit=1)[0]
    for part in (head, title):
        if named := [match.lastgroup for match in _NAMED.finditer(part)]:
            return named[-1] or ""
    lines = [line for line in text.split("\n") if line]
    if sum(1 for line in lines if _STEP.match(line)) >= max(3, len(lines) / 5):
        return "procedure"
    path = [match.lastgroup for match in _NAMED.finditer(re.sub(r"[-_/]+", " ", source))]
    return next((kind for kind in path[::-1] if kind and kind != "policy"), "policy")


def statement_of(text: str) -> str:
    paragraph: list[str] = []
    skipping = fenced = False
    for line in [*text.split("\n"), ""]:
        fenced ^= line.startswith(("```", "~~~"))
        if line and not fenced and not skipping and not _NOT_PROSE.match(line):
            paragraph.append(line)
            continue
        for sentence in _STOP.split(plain(" ".join(paragraph)[:2000])):
            if 20 <= len(sentence) <= 300 and _SENTENCE.fullmatch(sentence) and not _NOTE.match(sentence):
                return sentence
        paragraph, skipping = [], bool(line) and line[0] != "#"
    return ""


def language_of(text: str) -> str:
    sample = text[:20_000].lower()
    english, german = len(_ENGLISH.findall(sample)), len(_GERMAN.findall(sample))
    if 125 * max(english, german) < len(sample):
        return ""
    return "en" if english > german else "de"
