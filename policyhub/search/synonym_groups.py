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
from .models.synonym import Synonym, join_terms, split_terms
from .tokens import COMMON, LANGUAGES, WORD, fold, stem


@dataclass(frozen=True)
class SynonymGroup:
    """Terms that mean the same. ``key``: for addresses; ``row``: what the organisation saved of it, if anything."""

    key: str
    terms: tuple[str, ...]
    language: str
    active: bool = True
    row: Synonym | None = None

    @property
    def terms_text(self) -> str:
        return join_terms(self.terms)

    @property
    def is_built_in(self) -> bool:
        """Whether it is as PolicyHub comes with it."""
        return self.row is None or self.row.origin == Synonym.Origin.STARTER

    @property
    def folded(self) -> frozenset[str]:
        return frozenset(map(normalised, self.terms))

    def applies_to(self, language: str) -> bool:
        """Whether search would look at this group where it looks at one of ``language``."""
        return not self.language or not language or self.language == language


def normalised(term: str) -> str:
    """A term without what does not tell two terms apart."""
    return " ".join(WORD.findall(fold(term)))


def all_groups() -> list[SynonymGroup]:
    """Every group, switched off ones too, by their first terms. One query."""
    rows = list(Synonym.objects.select_related("changed_by"))
    switched_off = [row for row in rows if row.origin == Synonym.Origin.STARTER and not row.active]
    own_groups = [
        SynonymGroup(str(row.pk), tuple(split_terms(row.words)), row.language, row.active, row)
        for row in rows
        if row.origin == Synonym.Origin.HOUSE
    ]
    return sorted([*own_groups, *starter_groups(switched_off)], key=lambda group: (fold(group.terms_text), group.key))


def starter_groups(switched_off: Iterable[Synonym]) -> list[SynonymGroup]:
    """The groups PolicyHub comes with, those switched off with their rows."""
    switched = [(row, frozenset(map(normalised, split_terms(row.words)))) for row in switched_off]
    groups = []
    for language, terms_text in starter_synonyms.STARTER:
        group = SynonymGroup(starter_key(language, terms_text), tuple(split_terms(terms_text)), language)
        row = next(
            (row for row, terms in switched if row.language == language and is_same_starter(terms, group.folded)), None
        )
        groups.append(SynonymGroup(group.key, group.terms, language, row is None, row))
    return groups


def is_same_starter(switched_off: frozenset[str], current: frozenset[str]) -> bool:
    """Whether two versions of a starter are still the same group: most of what was in it is."""
    return 2 * len(switched_off & current) > len(switched_off)


def starter_key(language: str, terms_text: str) -> str:
    return f"starter-{digest(f'{language}: {terms_text}')[:12]}"


def with_key(key: str, groups: Iterable[SynonymGroup] | None = None) -> SynonymGroup | None:
    return next((group for group in (all_groups() if groups is None else groups) if group.key == key), None)


def find_conflicts(
    terms: Iterable[str], language: str, groups: Iterable[SynonymGroup], except_key: str = ""
) -> dict[str, SynonymGroup]:
    """Which of ``terms`` are in a group in use that search would look at too: the term to that group."""
    others = [group for group in groups if group.active and group.key != except_key and group.applies_to(language)]
    group_by_term = {term: group for group in others for term in group.folded}
    return {term: group_by_term[normalised(term)] for term in terms if normalised(term) in group_by_term}


class GroupIndex:
    """Which groups share words with a text. Built once for a page, used for each of its rows."""

    MAX_SIMILAR = 3

    def __init__(self, groups: Iterable[SynonymGroup]) -> None:
        self.groups_by_stem: dict[str, list[SynonymGroup]] = {}
        for group in groups:
            for stemmed in stems_of_text(group.terms_text):
                self.groups_by_stem.setdefault(stemmed, []).append(group)

    def similar_groups(self, *texts: str) -> list[SynonymGroup]:
        """Those that share most words with ``texts``, best first, a few at most."""
        matches: Counter[str] = Counter()
        groups: dict[str, SynonymGroup] = {}
        for text in texts:
            for stemmed in stems_of_text(text):
                for group in self.groups_by_stem.get(stemmed, ()):
                    matches[group.key] += 1
                    groups[group.key] = group
        return [groups[key] for key, _count in matches.most_common(self.MAX_SIMILAR)]


def stems_of_text(text: str) -> set[str]:
    tokens = [word for word in WORD.findall(fold(text)) if word not in COMMON]
    return {stem(word, language) for word in tokens for language in LANGUAGES}
