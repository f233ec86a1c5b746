"""Which situation of a rule comes first: the one that was asked about, or the one that somebody followed a link to.

The HTML of a card is the same for everybody and for every question. Each situation stands in it between two marks that
name its key and its words, so that a question only moves or picks pieces of text.
"""

import re
from collections.abc import Iterable, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .words import asked, fold, indexed

NO = ("no", "not", "without", "never", "ohne", "kein", "keine", "nicht", "nie")  # tells "a receipt" from "no receipt"
SITUATION = re.compile(
    r"<!--when (?P<key>\S+) (?P<words>[^>/]*)/?(?P<others>[^>]*)-->(?P<html>.*?)<!--/when-->", re.DOTALL
)


def mark(key: str, text: str, options: Iterable[str], language: str) -> str:
    """What stands before a situation: its key, its words, and those of its options (folded and stemmed: letters)."""
    return format_html("<!--when {} {}/{}-->", key, indexed(text, language), indexed(" ".join(options), language))


def only(html: SafeString, question: str, title: str) -> SafeString:
    """``html`` with the one situation in which most words of the question stand; the first of those alike.

    Its own words count twice those of its options. What stands in the title tells no situation from another.
    """
    found = list(SITUATION.finditer(html))
    if not found:
        return html
    told = {form for forms in asked(title) for form in forms}
    words: list[tuple[str, ...]] = [] if set(NO).isdisjoint(fold(question).split()) else [NO]
    words += [forms for forms in asked(question) if told.isdisjoint(forms)]
    best = max(found, key=lambda one: 2 * len(asked_in(one["words"], words)) + len(asked_in(one["others"], words)))
    return mark_safe(html[: found[0].start()] + best["html"] + html[found[-1].end() :])


def first(html: SafeString, key: str) -> SafeString:
    """``html`` with the situation of this key before the others. A key that is not there changes nothing."""
    found = list(SITUATION.finditer(html))
    chosen = next((one for one in found if one["key"].startswith(key)), None) if key else None
    if chosen is None:
        return html
    others = "".join(one[0] for one in found if one is not chosen)
    return mark_safe(html[: found[0].start()] + chosen[0] + others + html[found[-1].end() :])


def asked_in(there: str, words: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those of the asked words that stand in ``there``; the last may still be being typed."""
    stems = set(there.split())
    found = [forms for forms in words if not stems.isdisjoint(forms)]
    if words and words[-1] not in found and any(one.startswith(words[-1][0]) for one in stems):
        found.append(words[-1])
    return found
