"""The passage of a long text that answers a question."""

import re
from collections.abc import Iterator

from .tokens import fold, query_terms

LENGTH = 280
MAX_BODY = 150_000  # characters of a body that are looked through


MOST_POSITIONS = 200  # places where a word stands that are looked at


def passage(text: str, question: str) -> str:
    """Up to LENGTH characters of ``text``, as ``plain`` leaves it, around the place where most of the asked words
    stand together; "" if none."""
    query_forms = [forms for forms in query_terms(question) if len(forms[-1]) > 1]
    if not query_forms or not text:
        return ""
    folded = fold_same_length(text)
    occurrences = sorted(
        (position, n)
        for n, forms in enumerate(query_forms)
        for position in {position for form in forms for position in word_positions(folded, form)}
    )
    return clip(text, best_window(occurrences)) if occurrences else ""


def word_positions(folded: str, form: str) -> Iterator[int]:
    """Where words of ``folded`` begin with ``form``."""
    position = folded.find(form)
    for _nth in range(MOST_POSITIONS):
        if position < 0:
            return
        if position == 0 or not (folded[position - 1].isalnum() or folded[position - 1] == "_"):
            yield position
        position = folded.find(form, position + 1)


def best_window(occurrences: list[tuple[int, int]]) -> int:
    """Where a stretch of LENGTH characters with the most different words begins."""
    best, start, first = 0, occurrences[0][0], 0
    counts: dict[int, int] = {}
    for position, word in occurrences:
        counts[word] = counts.get(word, 0) + 1
        while position - occurrences[first][0] > LENGTH - 40:
            counts[occurrences[first][1]] -= 1
            if not counts[occurrences[first][1]]:
                del counts[occurrences[first][1]]
            first += 1
        if len(counts) > best:
            best, start = len(counts), occurrences[first][0]
    return start


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
