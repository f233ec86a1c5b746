"""Writing help in words: what each kind of finding means, what to do instead, and where in a rule it stands.

Advice only: nothing here keeps a rule from being saved, signed or put in force.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from policyhub.classifier import Ease, Finding, advise, readability
from policyhub.registry.kinds import address_of, part_asking
from policyhub.registry.models import Rule
from policyhub.ui.pages import Words

from .texts import Said

MOST_TEXT = 20_000  # characters of a field that are read
MOST_IN_ALL = 200_000  # of all texts together
MOST_SHOWN = 5  # stretches of a kind that are shown at once
BESIDE = 60  # characters shown on either side of a stretch


@dataclass(frozen=True)
class Advice:
    """What a kind of finding means to whoever reads the text, and what to write instead."""

    name: Words
    says: Words
    offers: Words


ADVICE = {
    "refusal": Advice(
        _("A no with no alternative"),
        _("It refuses and offers nothing, here or under “What to offer instead”."),
        _("Add what you can do: another day, another way, someone who can help."),
    ),
    "policy": Advice(
        _("“That's our policy”, in other words"),
        _("Customers hear “I won't help you”."),
        _("Give the reason from their side, then say what you can do."),
    ),
    "blame": Advice(
        _("Blame"),
        _("People who feel blamed stop listening."),
        _("Say what happened without “you”, then what we can do now."),
    ),
    "long": Advice(
        _("Long sentence"),
        _("It's hard to read with a customer waiting."),
        _("Split it in two, or use a list."),
    ),
    "double": Advice(
        _("Double negative"),
        _("Readers have to turn the sentence round to understand it."),
        _("Say it the positive way: “only if” instead of “not … unless”, “common” instead of “not uncommon”."),
    ),
    "official": Advice(
        _("Formal wording"),
        _("Nobody says this at the counter."),
        _("Use the simpler word."),
    ),
    "passive": Advice(
        _("Passive"),
        _("It doesn't say who does it."),
        _("Name who does it: “the desk checks the receipt”, not “the receipt is checked”."),
    ),
    "shouting": Advice(
        _("Shouting"),
        _("Capitals and rows of exclamation marks read as anger."),
        _("Use normal case. The reason gives it weight."),
    ),
}
BANDS = {"easy": _("easy"), "fair": _("fairly difficult"), "hard": _("difficult")}
FORMULAS = {
    "flesch": (_("Flesch reading ease"), _("Flesch, 1948: long sentences and long words make a text harder to read.")),
    "amstad": (_("Amstad’s formula"), _("Amstad, 1978: Flesch’s reading ease, adapted to German.")),
}


# What is found


def _found(texts: Iterable[Said], language: str, instead: str) -> list[tuple[Said, list[Finding]]]:
    return [
        (one, advise(one.text, field=one.name, language=language, instead=instead))
        for one in texts
        if one.text.strip()
    ]


def as_far_as_read(texts: Iterable[Said]) -> tuple[list[Said], bool]:
    """``texts`` as far as they are read, and whether some of them is not."""
    left, read, cut = MOST_IN_ALL, [], False
    for one in texts:
        size = min(len(one.text), MOST_TEXT, left)
        cut |= size < len(one.text)
        left -= size
        read.append(replace(one, text=one.text[:size]))
    return read, cut


@dataclass(frozen=True)
class Stretch:
    """A finding in its context. ``waved``: by whom it was waved off, why and when. ``why``: typed beside it so far."""

    finding: Finding
    before: str
    after: str
    times: int
    waved: dict[str, str]
    why: str

    @property
    def waved_at(self) -> datetime | None:
        return datetime.fromisoformat(self.waved["at"]) if self.waved else None


@dataclass(frozen=True)
class Group:
    """The findings of one kind in one text, and what they mean."""

    kind: str
    advice: Advice
    stretches: list[Stretch]

    @property
    def first(self) -> list[Stretch]:
        return self.stretches[:MOST_SHOWN]

    @property
    def rest(self) -> list[Stretch]:
        return self.stretches[MOST_SHOWN:]


@dataclass(frozen=True)
class Place:
    """One text of the rule with what was found there. ``where``: the address at which it is written, if known."""

    label: str
    where: str
    groups: list[Group]


@dataclass(frozen=True)
class Help:
    """All that the page and the fragment show: what was found, what of it was waved off, and how easy it reads."""

    places: list[Place]
    off: list[Place]
    ease: Ease
    language: str
    cut: bool  # a text was too long to be read to its end

    @property
    def band(self) -> Words:
        return BANDS.get(self.ease.band, "")

    @property
    def formula(self) -> Words:
        return FORMULAS[self.ease.formula][0]

    @property
    def source(self) -> Words:
        return FORMULAS[self.ease.formula][1]


@dataclass(frozen=True)
class Known:
    """What is known beside the texts: their rule, if there is one, what was waved off, and reasons being typed."""

    language: str
    instead: str = ""
    rule: Rule | None = None
    waved: Mapping[str, dict[str, str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


def help_with(texts: Iterable[Said], known: Known) -> Help:
    """What could be said better in ``texts``, by place and kind."""
    texts, cut = as_far_as_read(texts)
    found = _found(texts, known.language, known.instead)
    places = [_place(one, [f for f in findings if f.key not in known.waved], known) for one, findings in found]
    off = [_place(one, [f for f in findings if f.key in known.waved], known) for one, findings in found]
    return Help(
        [place for place in places if place.groups],
        [place for place in off if place.groups],
        readability("\n\n".join(one.text for one in texts)[:MOST_TEXT], known.language),
        known.language,
        cut,
    )


def _place(one: Said, findings: Iterable[Finding], known: Known) -> Place:
    """Findings by kind, the weightiest first. The same words again are counted, not shown."""
    by_kind: dict[str, dict[str, list[Finding]]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, {}).setdefault(finding.key, []).append(finding)
    groups = [
        Group(kind, ADVICE[kind], [_stretch(one.text, same, known) for same in by_kind[kind].values()])
        for kind in ADVICE
        if kind in by_kind
    ]
    part = part_asking(known.rule, one.name.partition("-")[0]) if known.rule else ""
    return Place(one.label, address_of(known.rule, part) if known.rule and part else "", groups)


def _stretch(text: str, same: list[Finding], known: Known) -> Stretch:
    """The first of the same findings, with as much around it as tells where it stands."""
    first, before, after = same[0], "", ""
    if first.kind != "long":
        begin, end = max(0, first.start - BESIDE), min(len(text), first.end + BESIDE)
        before, _line, near = text[begin : first.start].rpartition("\n")
        before = near if _line or not begin else f"… {near.partition(' ')[2].lstrip()}"
        near, _line, after = text[first.end : end].partition("\n")
        after = near if _line or end == len(text) else f"{near.rpartition(' ')[0].rstrip()} …"
    return Stretch(first, before, after, len(same), known.waved.get(first.key, {}), known.typed.get(first.key, ""))


# What was waved off


KEY = re.compile(rf"(?:{'|'.join(ADVICE)})-[0-9a-f]{{10}}")


def is_key(text: str) -> bool:
    return bool(KEY.fullmatch(text))


def waved_of(rule: Rule) -> dict[str, dict[str, str]]:
    """The findings of ``rule`` that were waved off, by key: why, by whom and when."""
    found: dict[str, dict[str, str]] = json.loads(rule.waved or "{}")
    return found
