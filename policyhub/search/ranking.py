"""How well a row answers a question: BM25F over its bag of words, the same on both engines."""

import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .questions import WEIGHT, Concept, Question
from .synonyms import Form

SATURATION = 50  # the weight of a word in a row (in tenths) at which half of its worth is reached
RARER = 1.6  # by how much what stands for a word may be rarer than the word itself
BEGUN = 0.6  # what the beginning of a word is worth
AGAIN = 0.3  # what a form is worth for a second word of the question
FEW = 16
NUMBER = re.compile(r"\d+")
APART = 0.6  # words of a phrase may stand far from each other


@dataclass(frozen=True)
class Wanted:
    """A concept, ready to be looked for in bags: each form with its worth; and how the last word begins."""

    forms: list[tuple[Form, float]]
    worth: float
    begins: str = ""
    known: bool = True  # some rule that everybody may read holds one of the forms
    own: tuple[Form, ...] = ()  # as it was asked, or mended
    share: float = 0.0  # of all rows that hold any of the forms, at most
    own_share: float = 0.0
    rows: int = 0  # that there are

    def best(self, most: int) -> list[Form]:
        return [form for form, _worth in sorted(self.forms, key=lambda one: -one[1])[:most]]

    def in_bag(self, bag: dict[str, int], text: str, told: set[Form]) -> float:
        """``bag``: of the stems looked for, those that the row has, with their weight. ``told``: forms that spoke
        for another word already; the same one again tells little more."""
        best, by = 0.0, None
        for form, worth in self.forms:
            if form[0] in bag:
                weight = bag[form[0]] if len(form) == 1 else min(bag.get(s, 0) for s in form) * APART
                here = worth * weight / (weight + SATURATION) * (AGAIN if form in told else 1)
                if here > best:
                    best, by = here, form
        if by:
            told.add(by)
        return best or self.begun_in(text)

    def begun_in(self, text: str) -> float:
        """For a word that is being typed: some word of the bag begins with it."""
        if not self.begins or f'"{self.begins}' not in text:
            return 0.0
        weight = max(int(n) for n in re.findall(rf'"{self.begins}[^"]*":(\d+)', text))
        return BEGUN * (self.worth or 1.0) * weight / (weight + SATURATION)


def rarity(question: Question) -> Callable[[Form], float]:
    """Of a form: the fewer rows hold it, the more it tells."""
    rows, of = question.lexicon.rows, question.lexicon.of

    def tell(form: Form) -> float:
        n = min(of.get(stem, 0) for stem in form)
        return math.log(1 + (max(rows, n) - n + 0.5) / (n + 0.5))

    return tell


def wanted(question: Question) -> list[Wanted]:
    """What to look for, the most telling first; after them what no rule holds that everybody may read."""
    tell, lexicon = rarity(question), question.lexicon
    found = [
        want(concept, question, {f: tell(f) for f, w in concept.forms.items() if lexicon.knows(f) or w == 1})
        for concept in question.concepts
    ]
    return sorted(found, key=lambda one: (not one.known, -one.worth))


def want(concept: Concept, question: Question, telling: dict[Form, float]) -> Wanted:
    asked = [worth for form, worth in telling.items() if concept.forms[form] == 1 and question.lexicon.knows(form)]
    most = max(asked) * RARER if asked else math.inf
    forms = [(f, concept.worth * concept.forms[f] * min(tell, most)) for f, tell in telling.items()]
    begins = concept.word if concept.word == question.beginning else ""
    known = any(question.lexicon.knows(form) for form in telling)
    own = tuple(form for form in telling if concept.forms[form] >= WEIGHT["near"])
    worth = max((worth for _, worth in forms), default=0.0)
    shares = share_of(telling, question), share_of(own, question)
    return Wanted(forms, worth, begins, known, own, *shares, question.lexicon.rows)


def share_of(forms: Iterable[Form], question: Question) -> float:
    """Of all rows, those that hold any of ``forms``, were no row to hold two of them."""
    of, rows = question.lexicon.of, max(question.lexicon.rows, 1)
    return min(1.0, sum(min(of.get(stem, 0) for stem in form) for form in forms) / rows)


def stems_of(wants: list[Wanted]) -> frozenset[str]:
    return frozenset(stem for want in wants for form, _worth in want.forms for stem in form)


def score(wants: list[Wanted], stems: frozenset[str], text: str) -> float:
    """``text`` is a bag as it is stored."""
    bag, told = present(stems, text), set[Form]()
    return sum(want.in_bag(bag, text, told) for want in wants)


def present(stems: frozenset[str], text: str) -> dict[str, int]:
    """Those of ``stems`` that the bag has. To look for a few is faster than to read all of it."""
    if len(stems) <= FEW:
        found = ((stem, text.find(f'"{stem}":')) for stem in stems)
        return {stem: int(NUMBER.match(text, at + len(stem) + 3)[0]) for stem, at in found if at >= 0}  # type: ignore[index]
    bag: dict[str, int] = json.loads(text)
    return {stem: bag[stem] for stem in stems & bag.keys()}
