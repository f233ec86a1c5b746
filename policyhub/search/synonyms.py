"""Groups of words that mean much the same, as search takes them: read again when managers changed them.

``lexicon.look_up`` reads the table's version in the statement that every search makes, so that a change counts in the
next search of every process.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from . import starter_synonyms
from .synonym_groups import all_groups
from .tokens import COMMON, LANGUAGES, WORD, fold, stem

Form = tuple[str, ...]  # the stem of a word, or the stems of a phrase's words
VERSION = "SELECT CAST(COUNT(*) AS TEXT) || ' ' || COALESCE(CAST(MAX(changed_at) AS TEXT), '') FROM search_synonym"


@dataclass(frozen=True)
class SynonymTerm:
    """One word or phrase of a group, as it is looked for in a question."""

    stems: Form
    language: str
    group: int


@dataclass
class SynonymTable:
    """All groups, by the first stem of each of their terms."""

    version: str = ""
    terms: list[tuple[str, ...]] = field(default_factory=list)
    forms: list[frozenset[Form]] = field(default_factory=list)
    by_first: dict[str, list[SynonymTerm]] = field(default_factory=lambda: defaultdict(list))
    vocabulary: set[str] = field(default_factory=set)

    def add(self, language: str, terms: Iterable[str]) -> None:
        spelt = [WORD.findall(fold(term)) for term in terms]
        spelt = [tokens for tokens in spelt if tokens]
        languages = [language] if language in LANGUAGES else list(LANGUAGES)
        for tokens in spelt:
            self.vocabulary.update(tokens)
            for term_language in languages:
                stems = tuple(stem(word, term_language) for word in tokens)
                self.by_first[stems[0]].append(SynonymTerm(stems, term_language, len(self.forms)))
        self.forms.append(frozenset(form_of(tokens, term_language) for tokens in spelt for term_language in languages))
        self.terms.append(tuple(" ".join(tokens) for tokens in spelt))

    def similar_words(self, word: str) -> dict[str, int]:
        """Words of the groups that may be meant by ``word``; the longer before the others: letters are dropped
        more often than added."""
        return {w: len(w) for w in self.vocabulary if w[0] == word[0] and abs(len(w) - len(word)) <= 1}

    def terms_in(self, tokens: list[str]) -> Iterator[tuple[int, int, int]]:
        """(position, number of words, group) of every term that stands in ``tokens``."""
        stems_by_language = {language: [stem(word, language) for word in tokens] for language in LANGUAGES}
        matches = dict.fromkeys(
            (position, len(term.stems), term.group)
            for position in range(len(tokens))
            for language, stems in stems_by_language.items()
            for term in self.by_first.get(stems[position], ())
            if term.language == language and tuple(stems[position : position + len(term.stems)]) == term.stems
        )
        yield from matches


def form_of(tokens: list[str], language: str) -> Form:
    """ "money back" by both words; "call off" too, though one of them is common: "call" alone says something else."""
    telling = [word for word in tokens if word not in COMMON]
    return tuple(stem(word, language) for word in (telling if len(telling) > 1 else tokens))


_current_table = SynonymTable()


def table() -> SynonymTable:
    """The groups as this process read them last."""
    return _current_table if _current_table.forms else load("")


def load(version: str) -> SynonymTable:
    """Read the groups anew; ``version`` is what the table said of itself."""
    global _current_table
    table = SynonymTable(version)
    for language, terms in groups():
        table.add(language, terms)
    _current_table = table
    return table


@cache
def starters() -> SynonymTable:
    """The groups that PolicyHub comes with, whatever was made of them here."""
    table = SynonymTable()
    for language, terms_text in starter_synonyms.STARTER:
        table.add(language, terms_text.split(","))
    return table


def groups() -> list[tuple[str, tuple[str, ...]]]:
    """(language, terms) of every group in use; "" is any language."""
    return [(group.language, group.terms) for group in all_groups() if group.active]
