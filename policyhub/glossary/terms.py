"""The glossary: the terms PolicyHub comes with, and what the organisation changed or added.

``terms()`` is the one way to read it. Templates use ``{% word "policy" %}`` and ``{% says "policy" %}``.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from policyhub.accounts.models import User
from policyhub.evidence.canonical import canonical, digest

from .models import Term, TermReading


@dataclass(frozen=True)
class BuiltInTerm:
    """A term that PolicyHub comes with."""

    key: str
    word: StrOrPromise
    meaning: StrOrPromise
    example: StrOrPromise


BUILT_IN_TERMS: tuple[BuiltInTerm, ...] = (
    BuiltInTerm(
        "rule",
        _("Rule"),
        _("Anything we ask each other to follow: a policy, a procedure or a standard. It's what you look up."),
        _("“Late refund” is a rule. Its page says how far it can bend, and why."),
    ),
    BuiltInTerm(
        "policy",
        _("Policy"),
        _("A choice we made among alternatives: what we stand for, and what we aim for."),
        _("We take goods back for thirty days, so people can buy without worry."),
    ),
    BuiltInTerm(
        "procedure",
        _("Procedure"),
        _("The agreed way to do something, step by step."),
        _("A child is lost: who stays with them, who calls, who writes it down."),
    ),
    BuiltInTerm(
        "standard",
        _("Standard"),
        _("A level we promise to reach and can check."),
        _("We answer the phone by the fourth ring."),
    ),
    BuiltInTerm(
        "service",
        _("Service"),
        _("How we help someone, and how we treat them while we follow a rule."),
        _("The answer is no, and they still leave knowing what they can do instead."),
    ),
    BuiltInTerm(
        "black",
        _("Black"),
        _("Doesn't bend, no matter who asks: safety, the law, privacy or trust depends on it. It says why."),
        _("Nobody dives in the shallow end, and nobody at the counter can allow it."),
    ),
    BuiltInTerm(
        "grey",
        _("Grey"),
        _("Bends within limits agreed beforehand: in this situation you can do this, up to here."),
        _("The thirty days are over: offer an exchange or a gift card, or ask a lead."),
    ),
    BuiltInTerm(
        "situation",
        _("Situation"),
        _("A real case under a grey rule, told the way you'd meet it."),
        _("There is no receipt, but we find the sale in the till."),
    ),
    BuiltInTerm(
        "option",
        _("Option"),
        _("Something you can do or offer in a situation. It says its limit and who can approve it."),
        _("A refund minus the postage, once a year. You decide."),
    ),
    BuiltInTerm(
        "line",
        _("Always and never"),
        _("What applies in a grey rule whichever option you choose, however kind you want to be."),
        _("Always check the goods first. Never give cash without a receipt."),
    ),
    BuiltInTerm(
        "say-it",
        _("What to say"),
        _("Words ready to say to the customer: show that you understand, say why, then say what you can do."),
        _("“I can see why you ask. Here is what I can do for you today.”"),
    ),
    BuiltInTerm(
        "touchpoint",
        _("Touchpoint"),
        _("A moment when customers meet us, and our people need something to rely on."),
        _("They book, pay, cancel, complain."),
    ),
    BuiltInTerm(
        "edition",
        _("Version"),
        _("A rule as it was published, signed and dated. It never changes; the next version replaces it."),
        _("Years later we can show that version 3 was in force on 14 March."),
    ),
)
KEYS = frozenset(ours.key for ours in BUILT_IN_TERMS)


@dataclass(frozen=True)
class TermText:
    """The text of a term, from whichever source."""

    word: str
    meaning: str
    example: str = ""

    @classmethod
    def of(cls, source: "BuiltInTerm | Term") -> "TermText":
        return cls(str(source.word), str(source.meaning), str(source.example))


@dataclass(frozen=True)
class TermEntry:
    """A term as it reads here: the organisation's text (``row``) where it has one, else PolicyHub's (``ours``)."""

    key: str
    ours: BuiltInTerm | None
    row: Term | None

    @cached_property
    def text(self) -> TermText:
        source = self.row if self.row is not None and (self.reworded or self.ours is None) else self.ours
        assert source is not None  # an entry is made from one of the two
        return TermText.of(source)

    @property
    def reworded(self) -> bool:
        """Whether the organisation has its own text for it, or added it."""
        return self.row is not None and self.row.dropped_at is None

    @property
    def listed(self) -> bool:
        return self.ours is not None or self.reworded

    @property
    def version(self) -> int:
        """Counts each rewording; 0 while nobody touched it."""
        return self.row.version if self.row is not None else 0

    @property
    def elsewhere(self) -> str:
        """PolicyHub's word for it where the organisation has another; labels and plates still use it. Else ""."""
        ours = str(self.ours.word) if self.ours is not None else ""
        return ours if ours != self.text.word else ""

    def matches(self, question: str) -> bool:
        """Whether every word of ``question`` is somewhere in the term, its meaning or its example."""
        searched = plain(f"{self.text.word} {self.text.meaning} {self.text.example} {self.elsewhere}")
        return all(word in searched for word in plain(question).split())


