"""Advice on wording: which stretch of a text could be said better, and what kind of thing it is. Never a block.

What each kind means, and what is offered instead, is said where there are translations. Two things depend on the
language of the text alone and stand here: how many words a long sentence has, and the plainer word for a stiff one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from .features import folded
from .negation import double_negatives, refused
from .passive import passives
from .phrases import BLAME, OFFICIAL, POLICY, Phrases, found
from .prose import Sentence, Word, as_prose, sentences

TO_CUSTOMERS = frozenset({"say_it", "instead", "next_time", "customer_text"})
REFUSING = frozenset({"say_it", "customer_text"})  # where an "instead" is looked for
CASES = frozenset({"situations-text", "trigger"})  # tell what happened, whoever did it
KINDS = ("refusal", "policy", "blame", "long", "double", "official", "passive", "shouting")
LONGEST_SAID, LONGEST_READ = 20, 25  # words in a sentence


@dataclass(frozen=True)
class Finding:
    """One stretch of a text, ``start`` to ``end``, and the kind of advice about it."""

    kind: str
    field: str
    start: int
    end: int
    words: str
    count: int = 0  # words of a long sentence
    plainer: str = ""  # instead of a stiff word

    @property
    def key(self) -> str:
        """Tells it again until its words change, wherever they move: the kind and a digest."""
        said = f"{self.kind}|{bare(self.field)}|{' '.join(self.words.split())}"
        return f"{self.kind}-{sha256(said.encode('utf-8', 'replace')).hexdigest()[:10]}"


def bare(field: str) -> str:
    """The field without the numbers of its rows: "situations-0-options-1-say_it" is "situations-options-say_it"."""
    return "-".join(part for part in field.split("-") if not part.isdecimal())


def advise(text: str, *, field: str, language: str = "en", instead: str = "") -> list[Finding]:
    """What could be said better in ``text``, in its order. ``instead``: what the rule offers otherwise, if anything.

    ``field`` is named as in the form of a rule; what is said to customers is looked at more closely.
    """
    language = "de" if language == "de" else "en"
    name = bare(field).rsplit("-", 1)[-1]
    read = sentences(text)
    told = [seen for sentence in read for seen in _in_sentence(text, sentence, language, name in TO_CUSTOMERS)]
    if bare(field) in CASES:
        told = [seen for seen in told if seen.kind != "passive"]
    told += (Seen("shouting", *span) for span in shouted(as_prose(text)))
    if name in REFUSING and not instead.strip() and (span := refused(text, read, language)):
        told.append(Seen("refusal", *span))
    told.sort(key=lambda seen: (seen.start, KINDS.index(seen.kind)))
    return [Finding(s.kind, field, s.start, s.end, text[s.start : s.end], s.length, s.plainer) for s in told]


class Seen(NamedTuple):
    kind: str
    start: int
    end: int
    length: int = 0  # words of a long sentence
    plainer: str = ""


def _in_sentence(text: str, sentence: Sentence, language: str, to_customers: bool) -> Iterator[Seen]:
    words = sentence.words
    if len(words) > (LONGEST_SAID if to_customers else LONGEST_READ):
        yield Seen("long", sentence.start, sentence.end, len(words))
    for at, to in passives(words, text, language):
        yield Seen("passive", words[at].start, words[to - 1].end)
    yield from _phrases("blame", words, BLAME[language])
    yield from _phrases("official", words, OFFICIAL[language])
    if to_customers:
        yield from _phrases("policy", words, POLICY[language])
    for start, end in double_negatives(words, language):
        yield Seen("double", start, end)


def _phrases(kind: str, words: tuple[Word, ...], table: Phrases) -> Iterator[Seen]:
    for at, to, plainer in found(words, table):
        if kind == "official" or not (is_supposed(words, at) or is_kind(words, at, to)):
            yield Seen(kind, words[at].start, words[to - 1].end, plainer=plainer)


KINDLY = frozenset("wait thank thanks imagine stress believe say recommend".split())
SUPPOSING = frozenset("if when where whether unless case believe think suspect manner way falls wenn ob".split())


def is_kind(words: tuple[Word, ...], at: int, to: int) -> bool:
    """ "I can't wait to see you" refuses nothing, and "it is our policy to help" is no "that's our policy"."""
    said, behind = words[to - 1].text, words[to].text if to < len(words) else ""
    return (said in {"can't", "cannot"} and behind in KINDLY) or (said == "policy" and behind == "to")


def is_supposed(words: tuple[Word, ...], at: int) -> bool:
    """ "If you forgot to cancel, we refund it" blames nobody."""
    return bool(at) and words[at - 1].text in SUPPOSING


# Shouting

LOUD = frozenset(
    """
    not no never must always only do don't please important attention stop all every cannot can't required
    immediately shall will strictly forbidden prohibited without before after you your we they are is this that the and
    niemals nicht nie immer kein keine keinen achtung bitte wichtig verboten sofort alle muss müssen darf dürfen nur
    """.split()
)
CAPITAL = r"[A-ZÄÖÜ]+(?:['’][A-Z]+)?"
CAPITALS = re.compile(
    rf"(?<!\w)(?<!\w['’]){CAPITAL}(?![\w'’])(?:[\s,.;()/“”\"&*\d-]{{1,6}}(?<!\n\n)(?<![\w'’]){CAPITAL}(?![\w'’]))*"
)
HEADING = re.compile(  # short, all in capitals, with a number, a list mark or an empty line before it
    r"^[ \t]*#{1,6}[ \t].*$|(?:(?<=\n\n)|\A|^[ \t]*(?:[-*\d.]{1,5}[ \t]+){1,2})[A-ZÄÖÜ ,&/()'’*-]{1,80}[ \t\d*]*$",
    re.MULTILINE,
)
USUAL = re.compile(r"(?:AND|OR)(?:[/ ](?:AND|OR))?|AS[- ]IS")
EXCLAIMED = re.compile(r"!(?:[ \t]?[!?])+|\?!+")
FORBIDS = re.compile(r"^(?![ \t]*#).*\b(?:NO|NOT|NEVER|MUST|ONLY|KEIN|KEINE|NICHT|NIE|VERBOTEN)\b")
ALONE = frozenset(
    "not never must always only please important attention immediately cannot strictly forbidden prohibited all every "
    "niemals nicht immer kein keine keinen achtung bitte wichtig verboten sofort alle müssen nur".split()
)


def shouted(prose: str) -> Iterator[tuple[int, int]]:
    """Words in capitals that are no short forms, and exclamation marks in a row."""
    spoken = HEADING.sub(lambda m: m[0] if FORBIDS.search(m[0]) else " " * len(m[0]), prose)
    for m in CAPITALS.finditer(spoken):
        if USUAL.fullmatch(m[0]) or spoken.startswith(":", m.end()):
            continue
        words = re.findall(r"[^\W\d_]+(?:'[a-z]+)?", folded(m[0]))
        if (len(words) == 1 and words[0] in ALONE) or (len(words) > 1 and any(w in LOUD for w in words)):
            yield m.span()
    yield from (m.span() for m in EXCLAIMED.finditer(prose))
