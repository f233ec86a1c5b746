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
class Term:
    """One word or phrase of a group, as it is looked for in a question."""

    stems: Form
    language: str
    group: int


@dataclass
class Table:
    """All groups, by the first stem of each of their terms."""

    version: str = ""
    terms: list[tuple[str, ...]] = field(default_factory=list)
    forms: list[frozenset[Form]] = field(default_factory=list)
    by_first: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    words: set[str] = field(default_factory=set)

    def add(self, language: str, terms: Iterable[str]) -> None:
        spelt = [WORD.findall(fold(term)) for term in terms]
        spelt = [words for words in spelt if words]
        languages = [language] if language in LANGUAGES else list(LANGUAGES)
        for words in spelt:
            self.words.update(words)
            for spoken in languages:
                stems = tuple(stem(word, spoken) for word in words)
                self.by_first[stems[0]].append(Term(stems, spoken, len(self.forms)))
        self.forms.append(frozenset(form_of(words, spoken) for words in spelt for spoken in languages))
        self.terms.append(tuple(" ".join(words) for words in spelt))

    def like(self, word: str) -> dict[str, int]:
        """Words of the groups that may be meant by ``word``; the longer before the others: letters are dropped
        more often than added."""
        return {w: len(w) for w in self.words if w[0] == word[0] and abs(len(w) - len(word)) <= 1}

    def said(self, words: list[str]) -> Iterator[tuple[int, int, int]]:
        """(where, how many words, which group) of every term that stands in ``words``."""
        spoken = {language: [stem(word, language) for word in words] for language in LANGUAGES}
        found = dict.fromkeys(
            (at, len(term.stems), term.group)
            for at in range(len(words))
            for language, stems in spoken.items()
            for term in self.by_first.get(stems[at], ())
            if term.language == language and tuple(stems[at : at + len(term.stems)]) == term.stems
        )
        yield from found


def form_of(words: list[str], language: str) -> Form:
    """ "money back" by both words; "call off" too, though one of them is common: "call" alone says something else."""
    telling = [word for word in words if word not in COMMON]
    return tuple(stem(word, language) for word in (telling if len(telling) > 1 else words))


_kept = Table()


def table() -> Table:
    """The groups as this process read them last."""
    return _kept if _kept.forms else load("")


def load(version: str) -> Table:
    """Read the groups anew; ``version`` is what the table said of itself."""
    global _kept
    read = Table(version)
    for language, terms in groups():
        read.add(language, terms)
    _kept = read
    return read


@cache
def starters() -> Table:
    """The groups that PolicyHub comes with, whatever was made of them here."""
    read = Table()
    for language, words in starter_synonyms.STARTER:
        read.add(language, words.split(","))
    return read


def groups() -> list[tuple[str, tuple[str, ...]]]:
    """(language, terms) of every group in use; "" is any language."""
    return [(group.language, group.terms) for group in all_groups() if group.active]
