"""What a question asks for: its telling words, and what may stand for each of them in a rule."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from . import spelling, synonyms
from .compounds import LONG, parts
from .lexicon import Found, Lexicon, look_up, resembling
from .synonyms import Form, Table, form_of
from .tokens import CODE, COMMON, LANGUAGES, LONGEST, MOST_WORDS, WORD, fold, in_one_piece, stem

MOST_CORRECTED = 4
MOST_FORMS = 40  # of one word
WEIGHT = {
    "own": 1.0,
    "begun": 0.8,
    "longer": 0.4,
    "near": 0.9,
    "far": 0.6,
    "part": 0.7,
    "whole": 0.7,
    "synonym": 0.65,
    "phrase": 1.0,
}
WITHIN_PHRASE = 0.4  # what a word weighs that was understood as part of a phrase
LESS_LIKELY = 0.5  # another word that may be meant
NAMES_ONE = 5.0  # what a code is worth: it names one rule
NUMBERED = re.compile(r"([a-z]{1,3})-?(\d{1,6})", re.ASCII)  # a reference, folded
TECHNIQUES = ("typos", "synonyms", "compounds", "beginnings")


@dataclass
class Concept:
    """One thing asked for: a word or a phrase, and the forms that may stand for it with what each is worth."""

    word: str
    forms: dict[Form, float] = field(default_factory=dict)
    worth: float = 1.0

    def may_be(self, form: Form, weight: float) -> None:
        if len(self.forms) < MOST_FORMS or form in self.forms:
            self.forms[form] = max(weight, self.forms.get(form, 0))


@dataclass
class Question:
    words: list[str]
    concepts: list[Concept]
    beginning: str  # the last word, which may be unfinished
    lexicon: Lexicon = field(default_factory=Lexicon)

    def concept(self, word: str) -> Concept | None:
        return next((c for c in self.concepts if c.word == word), None)

    def stems(self) -> list[str]:
        return list(dict.fromkeys(stem for c in self.concepts for form in c.forms for stem in form))


def read(text: str) -> Question | None:
    """The words of ``text`` and what they stand for by themselves; None if there is no word in it."""
    folded = fold(text[:2000])
    codes = in_one_piece(folded)
    words = [word for word in WORD.findall(folded) if len(word) <= LONGEST][: 2 * MOST_WORDS]
    within = {part for code in CODE.findall(folded) if NUMBERED.fullmatch(code) for part in WORD.findall(code)}
    telling = [word for word in words if word not in COMMON | within] or ([] if within else words)
    concepts = [own(word, word in codes) for word in dict.fromkeys((codes + telling)[:MOST_WORDS])]
    return Question(words, concepts, concepts[-1].word) if concepts else None


def own(word: str, code: bool) -> Concept:
    names_one = (code and any(c.isdigit() for c in word)) or NUMBERED.fullmatch(word) is not None
    concept = Concept(word, worth=NAMES_ONE if names_one else 1.0)
    for form in (word, *(stem(word, language) for language in LANGUAGES), *numbered(word)):
        concept.may_be((form,), WEIGHT["own"])
    return concept


def numbered(word: str) -> list[str]:
    """R-39 and r39 are R-039 too, as references are written."""
    found = NUMBERED.fullmatch(word)
    return [f"{found[1]}{int(found[2]):03}"] if found else []


def understand(question: Question, without: Iterable[str] = ()) -> None:
    """Find what else may be meant. ``without``: techniques to leave out, to see what each of them adds."""
    table = synonyms.table()
    plain = {id(c): dict(c.forms) for c in question.concepts}
    for _attempt in range(2):
        if "synonyms" not in without:
            add_synonyms(question, question.words, table)
        joined = [] if "compounds" in without else pairs(question.words)
        question.lexicon = look_up(question.stems(), joined, question.beginning)
        if question.lexicon.version == table.version or "synonyms" in without:
            break
        table = synonyms.load(question.lexicon.version)
        question.concepts = [c for c in question.concepts if id(c) in plain]
        for concept in question.concepts:
            concept.forms = plain[id(concept)]
    if "compounds" not in without:
        add_joined(question)
    if "beginnings" not in without:
        add_begun(question)
    mend(question, table, without)


def pairs(words: list[str]) -> list[str]:
    """Each two words in one, as in "work shop"."""
    return [one + two for one, two in pairwise(words) if len(one + two) <= LONGEST]


def add_synonyms(question: Question, words: list[str], table: Table) -> None:
    """``words`` are those of the question, mended where they were misspelt."""
    phrases: dict[str, Concept] = {}
    for at, many, group in table.said(words):
        asked = question.words[at : at + many]
        if many == 1:
            concept = question.concept(asked[0])
        else:
            concept = phrases.setdefault(" ".join(asked), Concept(" ".join(asked)))
        if concept is not None:
            weight = WEIGHT["synonym"] if many == 1 else WEIGHT["phrase"]
            for form in sorted(table.forms[group], key=len):
                concept.may_be(form, weight)
    for phrase, concept in phrases.items():
        concept.may_be(form_of(phrase.split(), "en"), WEIGHT["own"])
        for word in phrase.split():
            if part := question.concept(word):
                part.worth = min(part.worth, WITHIN_PHRASE)
    question.concepts += [c for phrase, c in phrases.items() if not question.concept(phrase)]


def add_joined(question: Question) -> None:
    """ "work shop" is also looked for as workshop."""
    for one, two in pairwise(question.words):
        for found in question.lexicon.written.get(one + two, ()):
            for word in (one, two):
                take(question, question.concept(word), found, WEIGHT["near"])


def add_begun(question: Question) -> None:
    """The last word may be unfinished; if it is a word as it stands, it is more likely finished."""
    weight = WEIGHT["longer" if is_known(question, question.beginning) else "begun"]
    for found in question.lexicon.begun:
        take(question, question.concept(question.beginning), found, weight)


def is_known(question: Question, word: str) -> bool:
    return any(question.lexicon.knows((form,)) for form in (word, *(stem(word, lang) for lang in LANGUAGES)))


def unknown(question: Question, table: Table) -> Iterator[str]:
    """Words that no rule holds and no list of ours either, by itself or in a phrase that was understood."""
    begun = bool(question.lexicon.begun)
    for concept in question.concepts:
        word = concept.word
        listed = concept.worth == WITHIN_PHRASE or word in table.words or any(table.said([word]))
        unfinished = begun and word == question.beginning
        if spelling.may_be_misspelt(word) and not (unfinished or listed or is_known(question, word)):
            yield word


def mend(question: Question, table: Table, without: Iterable[str]) -> None:
    """Correct the words that nobody wrote, and take apart or complete those that are made of others."""
    strange = list(unknown(question, table))[:MOST_CORRECTED]
    misspelt = [] if "typos" in without else strange
    within, pieces = [], set[str]()
    if "compounds" not in without:
        pieces = {half for word in strange for two in spelling.halves(word) for half in two}
        if question.lexicon.german:
            mostly = question.lexicon.german * 5 >= question.lexicon.rows
            asked = [c.word for c in question.concepts] if mostly else strange
            within = [word for word in asked if len(word) >= 5 and word.isalpha()][:MOST_CORRECTED]
            pieces |= {piece for word in within if len(word) >= LONG for piece in substrings(word)}
    if not strange and not within:
        return
    found = resembling(misspelt, sorted(pieces), within)
    meant = correct(question, misspelt, found, table)
    add_parts(question, strange + within, found.get("", []))
    for word in within:
        add_whole(question, word, found.get("+" + word, []))
    if meant and "synonyms" not in without:
        before = set(question.stems())
        add_synonyms(question, [meant.get(word, word) for word in question.words], table)
        if more := [stem for stem in question.stems() if stem not in before]:
            question.lexicon.of |= look_up(more, [], question.beginning).of


def substrings(word: str) -> set[str]:
    return {word[i:j] for i in range(len(word)) for j in range(i + 3, len(word) + 1) if j - i < len(word)}


def correct(question: Question, misspelt: list[str], found: dict[str, list[Found]], table: Table) -> dict[str, str]:
    """{word: what is most likely meant by it}: a word of the rules, or else one of the synonyms."""
    meant: dict[str, str] = {}
    for word in misspelt:
        candidates = {one.word: one for one in found.get(word, [])}
        near = spelling.nearest(word, {name: one.rows for name, one in candidates.items()})
        for name, letters in near:
            weight = WEIGHT["near" if letters == 1 else "far"] * (LESS_LIKELY if word in meant else 1)
            meant.setdefault(word, name)
            take(question, question.concept(word), candidates[name], weight)
        if not near and (said := spelling.nearest(word, table.like(word))):
            meant[word] = said[0][0]
    return meant


def take(question: Question, concept: Concept | None, found: Found, weight: float) -> None:
    question.lexicon.of[found.stem] = max(found.rows, question.lexicon.of.get(found.stem, 0))
    if concept is not None:
        concept.may_be((found.stem,), weight)


def add_parts(question: Question, words: list[str], written: list[Found]) -> None:
    """lockerkey is also looked for as locker and key, Schwimmbadeintritt as Schwimmbad and Eintritt."""
    by_word = {one.word: one for one in written}
    for word in dict.fromkeys(words):
        two = next((list(two) for two in spelling.halves(word) if set(two) <= set(by_word)), [])
        for part in parts(word, set(by_word)) or two:
            take(question, question.concept(word), by_word[part], WEIGHT["part"])


def add_whole(question: Question, word: str, longer: list[Found]) -> None:
    """Eintritt is also looked for as Schwimmbadeintritt."""
    for found in longer:
        if len(found.word) >= len(word) + 3:
            take(question, question.concept(word), found, WEIGHT["whole"])
