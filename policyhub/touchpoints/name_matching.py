"""Names that may mean the same: "Refunds" and "Ask for a refund". A guess to show to somebody, never to act upon."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import TypeVar

import snowballstemmer

from policyhub.accounts.models import Organisation

from .models import Touchpoint, folded

STEMMERS = {"en": "english", "de": "german"}
# Words that do not make another thing of a thing: to ask for a refund, and a refund
STOP_WORD_LIST = """
    a an and ask at by do for from get have in it make me my of on or our over please request some the their them to us
    want with your
    bei bitten das dem den der die ein eine einen einer fragen für haben im in machen mit nach oder sich um und unser
    wollen wünschen zu zum zur
"""
STOP_WORDS = frozenset(STOP_WORD_LIST.split())
MISSPELLING_RATIO = 0.82  # from here on, two words are taken for one that was mistyped
MIN_MISSPELLING_LENGTH = 5  # below this, one letter makes another word

Named = TypeVar("Named", bound=Touchpoint)


def stems_of(name: str, language: str) -> frozenset[str]:
    """What a name is about: the stems of its words, small ones left out unless there are no others."""
    stemmer = snowballstemmer.stemmer(STEMMERS.get(language, "english"))
    words_in_name = "".join(letter if letter.isalnum() else " " for letter in folded(name)).split()
    return frozenset(stemmer.stemWords([word for word in words_in_name if word not in STOP_WORDS] or words_in_name))


def is_alike(first: frozenset[str], second: frozenset[str]) -> bool:
    """About the same words, or about words that differ by one slip of the pen."""
    if first == second:
        return bool(first)
    left, right = first - second, second - first
    return len(left) == len(right) == 1 and is_misspelling(*left, *right)


def is_misspelling(first: str, second: str) -> bool:
    if min(len(first), len(second)) < MIN_MISSPELLING_LENGTH:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= MISSPELLING_RATIO and matcher.ratio() >= MISSPELLING_RATIO


def similar_to(name: str, among: Iterable[Named]) -> list[Named]:
    """Those of ``among`` whose names may mean what ``name`` means."""
    language = Organisation.current().language
    stems = stems_of(name, language)
    return [touchpoint for touchpoint in among if is_alike(stems, stems_of(touchpoint.name, language))]


def groups_of_same_words(touchpoints: Iterable[Named]) -> list[list[Named]]:
    """Touchpoints about the very same words, in groups of two and more."""
    language, groups = Organisation.current().language, defaultdict(list)
    for touchpoint in touchpoints:
        groups[stems_of(touchpoint.name, language)].append(touchpoint)
    return [group for stems, group in groups.items() if stems and len(group) > 1]
