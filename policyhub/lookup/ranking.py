"""How well a row answers a question: BM25F over its bag of words, the same on both engines."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from .questions import Concept, Question
from .synonyms import Form

SATURATION = 5.0  # the weight of a word in a row at which half of its worth is reached
RARER = 1.3  # by how much what stands for a word may be rarer than the word itself
BEGUN = 0.6  # what the beginning of a word is worth
APART = 0.6  # words of a phrase may stand far from each other


@dataclass(frozen=True)
class Wanted:
    """A concept, ready to be looked for in bags: each form with its worth; and how the last word begins."""

    forms: list[tuple[Form, float]]
    worth: float
    begins: str = ""
    known: bool = True  # some rule that everybody may read holds one of the forms

    def in_bag(self, bag: dict[str, float], text: str) -> float:
        best = 0.0
        for form, worth in self.forms:
            weight = bag.get(form[0], 0.0) if len(form) == 1 else min(bag.get(s, 0.0) for s in form) * APART
            if weight:
                best = max(best, worth * weight / (weight + SATURATION))
        return best or self.begun_in(text)

    def begun_in(self, text: str) -> float:
        """For a word that is being typed: some word of the bag begins with it."""
        if not self.begins or f'"{self.begins}' not in text:
            return 0.0
        weight = max(float(n) for n in re.findall(rf'"{self.begins}[^"]*":([\d.]+)', text))
        return BEGUN * (self.worth or 1.0) * weight / (weight + SATURATION)


def rarity(question: Question) -> Callable[[Form], float]:
    """Of a form: the fewer rows hold it, the more it tells."""
    rows, of = question.lexicon.rows, question.lexicon.of

    def tell(form: Form) -> float:
        n = min(of.get(stem, 0) for stem in form)
        return math.log(1 + (max(rows, n) - n + 0.5) / (n + 0.5))

    return tell


def wanted(question: Question) -> list[Wanted]:
    """What to look for, the most telling first."""
    tell, lexicon = rarity(question), question.lexicon
    found = [
        want(concept, question, {f: tell(f) for f, w in concept.forms.items() if lexicon.knows(f) or w == 1})
        for concept in question.concepts
    ]
    return sorted(found, key=lambda one: -one.worth)


def want(concept: Concept, question: Question, telling: dict[Form, float]) -> Wanted:
    own = [worth for form, worth in telling.items() if concept.forms[form] == 1 and question.lexicon.knows(form)]
    most = max(own) * RARER if own else math.inf
    forms = [(f, concept.worth * concept.forms[f] * min(tell, most)) for f, tell in telling.items()]
    begins = concept.word if concept.word == question.beginning else ""
    known = any(question.lexicon.knows(form) for form in telling)
    return Wanted(forms, max((worth for _, worth in forms), default=0.0), begins, known)


def score(wants: list[Wanted], text: str) -> float:
    """``text`` is a bag as it is stored."""
    bag = json.loads(text)
    return sum(want.in_bag(bag, text) for want in wants)
