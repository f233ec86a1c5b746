"""Which situation of a rule comes first: the one that was asked about, or the one that somebody followed a link to.

Each situation of a card is rendered by itself and kept with the terms that tell it from the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from policyhub.search.tokens import asked, fold, indexed

NO = ("no", "not", "without", "never", "ohne", "kein", "keine", "nicht", "nie")  # tells "a receipt" from "no receipt"


@dataclass(frozen=True)
class Situation:
    """A situation as it stands on a card. ``terms``: its words and those of its options, as the index has them."""

    key: str
    html: SafeString
    terms: str
    option_terms: str


def rendered(situation: dict[str, Any], html: SafeString, language: str) -> Situation:
    """``situation``: as the content of an edition has it."""
    options = " ".join(option["text"] for option in situation["options"])
    return Situation(situation["key"], html, indexed(situation["text"], language), indexed(options, language))


def best(situations: Sequence[Situation], question: str, title: str) -> Situation | None:
    """The one in which most words of the question stand; the first of those alike.

    Its own words count twice those of its options. What stands in the title tells no situation from another.
    """
    if len(situations) < 2:
        return situations[0] if situations else None
    of_title = {form for forms in asked(title) for form in forms}
    words: list[tuple[str, ...]] = [] if set(NO).isdisjoint(fold(question).split()) else [NO]
    words += [forms for forms in asked(question) if of_title.isdisjoint(forms)]
    return max(situations, key=lambda s: 2 * len(asked_in(s.terms, words)) + len(asked_in(s.option_terms, words)))


def put_first(situations: Iterable[Situation], key: str) -> list[Situation]:
    """The situation whose key begins with ``key`` before the others. A key that none has changes nothing."""
    return sorted(situations, key=lambda situation: not (key and situation.key.startswith(key)))


def asked_in(there: str, words: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those of the asked words that stand in ``there``; the last may still be being typed."""
    stems = set(there.split())
    found = [forms for forms in words if not stems.isdisjoint(forms)]
    if words and words[-1] not in found and any(one.startswith(words[-1][0]) for one in stems):
        found.append(words[-1])
    return found
