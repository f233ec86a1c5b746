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
SMALL_WORDS = """
    a an and ask at by do for from get have in it make me my of on or our over please request some the their them to us
    want with your
    bei bitten das dem den der die ein eine einen einer fragen für haben im in machen mit nach oder sich um und unser
    wollen wünschen zu zum zur
"""
SMALL = frozenset(SMALL_WORDS.split())
SLIP = 0.82  # from here on, two words are taken for one that was mistyped
SHORTEST = 5  # below this, one letter makes another word

Named = TypeVar("Named", bound=Touchpoint)


def words_of(name: str, language: str) -> frozenset[str]:
    """What a name is about: the stems of its words, small ones left out unless there are no others."""
    stemmer = snowballstemmer.stemmer(STEMMERS.get(language, "english"))
    words = "".join(letter if letter.isalnum() else " " for letter in folded(name)).split()
    return frozenset(stemmer.stemWords([word for word in words if word not in SMALL] or words))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """About the same words, or about words that differ by one slip of the pen."""
    if one == other:
        return bool(one)
    left, right = one - other, other - one
    return len(left) == len(right) == 1 and is_slip(*left, *right)


def is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= SLIP and matcher.ratio() >= SLIP


def like(name: str, among: Iterable[Named]) -> list[Named]:
    """Those of ``among`` whose names may mean what ``name`` means."""
    language = Organisation.the().language
    words = words_of(name, language)
    return [one for one in among if alike(words, words_of(one.name, language))]


def same_words(touchpoints: Iterable[Named]) -> list[list[Named]]:
    """Touchpoints about the very same words, in groups of two and more."""
    language, groups = Organisation.the().language, defaultdict(list)
    for touchpoint in touchpoints:
        groups[words_of(touchpoint.name, language)].append(touchpoint)
    return [group for words, group in groups.items() if words and len(group) > 1]
