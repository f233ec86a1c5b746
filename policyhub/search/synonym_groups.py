"""Every group of terms that mean the same: those PolicyHub comes with, and what the house made of them.

``all_groups()`` is the one way to read them. A starter stands in code, so that those of later versions arrive by
themselves; its row in the table says that the house switched it off, and then it stays off, also if a later version
says it with a term more or less.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from policyhub.evidence.canonical import digest

from . import starter_synonyms
from .models.synonym import Synonym, in_words, terms_of
from .tokens import COMMON, LANGUAGES, WORD, fold, stem


@dataclass(frozen=True)
class Group:
    """Terms that mean the same. ``key``: for addresses; ``row``: what the house said of it, if anything."""

    key: str
    terms: tuple[str, ...]
    language: str
    active: bool = True
    row: Synonym | None = None

    @property
    def words(self) -> str:
        return in_words(self.terms)

    @property
    def ours(self) -> bool:
        """Whether it is as PolicyHub comes with it."""
        return self.row is None or self.row.origin == Synonym.Origin.STARTER

    @property
    def folded(self) -> frozenset[str]:
        return frozenset(map(plain, self.terms))

    def meets(self, language: str) -> bool:
        """Whether search would look at this group where it looks at one of ``language``."""
        return not self.language or not language or self.language == language


def plain(term: str) -> str:
    """A term without what does not tell two terms apart."""
    return " ".join(WORD.findall(fold(term)))


def all_groups() -> list[Group]:
    """Every group, switched off ones too, by their first terms. One question to the database."""
    rows = list(Synonym.objects.select_related("changed_by"))
    off = [row for row in rows if row.origin == Synonym.Origin.STARTER and not row.active]
    own = [
        Group(str(row.pk), tuple(terms_of(row.words)), row.language, row.active, row)
        for row in rows
        if row.origin == Synonym.Origin.HOUSE
    ]
    return sorted([*own, *starters(off)], key=lambda group: (fold(group.words), group.key))


def starters(off: Iterable[Synonym]) -> list[Group]:
    """The groups PolicyHub comes with, those switched off with their rows."""
    switched = [(row, frozenset(map(plain, terms_of(row.words)))) for row in off]
    found = []
    for language, words in starter_synonyms.STARTER:
        group = Group(starter_key(language, words), tuple(terms_of(words)), language)
        row = next((row for row, terms in switched if row.language == language and same(terms, group.folded)), None)
        found.append(Group(group.key, group.terms, language, row is None, row))
    return found


def same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two versions of a starter are still the same group: most of what was in it is."""
    return 2 * len(one & other) > len(one)


def starter_key(language: str, words: str) -> str:
    return f"starter-{digest(f'{language}: {words}')[:12]}"


def with_key(key: str, among: Iterable[Group] | None = None) -> Group | None:
    return next((group for group in (all_groups() if among is None else among) if group.key == key), None)


def taken(terms: Iterable[str], language: str, among: Iterable[Group], but: str = "") -> dict[str, Group]:
    """Which of ``terms`` are in a group in use that search would look at too: the term to that group."""
    others = [group for group in among if group.active and group.key != but and group.meets(language)]
    where = {term: group for group in others for term in group.folded}
    return {term: where[plain(term)] for term in terms if plain(term) in where}


class Likeness:
    """Which groups share words with a text. Made once for a page, asked for each line of it."""

    MOST = 3

    def __init__(self, groups: Iterable[Group]) -> None:
        self.where: dict[str, list[Group]] = {}
        for group in groups:
            for stemmed in stems(group.words):
                self.where.setdefault(stemmed, []).append(group)

    def like(self, *texts: str) -> list[Group]:
        """Those that share most words with ``texts``, best first, a few at most."""
        found: Counter[str] = Counter()
        groups: dict[str, Group] = {}
        for text in texts:
            for stemmed in stems(text):
                for group in self.where.get(stemmed, ()):
                    found[group.key] += 1
                    groups[group.key] = group
        return [groups[key] for key, _count in found.most_common(self.MOST)]


def stems(text: str) -> set[str]:
    words = [word for word in WORD.findall(fold(text)) if word not in COMMON]
    return {stem(word, language) for word in words for language in LANGUAGES}
