"""What a question asks for: its telling words, and what may stand for each of them in a rule."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from . import spelling, synonyms
from .compounds import LONG, split_compound
from .lexicon import Lexicon, LexiconEntry, look_up, resembling
from .synonyms import Form, SynonymTable, form_of
from .tokens import CODE, COMMON, LANGUAGES, LONGEST, MOST_WORDS, WORD, fold, joined_codes, stem

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
WORTH_OF_CODE = 5.0  # what a code is worth: it names one rule
NUMBERED = re.compile(r"([a-z]{1,3})-?(\d{1,6})", re.ASCII)  # a reference, folded
TECHNIQUES = ("typos", "synonyms", "compounds", "beginnings")


@dataclass
class Concept:
    """One thing asked for: a word or a phrase, and the forms that may stand for it with what each is worth."""

    word: str
    forms: dict[Form, float] = field(default_factory=dict)
    worth: float = 1.0

    def add_form(self, form: Form, weight: float) -> None:
        if len(self.forms) < MOST_FORMS or form in self.forms:
            self.forms[form] = max(weight, self.forms.get(form, 0))


@dataclass
class ParsedQuestion:
    """A question taken apart: its words, what each may mean, and what the index knows of them."""

    tokens: list[str]
    concepts: list[Concept]
    beginning: str  # the last word, which may be unfinished
    lexicon: Lexicon = field(default_factory=Lexicon)

    def concept(self, word: str) -> Concept | None:
        return next((c for c in self.concepts if c.word == word), None)

    def stems(self) -> list[str]:
        return list(dict.fromkeys(stem for c in self.concepts for form in c.forms for stem in form))


def parse(text: str) -> ParsedQuestion | None:
    """The words of ``text`` and what they stand for by themselves; None if there is no word in it."""
    folded = fold(text[:2000])
    codes = joined_codes(folded)
    tokens = [word for word in WORD.findall(folded) if len(word) <= LONGEST][: 2 * MOST_WORDS]
    parts_of_references = {
        part for code in CODE.findall(folded) if NUMBERED.fullmatch(code) for part in WORD.findall(code)
    }
    telling_tokens = [word for word in tokens if word not in COMMON | parts_of_references] or (
        [] if parts_of_references else tokens
    )
    concepts = [concept_of(word, word in codes) for word in dict.fromkeys((codes + telling_tokens)[:MOST_WORDS])]
    return ParsedQuestion(tokens, concepts, concepts[-1].word) if concepts else None


def concept_of(word: str, is_code: bool) -> Concept:
    names_a_rule = (is_code and any(c.isdigit() for c in word)) or NUMBERED.fullmatch(word) is not None
    concept = Concept(word, worth=WORTH_OF_CODE if names_a_rule else 1.0)
    for form in (word, *(stem(word, language) for language in LANGUAGES), *padded_reference(word)):
        concept.add_form((form,), WEIGHT["own"])
    return concept


def padded_reference(word: str) -> list[str]:
    """R-39 and r39 are R-039 too, as references are written."""
    match = NUMBERED.fullmatch(word)
    return [f"{match[1]}{int(match[2]):03}"] if match else []


def understand(question: ParsedQuestion, without: Iterable[str] = ()) -> None:
    """Find what else may be meant. ``without``: techniques to leave out, to see what each of them adds."""
    table = synonyms.table()
    original_forms = {id(c): dict(c.forms) for c in question.concepts}
    for _attempt in range(2):
        if "synonyms" not in without:
            add_synonyms(question, question.tokens, table)
        joined_pairs = [] if "compounds" in without else joined_neighbours(question.tokens)
        question.lexicon = look_up(question.stems(), joined_pairs, question.beginning)
        if question.lexicon.version == table.version or "synonyms" in without:
            break
        table = synonyms.load(question.lexicon.version)
        question.concepts = [c for c in question.concepts if id(c) in original_forms]
        for concept in question.concepts:
            concept.forms = original_forms[id(concept)]
    if "compounds" not in without:
        add_joined(question)
    if "beginnings" not in without:
        add_completions(question)
    correct_and_split(question, table, without)


def joined_neighbours(tokens: list[str]) -> list[str]:
    """Each two words in one, as in "work shop"."""
    return [first + second for first, second in pairwise(tokens) if len(first + second) <= LONGEST]


def add_synonyms(question: ParsedQuestion, tokens: list[str], table: SynonymTable) -> None:
    """Add what the synonym groups say. ``tokens``: those of the question, corrected where they were misspelt."""
    phrases: dict[str, Concept] = {}
    for start, length, group in table.terms_in(tokens):
        matched_tokens = question.tokens[start : start + length]
        if length == 1:
            concept = question.concept(matched_tokens[0])
        else:
            concept = phrases.setdefault(" ".join(matched_tokens), Concept(" ".join(matched_tokens)))
        if concept is not None:
            weight = WEIGHT["synonym"] if length == 1 else WEIGHT["phrase"]
            for form in sorted(table.forms[group], key=len):
                concept.add_form(form, weight)
    for phrase, concept in phrases.items():
        concept.add_form(form_of(phrase.split(), "en"), WEIGHT["own"])
        for word in phrase.split():
            if part := question.concept(word):
                part.worth = min(part.worth, WITHIN_PHRASE)
    question.concepts += [c for phrase, c in phrases.items() if not question.concept(phrase)]


def add_joined(question: ParsedQuestion) -> None:
    """ "work shop" is also looked for as workshop."""
    for first, second in pairwise(question.tokens):
        for entry in question.lexicon.written.get(first + second, ()):
            for word in (first, second):
                add_entry(question, question.concept(word), entry, WEIGHT["near"])


def add_completions(question: ParsedQuestion) -> None:
    """The last word may be unfinished; if it is a word as it stands, it is more likely finished."""
    weight = WEIGHT["longer" if is_known(question, question.beginning) else "begun"]
    for entry in question.lexicon.completions:
        add_entry(question, question.concept(question.beginning), entry, weight)


def is_known(question: ParsedQuestion, word: str) -> bool:
    """Whether some rule holds ``word`` in any of its forms."""
    return any(question.lexicon.has_all_stems((form,)) for form in (word, *(stem(word, lang) for lang in LANGUAGES)))


def unknown_words(question: ParsedQuestion, table: SynonymTable) -> Iterator[str]:
    """Words that stand in no rule and in no synonym group, alone or in a phrase that was understood."""
    has_completions = bool(question.lexicon.completions)
    for concept in question.concepts:
        word = concept.word
        is_listed = concept.worth == WITHIN_PHRASE or word in table.vocabulary or any(table.terms_in([word]))
        is_unfinished = has_completions and word == question.beginning
        if spelling.may_be_misspelt(word) and not (is_unfinished or is_listed or is_known(question, word)):
            yield word


def correct_and_split(question: ParsedQuestion, table: SynonymTable, without: Iterable[str]) -> None:
    """Correct misspelt words, and split compounds or complete them to longer words."""
    unknown = list(unknown_words(question, table))[:MOST_CORRECTED]
    misspelt = [] if "typos" in without else unknown
    compounds, fragments = [], set[str]()
    if "compounds" not in without:
        fragments = {fragment for word in unknown for halves in spelling.halves(word) for fragment in halves}
        if question.lexicon.german:
            is_mostly_german = question.lexicon.german * 5 >= question.lexicon.rows
            candidates = [c.word for c in question.concepts] if is_mostly_german else unknown
            compounds = [word for word in candidates if len(word) >= 5 and word.isalpha()][:MOST_CORRECTED]
            fragments |= {fragment for word in compounds if len(word) >= LONG for fragment in substrings(word)}
    if not unknown and not compounds:
        return
    entries = resembling(misspelt, sorted(fragments), compounds)
    corrections = correct(question, misspelt, entries, table)
    add_parts(question, unknown + compounds, entries.get("", []))
    for word in compounds:
        add_longer_words(question, word, entries.get("+" + word, []))
    if corrections and "synonyms" not in without:
        previous_stems = set(question.stems())
        add_synonyms(question, [corrections.get(word, word) for word in question.tokens], table)
        if new_stems := [stem for stem in question.stems() if stem not in previous_stems]:
            question.lexicon.rows_by_stem |= look_up(new_stems, [], question.beginning).rows_by_stem


def substrings(word: str) -> set[str]:
    return {word[i:j] for i in range(len(word)) for j in range(i + 3, len(word) + 1) if j - i < len(word)}


def correct(
    question: ParsedQuestion, misspelt: list[str], entries: dict[str, list[LexiconEntry]], table: SynonymTable
) -> dict[str, str]:
    """{word: what is most likely meant by it}: a word of the rules, or else one of the synonyms."""
    corrections: dict[str, str] = {}
    for word in misspelt:
        candidates = {entry.word: entry for entry in entries.get(word, [])}
        nearest = spelling.nearest(word, {name: entry.rows for name, entry in candidates.items()})
        for name, letters in nearest:
            weight = WEIGHT["near" if letters == 1 else "far"] * (LESS_LIKELY if word in corrections else 1)
            corrections.setdefault(word, name)
            add_entry(question, question.concept(word), candidates[name], weight)
        if not nearest and (synonym_words := spelling.nearest(word, table.similar_words(word))):
            corrections[word] = synonym_words[0][0]
    return corrections


def add_entry(question: ParsedQuestion, concept: Concept | None, entry: LexiconEntry, weight: float) -> None:
    question.lexicon.rows_by_stem[entry.stem] = max(entry.rows, question.lexicon.rows_by_stem.get(entry.stem, 0))
    if concept is not None:
        concept.add_form((entry.stem,), weight)


def add_parts(question: ParsedQuestion, tokens: list[str], entries: list[LexiconEntry]) -> None:
    """lockerkey is also looked for as locker and key, Schwimmbadeintritt as Schwimmbad and Eintritt."""
    by_word = {entry.word: entry for entry in entries}
    for word in dict.fromkeys(tokens):
        halves = next((list(pair) for pair in spelling.halves(word) if set(pair) <= set(by_word)), [])
        for part in split_compound(word, set(by_word)) or halves:
            add_entry(question, question.concept(word), by_word[part], WEIGHT["part"])


def add_longer_words(question: ParsedQuestion, word: str, entries: list[LexiconEntry]) -> None:
    """Eintritt is also looked for as Schwimmbadeintritt."""
    for entry in entries:
        if len(entry.word) >= len(word) + 3:
            add_entry(question, question.concept(word), entry, WEIGHT["whole"])
