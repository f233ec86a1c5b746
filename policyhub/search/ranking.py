"""How well a row answers a question: BM25F over its bag of words, the same on both engines."""

import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .questions import WEIGHT, Concept, ParsedQuestion
from .synonyms import Form

SATURATION = 50  # the weight of a word in a row (in tenths) at which half of its worth is reached
MAX_RARITY_RATIO = 1.6  # by how much what stands for a word may be rarer than the word itself
WORTH_OF_PREFIX = 0.6  # what the beginning of a word is worth
WORTH_OF_REPEAT = 0.3  # what a form is worth for a second word of the question
FEW_STEMS = 16
NUMBER = re.compile(r"\d+")
WORTH_OF_PHRASE = 0.6  # words of a phrase may stand far from each other


@dataclass(frozen=True)
class WeightedConcept:
    """A concept, ready to be looked for in bags: each form with its worth; and how the last word begins."""

    forms: list[tuple[Form, float]]
    worth: float
    prefix: str = ""
    is_indexed: bool = True  # some rule that everybody may read holds one of the forms
    own_forms: tuple[Form, ...] = ()  # as it was asked, or mended
    share: float = 0.0  # of all rows that hold any of the forms, at most
    own_share: float = 0.0
    rows: int = 0  # that there are

    def best_forms(self, most: int) -> list[Form]:
        return [form for form, _worth in sorted(self.forms, key=lambda pair: -pair[1])[:most]]

    def score_in(self, bag: dict[str, int], text: str, scored_forms: set[Form]) -> float:
        """The score of a row. ``bag``: its weights of the stems looked for; ``text``: its whole bag as stored.

        ``scored_forms``: forms that another concept has scored already; they count little a second time.
        """
        best, best_form = 0.0, None
        for form, worth in self.forms:
            if form[0] in bag:
                weight = bag[form[0]] if len(form) == 1 else min(bag.get(s, 0) for s in form) * WORTH_OF_PHRASE
                score = worth * weight / (weight + SATURATION) * (WORTH_OF_REPEAT if form in scored_forms else 1)
                if score > best:
                    best, best_form = score, form
        if best_form:
            scored_forms.add(best_form)
        return best or self.score_of_prefix(text)

    def score_of_prefix(self, text: str) -> float:
        """For a word that is being typed: some word of the bag begins with it."""
        if not self.prefix or f'"{self.prefix}' not in text:
            return 0.0
        weight = max(int(n) for n in re.findall(rf'"{self.prefix}[^"]*":(\d+)', text))
        return WORTH_OF_PREFIX * (self.worth or 1.0) * weight / (weight + SATURATION)


def rarity_by_form(question: ParsedQuestion) -> Callable[[Form], float]:
    """A function that gives the rarity of a form: the fewer rows hold it, the more it tells."""
    rows, rows_by_stem = question.lexicon.rows, question.lexicon.rows_by_stem

    def rarity_of(form: Form) -> float:
        rows_with_form = min(rows_by_stem.get(stem, 0) for stem in form)
        return math.log(1 + (max(rows, rows_with_form) - rows_with_form + 0.5) / (rows_with_form + 0.5))

    return rarity_of


def weigh_concepts(question: ParsedQuestion) -> list[WeightedConcept]:
    """The concepts to look for, the most telling first; last those that no rule open to everybody holds."""
    rarity_of, lexicon = rarity_by_form(question), question.lexicon
    weighted = [
        weigh_concept(
            concept,
            question,
            {f: rarity_of(f) for f, w in concept.forms.items() if lexicon.has_all_stems(f) or w == 1},
        )
        for concept in question.concepts
    ]
    return sorted(weighted, key=lambda concept: (not concept.is_indexed, -concept.worth))


def weigh_concept(concept: Concept, question: ParsedQuestion, rarities: dict[Form, float]) -> WeightedConcept:
    original = [
        worth for form, worth in rarities.items() if concept.forms[form] == 1 and question.lexicon.has_all_stems(form)
    ]
    cap = max(original) * MAX_RARITY_RATIO if original else math.inf
    forms = [(f, concept.worth * concept.forms[f] * min(form_rarity, cap)) for f, form_rarity in rarities.items()]
    prefix = concept.word if concept.word == question.beginning else ""
    is_indexed = any(question.lexicon.has_all_stems(form) for form in rarities)
    own_forms = tuple(form for form in rarities if concept.forms[form] >= WEIGHT["near"])
    worth = max((worth for _, worth in forms), default=0.0)
    shares = share_of(rarities, question), share_of(own_forms, question)
    return WeightedConcept(forms, worth, prefix, is_indexed, own_forms, *shares, question.lexicon.rows)


def share_of(forms: Iterable[Form], question: ParsedQuestion) -> float:
    """Of all rows, those that hold any of ``forms``, were no row to hold two of them."""
    rows_by_stem, rows = question.lexicon.rows_by_stem, max(question.lexicon.rows, 1)
    return min(1.0, sum(min(rows_by_stem.get(stem, 0) for stem in form) for form in forms) / rows)


def stems_of(concepts: list[WeightedConcept]) -> frozenset[str]:
    return frozenset(stem for concept in concepts for form, _worth in concept.forms for stem in form)


def score(concepts: list[WeightedConcept], stems: frozenset[str], text: str) -> float:
    """The score of a row for all concepts. ``text``: its bag as stored."""
    bag, scored_forms = weights_of(stems, text), set[Form]()
    return sum(concept.score_in(bag, text, scored_forms) for concept in concepts)


def number_at(text: str, position: int) -> int:
    match = NUMBER.match(text, position)
    assert match is not None  # a bag has a number after each stem
    return int(match[0])


def weights_of(stems: frozenset[str], text: str) -> dict[str, int]:
    """The weights of those ``stems`` that the bag has. Searching for a few is faster than parsing all of it."""
    if len(stems) <= FEW_STEMS:
        positions = ((stem, text.find(f'"{stem}":')) for stem in stems)
        return {stem: number_at(text, position + len(stem) + 3) for stem, position in positions if position >= 0}
    bag: dict[str, int] = json.loads(text)
    return {stem: bag[stem] for stem in stems & bag.keys()}
