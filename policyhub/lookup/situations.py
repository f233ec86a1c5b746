"""Which situation of a rule comes first: the one that was asked about, or the one that somebody followed a link to.

Each situation of a card is rendered by itself and kept with the terms that tell it from the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from policyhub.search.tokens import fold, index_text, query_terms

NEGATIONS = (
    "no",
    "not",
    "without",
    "never",
    "ohne",
    "kein",
    "keine",
    "nicht",
    "nie",
)  # tells "a receipt" from "no receipt"


@dataclass(frozen=True)
class SituationCard:
    """A situation as it stands on a card. ``terms``: its words and those of its options, as the index has them."""

    key: str
    html: SafeString
    terms: str
    option_terms: str


def situation_card(situation: dict[str, Any], html: SafeString, language: str) -> SituationCard:
    """``situation``: as the content of an edition has it."""
    options = " ".join(option["text"] for option in situation["options"])
    return SituationCard(
        situation["key"], html, index_text(situation["text"], language), index_text(options, language)
    )


def best_situation(situations: Sequence[SituationCard], question: str, title: str) -> SituationCard | None:
    """The one in which most words of the question stand; the first of those alike.

    Its own words count twice those of its options. What stands in the title tells no situation from another.
    """
    if len(situations) < 2:
        return situations[0] if situations else None
    title_forms = {form for forms in query_terms(title) for form in forms}
    query_forms: list[tuple[str, ...]] = [] if set(NEGATIONS).isdisjoint(fold(question).split()) else [NEGATIONS]
    query_forms += [forms for forms in query_terms(question) if title_forms.isdisjoint(forms)]
    return max(
        situations,
        key=lambda s: 2 * len(matching_terms(s.terms, query_forms)) + len(matching_terms(s.option_terms, query_forms)),
    )


def put_first(situations: Iterable[SituationCard], key: str) -> list[SituationCard]:
    """The situation whose key begins with ``key`` before the others. A key that none has changes nothing."""
    return sorted(situations, key=lambda situation: not (key and situation.key.startswith(key)))


def matching_terms(indexed_text: str, query_forms: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those of the asked words that stand in ``there``; the last may still be being typed."""
    stems = set(indexed_text.split())
    matches = [forms for forms in query_forms if not stems.isdisjoint(forms)]
    if query_forms and query_forms[-1] not in matches and any(stem.startswith(query_forms[-1][0]) for stem in stems):
        matches.append(query_forms[-1])
    return matches