def plain(text: str) -> str:
    """``text`` normalised for comparing: case, width of letters and spaces don't count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def all_terms() -> dict[str, TermEntry]:
    """Every term by its key, dropped ones too: built-in ones first, then those the organisation added. One query."""
    rows = {row.key: row for row in Term.objects.select_related("reworded_by")}
    built_in = {term.key: TermEntry(term.key, term, rows.get(term.key)) for term in BUILT_IN_TERMS}
    return built_in | {key: TermEntry(key, None, row) for key, row in rows.items() if key not in built_in}


def terms() -> dict[str, TermEntry]:
    """The terms of the glossary as it stands, by key, in order. One query."""
    return {key: entry for key, entry in all_terms().items() if entry.listed}


def terms_of_request(request: HttpRequest) -> dict[str, TermEntry]:
    """``terms()``, read once for each request."""
    if not hasattr(request, "_terms"):
        request._terms = terms()  # type: ignore[attr-defined]
    entries: dict[str, TermEntry] = request._terms  # type: ignore[attr-defined]
    return entries


def versions(entries: dict[str, TermEntry]) -> dict[str, int]:
    return {key: entry.version for key, entry in entries.items()}


def digest_of(entries: dict[str, TermEntry]) -> str:
    """A SHA-256 digest of all texts and versions: tells whether the glossary is still the one somebody read."""
    values = [[e.key, e.version, e.text.word, e.text.meaning, e.text.example] for e in entries.values()]
    return digest(canonical(values))


# Who has read it


def last_reading(person: User) -> TermReading | None:
    return TermReading.objects.filter(person=person).last()


def unread(reading: TermReading | None, entries: dict[str, TermEntry]) -> list[TermEntry]:
    """The terms that are new or have changed since ``reading``; all of them if there is none."""
    read = reading.read if reading is not None else {}
    return [entry for key, entry in entries.items() if read.get(key) != entry.version]


@dataclass(frozen=True)
class Readers:
    """How many active people there are, and who of them has not read the glossary as it stands."""

    all: int
    missing: list[User]

    @property
    def read(self) -> int:
        return self.all - len(self.missing)


def readers(entries: dict[str, TermEntry]) -> Readers:
    """Who has read the glossary as it stands. Two queries, however many people there are."""
    people = list(User.objects.active())
    latest = TermReading.objects.values("person").annotate(last=Max("pk")).values("last")
    up_to_date = {
        reading.person_id for reading in TermReading.objects.filter(pk__in=latest) if not unread(reading, entries)
    }
    return Readers(len(people), [person for person in people if person.pk not in up_to_date])


@dataclass(frozen=True)
class ToRead:
    """The terms somebody has not read yet, and when they last read the glossary (None if never)."""

    entries: list[TermEntry]
    since: datetime | None


def to_read(person: User, entries: dict[str, TermEntry]) -> ToRead:
    reading = last_reading(person)
    return ToRead(unread(reading, entries), reading.at if reading is not None else None)
