"""What a question asks for: its telling words, and what may stand for each of them in a rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from . import spelling, synonyms
from .compounds import LONG, parts
from .lexicon import Found, Lexicon, look_up, resembling
from .synonyms import Form, Table
from .words import COMMON, LANGUAGES, LONGEST, MOST_WORDS, WORD, fold, in_one_piece, stem

MOST_CORRECTED = 4
MOST_FORMS = 40  # of one word
WEIGHT = {
    "own": 1.0,
    "begun": 0.8,
    "near": 0.9,
    "far": 0.6,
    "part": 0.7,
    "whole": 0.7,
    "synonym": 0.65,
    "phrase": 0.85,
}
WITHIN_PHRASE = 0.4  # what a word weighs that was understood as part of a phrase
CODE = 5.0  # a code names one rule
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
    telling = [word for word in words if word not in COMMON] or words
    concepts = [own(word, word in codes) for word in dict.fromkeys((codes + telling)[:MOST_WORDS])]
    return Question(words, concepts, concepts[-1].word) if concepts else None


def own(word: str, code: bool) -> Concept:
    names_one = code and any(c.isdigit() for c in word)
    concept = Concept(word, worth=CODE if names_one else 1.0)
    for form in (word, *(stem(word, language) for language in LANGUAGES)):
        concept.may_be((form,), WEIGHT["own"])
    return concept


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
    return [one + two for one, two in zip(words, words[1:], strict=False) if len(one + two) <= LONGEST]


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
        concept.may_be(tuple(stem(w, "en") for w in phrase.split() if w not in COMMON) or (phrase,), WEIGHT["own"])
        for word in phrase.split():
            if part := question.concept(word):
                part.worth = min(part.worth, WITHIN_PHRASE)
    question.concepts += [c for phrase, c in phrases.items() if not question.concept(phrase)]


def add_joined(question: Question) -> None:
    """ "work shop" is also looked for as workshop."""
    for one, two in zip(question.words, question.words[1:], strict=False):
        for found in question.lexicon.written.get(one + two, ()):
            question.lexicon.of.setdefault(found.stem, found.rows)
            for concept in filter(None, (question.concept(one), question.concept(two))):
                concept.may_be((found.stem,), WEIGHT["near"])


def add_begun(question: Question) -> None:
    concept = question.concept(question.beginning)
    for found in question.lexicon.begun if concept else ():
        question.lexicon.of[found.stem] = max(found.rows, question.lexicon.of.get(found.stem, 0))
        assert concept is not None
        concept.may_be((found.stem,), WEIGHT["begun"])


def unknown(question: Question, table: Table) -> Iterator[str]:
    """Words that no rule holds and no list of ours either."""
    begun = bool(question.lexicon.begun)
    for concept in question.concepts:
        word = concept.word
        if spelling.may_be_misspelt(word) and not (begun and word == question.beginning):
            known = any(question.lexicon.knows((s,)) for s in (word, *(stem(word, lang) for lang in LANGUAGES)))
            if not known and word not in table.words:
                yield word


def mend(question: Question, table: Table, without: Iterable[str]) -> None:
    """Correct the words that nobody wrote, and take apart or complete those that are made of others."""
    strange = list(unknown(question, table))[:MOST_CORRECTED]
    misspelt = [] if "typos" in without else strange
    within, pieces = [], set[str]()
    if "compounds" not in without:
        pieces = {half for word in strange for two in spelling.halves(word) for half in two}
        if question.lexicon.german:
            within = [c.word for c in question.concepts if len(c.word) >= 5 and c.word.isalpha()][:MOST_CORRECTED]
            pieces |= {piece for word in within if len(word) >= LONG for piece in substrings(word)}
    found = resembling(misspelt, sorted(pieces), within)
    if not found:
        return
    meant = correct(question, misspelt, found)
    add_parts(question, strange + within, found.get("", []))
    for word in within:
        add_whole(question, word, found.get("+" + word, []))
    if meant and "synonyms" not in without:
        add_synonyms(question, [meant.get(word, word) for word in question.words], table)
        missing = [stem for stem in question.stems() if stem not in question.lexicon.of]
        question.lexicon.of |= look_up(missing, [], question.beginning).of


def substrings(word: str) -> set[str]:
    return {word[i:j] for i in range(len(word)) for j in range(i + 3, len(word) + 1) if j - i < len(word)}


def correct(question: Question, misspelt: list[str], found: dict[str, list[Found]]) -> dict[str, str]:
    """{word: what is most likely meant by it}."""
    meant = {}
    for word in misspelt:
        candidates = {one.word: one for one in found.get(word, [])}
        near = spelling.nearest(word, {name: one.rows for name, one in candidates.items()})
        concept = question.concept(word)
        for name, letters in near if concept else []:
            assert concept is not None
            meant.setdefault(word, name)
            take(question, concept, candidates[name], WEIGHT["near" if letters == 1 else "far"])
    return meant


def take(question: Question, concept: Concept, found: Found, weight: float) -> None:
    question.lexicon.of[found.stem] = max(found.rows, question.lexicon.of.get(found.stem, 0))
    concept.may_be((found.stem,), weight)


def add_parts(question: Question, words: list[str], written: list[Found]) -> None:
    """lockerkey is also looked for as locker and key, Schwimmbadeintritt as Schwimmbad and Eintritt."""
    by_word = {one.word: one for one in written}
    for word in dict.fromkeys(words):
        concept = question.concept(word)
        made = parts(word, set(by_word)) or next(
            (two for two in spelling.halves(word) if set(two) <= set(by_word)), ()
        )
        for part in made if concept else ():
            assert concept is not None
            take(question, concept, by_word[part], WEIGHT["part"])


def add_whole(question: Question, word: str, longer: list[Found]) -> None:
    """Eintritt is also looked for as Schwimmbadeintritt."""
    concept = question.concept(word)
    for found in longer if concept else ():
        if len(found.word) >= len(word) + 3:
            assert concept is not None
            take(question, concept, found, WEIGHT["whole"])
