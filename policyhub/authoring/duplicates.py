"""Whether a rule to be may be there already: a guess to show, never to act upon."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.db.models import Case, Q, Value, When
from django.utils.text import slugify

from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.touchpoints.name_matching import SMALL

ALIKE = 0.75  # of the words of the shorter of two, the other must have them
FEWEST = 4  # words below which only the same title tells
LONGER = 2  # a text that is so many times longer says something else
NEAR = 0.5  # of the words of the shorter: enough to be shown while somebody writes
MOST_SIMILAR = 3
MOST_WORDS, MOST_READ = 8, 200  # of a question, and of the rules that share most of them
SLUG = 60  # letters of a title in an address


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
        shared: Counter[int] = Counter()
        for word in words:
            shared.update(self.having.get(word, ()))
        for at, count in shared.most_common():
            if count < ALIKE * FEWEST:
                break  # those that follow share fewer still
            least, most = sorted((len(words), self.sizes[at]))
            if least >= FEWEST and most <= LONGER * least and count >= ALIKE * least:
                return self.names[at]
        return ""


@dataclass(frozen=True)
class Similar:
    """A rule that may say what somebody is writing. ``same``: so much so that we ask before saving another."""

    rule: Rule
    same_title: bool
    share: float  # of the words of the shorter of the two
    same: bool


def similar(person: User, title: str, statement: str, *, besides: Rule) -> list[Similar]:
    """The few rules that ``person`` may know of and that resemble these words most. Reads a bounded number of them."""
    slug = slugify(title)[:SLUG].strip("-")
    asked = [_having(word) for word in _telling(title, statement)]
    titled = Q(slug=slug) | Q(slug__startswith=f"{slug}-r-") if slug else Q(pk=None)
    # Both engines hold the same slug for the same title: this one counts more than all words together
    shared = reduce(add, [_worth(condition, 1) for condition in asked], _worth(titled, MOST_READ))
    rules = Rule.objects.for_reader(person).exclude(pk=besides.pk).annotate(shared=shared)
    words = words_of(f"{title} {statement}")
    read = rules.filter(shared__gt=0).order_by("-shared", "pk").only("title", "statement", "slug")[:MOST_READ]
    found = [_compared(title, words, rule) for rule in read]
    near = [one for one in found if one.same or one.share >= NEAR]
    return sorted(near, key=lambda one: (not one.same_title, -one.share))[:MOST_SIMILAR]


def _telling(title: str, statement: str) -> list[str]:
    """The words to ask for, as they were typed: the longest, which are the rarest; half of them are of the title."""
    chosen: dict[str, str] = {}
    for text, most in ((title, MOST_WORDS // 2), (f"{title} {statement}", MOST_WORDS)):
        typed = {word.casefold(): word for word in re.findall(r"\w+", text)}
        longest = sorted(words_of(text) - chosen.keys(), key=lambda word: (-len(word), word))
        chosen |= {word: typed[word] for word in longest[: most - len(chosen)]}
    return list(chosen.values())


def _having(word: str) -> Q:
    """Rules that have a word. SQLite folds the letters of ASCII alone, and neither engine knows that ß is ss."""
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize(), word.casefold()}
    asked = (Q(title__icontains=form) | Q(statement__icontains=form) for form in sorted(forms))
    return reduce(or_, asked)


def _worth(condition: Q, points: int) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0))


def _compared(title: str, words: frozenset[str], rule: Rule) -> Similar:
    theirs = words_of(f"{rule.title} {rule.statement}")
    least, most = sorted((len(words), len(theirs)))
    share = len(words & theirs) / least if least >= FEWEST - 1 else 0.0
    alike = least >= FEWEST and most <= LONGER * least and share >= ALIKE
    same_title = Known.bare(title) == Known.bare(rule.title)
    return Similar(rule, same_title, share, same_title or alike)
