"""How easy a text reads: Flesch's reading ease for English, Amstad's for German.

Flesch, R. (1948). A new readability yardstick. Journal of Applied Psychology 32(3), 221-233::

    206.835 - 1.015 * words per sentence - 84.6 * syllables per word

Amstad, T. (1978). Wie verständlich sind unsere Zeitungen? Dissertation, Universität Zürich::

    180 - words per sentence - 58.5 * syllables per word

Both give about 0 to 100, and more is easier. Flesch's own table calls 60 and more standard or easier, 50 to 60 fairly
difficult, and less than 50 difficult; Amstad made his formula so that the same table holds.
"""

import re
from dataclasses import dataclass

from .prose import sentences

FEWEST_WORDS = 30  # below which a number would be chance
EASY, FAIR = 60, 50


@dataclass(frozen=True)
class ReadingEase:
    """The reading ease of a text. ``score`` is None and ``band`` "" where it is too short to tell."""

    score: float | None
    band: str  # easy, fair, hard
    formula: str  # flesch, amstad
    word_count: int
    sentence_count: int
    syllable_count: int

    @property
    def score_in_range(self) -> int:
        """The score on a scale from 0 to 100."""
        return round(min(100.0, max(0.0, self.score or 0.0)))


def readability(text: str, language: str) -> ReadingEase:
    """The reading ease of ``text``. Each item of a list counts as a sentence; a number is one word of one syllable."""
    parsed = sentences(text)
    tokens = [word.text for sentence in parsed for word in sentence.tokens]
    syllable_total = sum(syllables(word, language) for word in tokens)
    formula = "amstad" if language == "de" else "flesch"
    if len(tokens) < FEWEST_WORDS:
        return ReadingEase(None, "", formula, len(tokens), len(parsed), syllable_total)
    score = reading_ease(len(tokens), len(parsed), syllable_total, formula)
    return ReadingEase(score, ease_band(score), formula, len(tokens), len(parsed), syllable_total)


def reading_ease(word_count: int, sentence_count: int, syllable_count: int, formula: str) -> float:
    """The formula itself, to one decimal."""
    length, weight = word_count / sentence_count, syllable_count / word_count
    score = 180 - length - 58.5 * weight if formula == "amstad" else 206.835 - 1.015 * length - 84.6 * weight
    return round(score, 1)


def ease_band(score: float) -> str:
    return "easy" if score >= EASY else "fair" if score >= FAIR else "hard"


# Syllables: groups of vowels, and where those mislead

PART = re.compile(r"[^\W\d_]+")
VOWELS = re.compile(r"[aeiouyàâäáéèêëíîïóôöúûü]+")
EXCEPTIONS = {"business": 2, "every": 2, "evening": 2, "idea": 3, "ideal": 3, "eye": 1, "eyes": 1, "lion": 2}
# Two syllables in one group: "material", "usual", "area", "employer", "going", "client"
APART = re.compile(
    r"(?<![cstxgln])i(?=[ao]) | (?<=v)i(?=ol) | (?<![qg])u(?=a|ou) | e(?=a$|o$|um|ing) | (?<=cr|th)e(?=at) | e(?=alit)"
    r"|(?<!^e)(?<=[aeou])y(?=[aeio]) | o(?=ing|[ei][mt]$) | (?:(?<=[dlprn])|(?<=sc)|(?<=soc)|(?<=qu))i(?=en[ct]|et)",
    re.VERBOSE,
)
# An e that is not heard: "late", "lately", "closed"; but "needed", "places", "table"
SILENT = re.compile(
    r"(?<![aeiouy])e[sd]?$"
    r"|(?<![aeiouyl])e(?=(?:ly|ful|ments?|less|ness|thing|times|where|one|body|work|guards?|ty)$)",
    re.VERBOSE,
)
HEARD = re.compile(r"(?:[sxzcg]|ch|sh)es$|[td]ed$|[^aeiouy][lr]es?$")

GERMAN_PREFIX = re.compile(r"(?:be|ge)(?=[aeoäöü])|be(?=inh|ur|un)|ge(?=imp|irr|ur)|re(?=[ao])")
GERMAN_VOWELS = re.compile(
    r"aa|ee|oo|(?<!famil)(?<!lin)(?<!ser)(?<!stud)(?<!akt)(?<!präm)(?<!fol)(?<!hyg)ie(?!n$|n[tz])|äu(?!m$)|eu(?!m$)"
    r"|au|ei|ai|ey|ay|(?<!q)[aeiouäöüyéèà]"
)


def syllables(word: str, language: str) -> int:
    """How many syllables a word in small letters has, by rule of thumb; at least one."""
    count = german_syllables if language == "de" else english_syllables
    return sum(count(part) for part in PART.findall(word) if VOWELS.search(part)) or 1


def english_syllables(part: str) -> int:
    count = len(VOWELS.findall(part)) + len(APART.findall(part)) - len(SILENT.findall(part))
    return EXCEPTIONS.get(part) or max(1, count + bool(HEARD.search(part)))


def german_syllables(part: str) -> int:
    prefix = GERMAN_PREFIX.match(part)
    return bool(prefix) + len(GERMAN_VOWELS.findall(part, prefix.end() if prefix else 0)) or 1
