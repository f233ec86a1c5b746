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
from policyhub.touchpoints.name_matching import STOP_WORDS

DUPLICATE_SHARE = 0.75  # of the words of the shorter of two, the other must have them
FEWEST_WORDS = 4  # words below which only the same title tells
LENGTH_RATIO = 2  # a text that is so many times longer says something else
SIMILAR_SHARE = 0.5  # of the words of the shorter: enough to be shown while somebody writes
MOST_SIMILAR = 3
MOST_WORDS, MOST_COMPARED = 8, 200  # of a question, and of the rules that share most of them
SLUG_LENGTH = 60  # letters of a title in an address


def words_of(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2) - STOP_WORDS


class ExistingRules:
    """What is there already, found by its words: thousands of rules cost no more than those that share some."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sizes: list[int] = []
        self.having: dict[str, list[int]] = defaultdict(list)  # a word, and who has it
        self.titles: dict[str, str] = {}

    def add(self, name: str, title: str, statement: str) -> None:
        """``name``: what it is called where somebody is told of it."""
        rule_words = words_of(f"{title} {statement}")
        for word in rule_words:
            self.having[word].append(len(self.names))
        self.names.append(name)
        self.sizes.append(len(rule_words))
        self.titles.setdefault(self.bare(title), name)

    @staticmethod
    def bare(title: str) -> str:
        return " ".join(re.findall(r"\w+", title.casefold()))

    def like(self, title: str, statement: str) -> str:
        """What resembles it most, "" if nothing does: the same title, or three quarters of the words of the shorter
        of the two, where neither is twice as long as the other."""
        if same := self.titles.get(self.bare(title)):
            return same
        rule_words = words_of(f"{title} {statement}")
        shared: Counter[int] = Counter()
        for word in rule_words:
            shared.update(self.having.get(word, ()))
        for index, count in shared.most_common():
            if count < DUPLICATE_SHARE * FEWEST_WORDS:
                break  # those that follow share fewer still
            shorter, longer = sorted((len(rule_words), self.sizes[index]))
            if shorter >= FEWEST_WORDS and longer <= LENGTH_RATIO * shorter and count >= DUPLICATE_SHARE * shorter:
                return self.names[index]
        return ""


@dataclass(frozen=True)
class SimilarRule:
    """A rule that may say what somebody is writing. ``same``: so much so that we ask before saving another."""

    rule: Rule
    same_title: bool
    share: float  # of the words of the shorter of the two
    same: bool


def similar_rules(person: User, title: str, statement: str, *, besides: Rule) -> list[SimilarRule]:
    """The few rules that ``person`` may know of and that resemble these words most. Reads a bounded number of them."""
    slug = slugify(title)[:SLUG_LENGTH].strip("-")
    conditions = [_containing(word) for word in _search_words(title, statement)]
    titled = Q(slug=slug) | Q(slug__startswith=f"{slug}-r-") if slug else Q(pk=None)
    # Both engines hold the same slug for the same title: this one counts more than all words together
    shared = reduce(add, [_points(condition, 1) for condition in conditions], _points(titled, MOST_COMPARED))
    rules = Rule.objects.for_reader(person).exclude(pk=besides.pk).annotate(shared=shared)
    new_words = words_of(f"{title} {statement}")
    candidates = (
        rules.filter(shared__gt=0).order_by("-shared", "pk").only("title", "statement", "slug")[:MOST_COMPARED]
    )
    compared = [_compare(title, new_words, rule) for rule in candidates]
    similar = [candidate for candidate in compared if candidate.same or candidate.share >= SIMILAR_SHARE]
    return sorted(similar, key=lambda candidate: (not candidate.same_title, -candidate.share))[:MOST_SIMILAR]


def _search_words(title: str, statement: str) -> list[str]:
    """The words to ask for, as they were typed: the longest, which are the rarest; half of them are of the title."""
    by_folded: dict[str, str] = {}
    for text, limit in ((title, MOST_WORDS // 2), (f"{title} {statement}", MOST_WORDS)):
        typed = {word.casefold(): word for word in re.findall(r"\w+", text)}
        longest = sorted(words_of(text) - by_folded.keys(), key=lambda word: (-len(word), word))
        by_folded |= {word: typed[word] for word in longest[: limit - len(by_folded)]}
    return list(by_folded.values())


def _containing(word: str) -> Q:
    """Rules that have a word. SQLite folds the letters of ASCII alone, and neither engine knows that ß is ss."""
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize(), word.casefold()}
    conditions = (Q(title__icontains=form) | Q(statement__icontains=form) for form in sorted(forms))
    return reduce(or_, conditions)


def _points(condition: Q, points: int) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0))


def _compare(title: str, new_words: frozenset[str], rule: Rule) -> SimilarRule:
    rule_words = words_of(f"{rule.title} {rule.statement}")
    shorter, longer = sorted((len(new_words), len(rule_words)))
    share = len(new_words & rule_words) / shorter if shorter >= FEWEST_WORDS - 1 else 0.0
    alike = shorter >= FEWEST_WORDS and longer <= LENGTH_RATIO * shorter and share >= DUPLICATE_SHARE
    same_title = ExistingRules.bare(title) == ExistingRules.bare(rule.title)
    return SimilarRule(rule, same_title, share, same_title or alike)
