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
from .negation import double_negatives, find_refusal
from .passive import passives
from .phrases import BLAME, OFFICIAL, POLICY, Phrases, find_phrases
from .prose import ProseWord, Sentence, as_prose, sentences

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
    excerpt: str
    count: int = 0  # words of a long sentence
    plainer: str = ""  # instead of a stiff word

    @property
    def key(self) -> str:
        """Identifies the finding while its words stay the same, wherever they move: its kind and a digest."""
        identity = f"{self.kind}|{without_row_numbers(self.field)}|{' '.join(self.excerpt.split())}"
        return f"{self.kind}-{sha256(identity.encode('utf-8', 'replace')).hexdigest()[:10]}"


def without_row_numbers(field: str) -> str:
    """The field without the numbers of its rows: "situations-0-options-1-say_it" is "situations-options-say_it"."""
    return "-".join(part for part in field.split("-") if not part.isdecimal())


def advise(text: str, *, field: str, language: str = "en", instead: str = "") -> list[Finding]:
    """What could be said better in ``text``, in its order. ``instead``: what the rule offers otherwise, if anything.

    ``field`` is named as in the form of a rule; what is said to customers is looked at more closely.
    """
    language = "de" if language == "de" else "en"
    name = without_row_numbers(field).rsplit("-", 1)[-1]
    parsed = sentences(text)
    findings = [
        finding for sentence in parsed for finding in _in_sentence(text, sentence, language, name in TO_CUSTOMERS)
    ]
    if without_row_numbers(field) in CASES:
        findings = [finding for finding in findings if finding.kind != "passive"]
    findings += (FindingSpan("shouting", *span) for span in find_shouting(as_prose(text)))
    if name in REFUSING and not instead.strip() and (span := find_refusal(text, parsed, language)):
        findings.append(FindingSpan("refusal", *span))
    findings.sort(key=lambda finding: (finding.start, KINDS.index(finding.kind)))
    return [Finding(s.kind, field, s.start, s.end, text[s.start : s.end], s.length, s.plainer) for s in findings]


class FindingSpan(NamedTuple):
    """A finding before the field and the excerpt are added."""

    kind: str
    start: int
    end: int
    length: int = 0  # words of a long sentence
    plainer: str = ""


def _in_sentence(text: str, sentence: Sentence, language: str, to_customers: bool) -> Iterator[FindingSpan]:
    tokens = sentence.tokens
    if len(tokens) > (LONGEST_SAID if to_customers else LONGEST_READ):
        yield FindingSpan("long", sentence.start, sentence.end, len(tokens))
    for at, to in passives(tokens, text, language):
        yield FindingSpan("passive", tokens[at].start, tokens[to - 1].end)
    yield from _phrases("blame", tokens, BLAME[language])
    yield from _phrases("official", tokens, OFFICIAL[language])
    if to_customers:
        yield from _phrases("policy", tokens, POLICY[language])
    for start, end in double_negatives(tokens, language):
        yield FindingSpan("double", start, end)


def _phrases(kind: str, tokens: tuple[ProseWord, ...], table: Phrases) -> Iterator[FindingSpan]:
    for at, to, plainer in find_phrases(tokens, table):
        if kind == "official" or not (is_supposed(tokens, at) or is_kind(tokens, at, to)):
            yield FindingSpan(kind, tokens[at].start, tokens[to - 1].end, plainer=plainer)


KINDLY = frozenset("wait thank thanks imagine stress believe say recommend".split())
SUPPOSING = frozenset("if when where whether unless case believe think suspect manner way falls wenn ob".split())


def is_kind(tokens: tuple[ProseWord, ...], at: int, to: int) -> bool:
    """ "I can't wait to see you" refuses nothing, and "it is our policy to help" is no "that's our policy"."""
    last, following = tokens[to - 1].text, tokens[to].text if to < len(tokens) else ""
    return (last in {"can't", "cannot"} and following in KINDLY) or (last == "policy" and following == "to")


def is_supposed(tokens: tuple[ProseWord, ...], at: int) -> bool:
    """ "If you forgot to cancel, we refund it" blames nobody."""
    return bool(at) and tokens[at - 1].text in SUPPOSING


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


def find_shouting(prose: str) -> Iterator[tuple[int, int]]:
    """Words in capitals that are no short forms, and exclamation marks in a row."""
    spoken = HEADING.sub(lambda m: m[0] if FORBIDS.search(m[0]) else " " * len(m[0]), prose)
    for m in CAPITALS.finditer(spoken):
        if USUAL.fullmatch(m[0]) or spoken.startswith(":", m.end()):
            continue
        tokens = re.findall(r"[^\W\d_]+(?:'[a-z]+)?", folded(m[0]))
        if (len(tokens) == 1 and tokens[0] in ALONE) or (len(tokens) > 1 and any(w in LOUD for w in tokens)):
            yield m.span()
    yield from (m.span() for m in EXCLAIMED.finditer(prose))
