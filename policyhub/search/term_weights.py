"""What a rule is found by, as a bag of words: what each weighs, by where and how often it stands."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, islice
from operator import itemgetter

from .compounds import LONG, SHORTEST, split_compound
from .tokens import LONGEST, WORD, fold, joined_codes, stem

MOST_LONG = 2_000  # different long words of a text that are taken apart
LEAST_LENGTH = 0.6  # of the usual length: a word in a very short text is worth no more than in this
MOST_WORDS = 4_000  # of a bag; the least weighty ones of a longer text are found, and not ranked by
HEADING = re.compile(r"(?m)^[ \t]{0,3}#{1,6}[ \t]+([^\n]{1,200})|^[ \t]{0,3}\*\*([^*\n]{3,80})\*\*:?[ \t]*$")


@dataclass(frozen=True)
class Field:
    """One text of a row: the weight of a word in it, how many words are usual, how much length counts against it."""

    weight: float
    usual: int
    against: float


# In the order of index.COLUMNS, and the headings of the body
FIELDS = (
    Field(10, 4, 0.3),  # title
    Field(10, 4, 0.3),  # reference and search words
    Field(3, 30, 0.5),  # situations and options
    Field(2, 25, 0.5),  # statement, say-it, and what the kind asks for
    Field(1, 500, 0.8),  # body
    Field(2.5, 30, 0.5),  # its headings
    Field(3, 6, 0.3),  # the name of the file it came in
)


def tokenize(text: str, own_tokens: set[str]) -> list[str]:
    """The folded words of a text; codes in one piece too, and what a word is made of if its parts are ``own``."""
    folded = fold(text)
    tokens = [word for word in WORD.findall(folded) if len(word) <= LONGEST]
    long = dict.fromkeys(word for word in tokens if len(word) >= LONG)
    parts_by_word = {word: split_compound(word, own_tokens) for word in islice(long, MOST_LONG)}
    return tokens + joined_codes(folded) + [part for word in tokens for part in parts_by_word.get(word, ())]


def standalone_words(texts: tuple[str, ...]) -> set[str]:
    """What stands in a rule by itself: enough to tell what its longer words are made of."""
    return {word for text in texts for word in WORD.findall(fold(text)) if SHORTEST <= len(word) <= LONGEST}


def headings(body: str) -> str:
    return "\n".join(hashes or stars for hashes, stars in HEADING.findall(body))


def weigh(fields: list[list[str]]) -> dict[str, int]:
    """BM25F: how often each word stands in a field, against the field's usual length, by its weight. In tenths."""
    bag: dict[str, float] = {}
    for field, tokens in zip(FIELDS, fields, strict=True):
        length = max(LEAST_LENGTH, 1 - field.against + field.against * len(tokens) / field.usual)
        for word, times in Counter(tokens).items():
            bag[word] = bag.get(word, 0.0) + field.weight * times / length
    return {word: max(1, round(weight * 10)) for word, weight in nlargest(MOST_WORDS, bag.items(), key=itemgetter(1))}


def to_json(bag: dict[str, int]) -> str:
    return json.dumps(bag, ensure_ascii=False, separators=(",", ":"))


def distinct_tokens(fields: list[list[str]]) -> list[str]:
    """The different words of a row, as written, those of its title first."""
    return list(islice(dict.fromkeys(chain.from_iterable(fields)), MOST_WORDS))


def stem_all(tokens: list[str], language: str) -> list[str]:
    return [stem(word, language) for word in tokens]
