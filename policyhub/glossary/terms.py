"""The shared vocabulary: our own words for what PolicyHub is about, and what the organisation made of them.

``terms()`` is the one way to read it. Templates use ``{% word "policy" %}`` and ``{% says "policy" %}``.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policyhub.accounts.models import User
from policyhub.evidence.canonical import canonical, digest
from policyhub.ui.pages import Words

from .models import Term, TermReading


@dataclass(frozen=True)
class Ours:
    """A word as PolicyHub comes with it."""

    key: str
    word: Words
    meaning: Words
    example: Words


OURS: tuple[Ours, ...] = (
    Ours(
        "rule",
        _("Rule"),
        _("Anything we ask each other to follow: a policy, a procedure or a standard. It's what you look up."),
        _("“Late refund” is a rule. Its page says how far it can bend, and why."),
    ),
    Ours(
        "policy",
        _("Policy"),
        _("A choice we made among alternatives: what we stand for, and what we aim for."),
        _("We take goods back for thirty days, so people can buy without worry."),
    ),
    Ours(
        "procedure",
        _("Procedure"),
        _("The agreed way to do something, step by step."),
        _("A child is lost: who stays with them, who calls, who writes it down."),
    ),
    Ours(
        "standard",
        _("Standard"),
        _("A level we promise to reach and can check."),
        _("We answer the phone by the fourth ring."),
    ),
    Ours(
        "service",
        _("Service"),
        _("How we help someone, and how we treat them while we follow a rule."),
        _("The answer is no, and they still leave knowing what they can do instead."),
    ),
    Ours(
        "black",
        _("Black"),
        _("Doesn't bend, no matter who asks: safety, the law, privacy or trust depends on it. It says why."),
        _("Nobody dives in the shallow end, and nobody at the counter can allow it."),
    ),
    Ours(
        "grey",
        _("Grey"),
        _("Bends within limits agreed beforehand: in this situation you can do this, up to here."),
        _("The thirty days are over: offer an exchange or a gift card, or ask a lead."),
    ),
    Ours(
        "situation",
        _("Situation"),
        _("A real case under a grey rule, told the way you'd meet it."),
        _("There is no receipt, but we find the sale in the till."),
    ),
    Ours(
        "option",
        _("Option"),
        _("Something you can do or offer in a situation. It says its limit and who can approve it."),
        _("A refund minus the postage, once a year. You decide."),
    ),
    Ours(
        "line",
        _("Always and never"),
        _("What applies in a grey rule whichever option you choose, however kind you want to be."),
        _("Always check the goods first. Never give cash without a receipt."),
    ),
    Ours(
        "say-it",
        _("What to say"),
        _("Words ready to say to the customer: show that you understand, say why, then say what you can do."),
        _("“I can see why you ask. Here is what I can do for you today.”"),
    ),
    Ours(
        "touchpoint",
        _("Touchpoint"),
        _("A moment when customers meet us, and our people need something to rely on."),
        _("They book, pay, cancel, complain."),
    ),
    Ours(
        "edition",
        _("Version"),
        _("A rule as it was published, signed and dated. It never changes; the next version replaces it."),
        _("Years later we can show that version 3 was in force on 14 March."),
    ),
)
KEYS = frozenset(ours.key for ours in OURS)


@dataclass(frozen=True)
class Text:
    """What is said of a word."""

    word: str
    meaning: str
    example: str = ""

    @classmethod
    def of(cls, told: "Ours | Term") -> "Text":
        return cls(str(told.word), str(told.meaning), str(told.example))


@dataclass(frozen=True)
class Entry:
    """A word as it reads here: our text, or the organisation's where it has one."""

    key: str
    ours: Ours | None
    row: Term | None

    @cached_property
    def text(self) -> Text:
        told = self.row if self.row is not None and (self.reworded or self.ours is None) else self.ours
        assert told is not None  # an entry is made from one of the two
        return Text.of(told)

    @property
    def reworded(self) -> bool:
        """The organisation says it in its own words."""
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
        """Our word, where the organisation has another: pages and plates go on saying it."""
        ours = str(self.ours.word) if self.ours is not None else ""
        return ours if ours != self.text.word else ""

    def fits(self, question: str) -> bool:
        """Every word of ``question`` is somewhere in it."""
        there = plain(f"{self.text.word} {self.text.meaning} {self.text.example} {self.elsewhere}")
        return all(word in there for word in plain(question).split())


def plain(text: str) -> str:
    """Text without what does not tell two words apart: case, width of letters, spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def everything() -> dict[str, Entry]:
    """Every word that there is or was, by its key: ours first, then those that the organisation added. One query."""
    rows = {row.key: row for row in Term.objects.select_related("reworded_by")}
    ours = {one.key: Entry(one.key, one, rows.get(one.key)) for one in OURS}
    return ours | {key: Entry(key, None, row) for key, row in rows.items() if key not in ours}


def terms() -> dict[str, Entry]:
    """The vocabulary as it stands, by key, in its order. One query."""
    return {key: entry for key, entry in everything().items() if entry.listed}


def of_request(request: HttpRequest) -> dict[str, Entry]:
    """The vocabulary, asked once for each request and kept no longer."""
    if not hasattr(request, "_terms"):
        request._terms = terms()  # type: ignore[attr-defined]
    found: dict[str, Entry] = request._terms  # type: ignore[attr-defined]
    return found


def versions(entries: dict[str, Entry]) -> dict[str, int]:
    return {key: entry.version for key, entry in entries.items()}


def digest_of(entries: dict[str, Entry]) -> str:
    """A digest of all that stands there, by which one tells that it is what somebody saw."""
    told = [[e.key, e.version, e.text.word, e.text.meaning, e.text.example] for e in entries.values()]
    return digest(canonical(told))


# Who has read it


def last_reading(person: User) -> TermReading | None:
    return TermReading.objects.filter(person=person).last()


def unread(reading: TermReading | None, entries: dict[str, Entry]) -> list[Entry]:
    """What is new or was put otherwise since somebody's last reading; all of it if there is none."""
    read = reading.read if reading is not None else {}
    return [entry for key, entry in entries.items() if read.get(key) != entry.version]


@dataclass(frozen=True)
class Readers:
    """How many of those who work here have read the words as they stand, and who has not."""

    all: int
    missing: list[User]

    @property
    def read(self) -> int:
        return self.all - len(self.missing)


def readers(entries: dict[str, Entry]) -> Readers:
    """Two queries, however many there are."""
    people = list(User.objects.active())
    last = TermReading.objects.values("person").annotate(last=Max("pk")).values("last")
    done = {one.person_id for one in TermReading.objects.filter(pk__in=last) if not unread(one, entries)}
    return Readers(len(people), [person for person in people if person.pk not in done])


@dataclass(frozen=True)
class ToRead:
    """What waits for somebody: words they have not read, and when they read the others."""

    entries: list[Entry]
    since: datetime | None


def to_read(person: User, entries: dict[str, Entry]) -> ToRead:
    reading = last_reading(person)
    return ToRead(unread(reading, entries), reading.at if reading is not None else None)
