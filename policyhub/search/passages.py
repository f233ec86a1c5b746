"""The passage of a long text that answers a question."""

import re
from collections.abc import Iterator

from .tokens import asked, fold

LENGTH = 280
READ = 150_000  # characters of a body that are looked through


MOST = 200  # places where a word stands that are looked at


def passage(text: str, question: str) -> str:
    """Up to LENGTH characters of ``text``, as ``plain`` leaves it, around the place where most of the asked words
    stand together; "" if none."""
    words = [forms for forms in asked(question) if len(forms[-1]) > 1]
    if not words or not text:
        return ""
    folded = fold_same_length(text)
    found = sorted(
        (at, n) for n, forms in enumerate(words) for at in {at for form in forms for at in begins(folded, form)}
    )
    return clip(text, best_window(found)) if found else ""


def begins(folded: str, form: str) -> Iterator[int]:
    """Where words of ``folded`` begin with ``form``."""
    at = folded.find(form)
    for _nth in range(MOST):
        if at < 0:
            return
        if at == 0 or not (folded[at - 1].isalnum() or folded[at - 1] == "_"):
            yield at
        at = folded.find(form, at + 1)


def best_window(found: list[tuple[int, int]]) -> int:
    """Where a stretch of LENGTH characters with the most different words begins."""
    best, where, first = 0, found[0][0], 0
    counts: dict[int, int] = {}
    for position, word in found:
        counts[word] = counts.get(word, 0) + 1
        while position - found[first][0] > LENGTH - 40:
            counts[found[first][1]] -= 1
            if not counts[found[first][1]]:
                del counts[found[first][1]]
            first += 1
        if len(counts) > best:
            best, where = len(counts), found[first][0]
    return where


def clip(text: str, at: int) -> str:
    """LENGTH characters in whole words, from the beginning of the sentence at ``at``, or from a little before it."""
    sentence = text.rfind(". ", max(0, at - 120), at)
    begin = sentence + 2 if sentence >= 0 else text.rfind(" ", 0, max(0, at - 30)) + 1
    piece = text[begin : begin + LENGTH]
    if begin + LENGTH < len(text):
        piece = piece.rsplit(" ", 1)[0] + " …"
    return f"… {piece}" if begin and sentence < 0 else piece


def plain(body: str) -> str:
    """Markdown without its marks, in one line."""
    text = re.sub(r"\[([^\[\]\n]{0,300})\]\((?:[^()\n]++|\([^()\n]*+\))*+\)", r"\1", body)
    text = re.sub(r"(?m)^[ \t]*(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]+", "", text)
    return re.sub(r"\s+", " ", re.sub(r"[*_`|]{1,3}|-{3,}|={3,}", " ", text)).strip()


class Folding(dict[int, str]):
    """What stands for each character, found once: a body may have 150,000 of them."""

    def __missing__(self, code: int) -> str:
        self[code] = (fold(chr(code)) or " ")[0]
        return self[code]


FOLDING = Folding()


def fold_same_length(text: str) -> str:
    """Folded character by character, so that places in it are places in ``text``."""
    return text.lower() if text.isascii() else text.translate(FOLDING)
