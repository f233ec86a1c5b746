"""Whether a rule to be may be there already: a guess to show, never to act upon."""

import re
from collections import Counter, defaultdict

from .likeness import SMALL

ALIKE = 0.75  # of the words of the shorter of two, the other must have them
FEWEST = 4  # words below which only the same title tells
LONGER = 2  # a text that is so many times longer says something else


def words_of(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2) - SMALL


class Known:
    """What is there already, found by its words: thousands of rules cost no more than those that share some."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sizes: list[int] = []
        self.having: dict[str, list[int]] = defaultdict(list)  # a word, and who has it
        self.titles: dict[str, str] = {}

    def add(self, name: str, title: str, statement: str) -> None:
        """``name``: what it is called where somebody is told of it."""
        words = words_of(f"{title} {statement}")
        for word in words:
            self.having[word].append(len(self.names))
        self.names.append(name)
        self.sizes.append(len(words))
        self.titles.setdefault(self.bare(title), name)

    @staticmethod
    def bare(title: str) -> str:
        return " ".join(re.findall(r"\w+", title.casefold()))

    def like(self, title: str, statement: str) -> str:
        """What resembles it most, "" if nothing does: the same title, or three quarters of the words of the shorter
        of the two, where neither is twice as long as the other."""
        if same := self.titles.get(self.bare(title)):
            return same
        words = words_of(f"{title} {statement}")
        shared = Counter(at for word in words for at in self.having.get(word, ()))
        for at, count in shared.most_common():
            if count < ALIKE * FEWEST:
                break  # those that follow share fewer still
            least, most = sorted((len(words), self.sizes[at]))
            if least >= FEWEST and most <= LONGER * least and count >= ALIKE * least:
                return self.names[at]
        return ""
