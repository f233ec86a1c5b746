"""Where each kind of rule registers itself, and what every rule has beside it.

A kind says what its form asks, which rows it has, what goes into an edition, and which template shows
its part of the card. Nobody imports the kinds themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policyhub.glossary.terms import Entry, terms
from policyhub.ui.pages import Words

from .models import Benefit, Line, Option, Reason, Row, Rule, Situation
from .sections import FIRST, REST, Part

if TYPE_CHECKING:
    from .gaps import Left


@dataclass(frozen=True)
class Rows:
    """A list of rows that a rule has: what the form asks of each, and what an edition keeps of it."""

    name: str  # the related name on the parent, and the prefix in the form
    model: type[Row]
    parent: str  # the field of the row that points to its parent
    fields: tuple[str, ...]
    heading: Words
    add: Words  # the words on the button
    nested: tuple["Rows", ...] = ()
    only: str = ""  # "black" or "grey": which rules need it
    least: int = 1  # rows that are held out to whoever begins the list

    def of(self, parent: models.Model) -> list[Row]:
        """The live rows of ``parent`` in their order."""
        return list(getattr(parent, self.name).live())


ROWS: tuple[Rows, ...] = (
    Rows("reasons", Reason, "rule", ("basis", "text"), _("Why it can't bend"), _("Add a reason"), only="black"),
    Rows(
        "benefits",
        Benefit,
        "rule",
        ("text",),
        _("How it helps the customer"),
        _("Add a benefit"),
        only="black",
    ),
    Rows(
        "situations",
        Situation,
        "rule",
        ("text",),
        _("Situations and options"),
        _("Add a situation"),
        nested=(
            Rows(
                "options",
                Option,
                "situation",
                ("text", "grantor", "grantor_name", "limit_amount", "limit_words", "say_it", "credited_to"),
                _("Options"),
                _("Add an option"),
                least=2,
            ),
        ),
        only="grey",
    ),
    Rows("lines", Line, "rule", ("side", "text"), _("Always and never"), _("Add an always or never"), only="grey"),
)


@dataclass(frozen=True)
class Kind:
    """A kind of rule, as its own app describes it."""

    name: str
    label: Words
    plural: Words
    says: Words  # what it is, in a line, for whoever chooses
    model: type[Rule]
    fields: tuple[str, ...]  # its own fields, beside those of every rule
    rows: tuple[Rows, ...] = ()
    parts: tuple[Part, ...] = ()  # what its writer is asked for, beside what every rule has
    template: str = ""  # its part of the card, rendered from the edition's content
    lacks: Callable[[dict[str, Any]], list[tuple[str, Words]]] = field(default=lambda said: [])  # (where, what)
    left: tuple["Left", ...] = ()  # what may be left to do, beside what every rule needs
    example: Callable[[datetime], None] = field(default=lambda now: None)  # what a year leaves on the example's rules


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    kinds[kind.name] = kind


def kind_choices(words: Mapping[str, Entry] | None = None) -> list[tuple[str, str]]:
    """(name, word) of every kind, in the organisation's words. One query, or none where the caller has ``words``."""
    there = terms() if words is None else words
    return [(name, there[name].text.word if name in there else str(kind.label)) for name, kind in kinds.items()]


def rows_of(kind: str) -> Iterator[Rows]:
    """All lists of rows that a rule of ``kind`` ("" while undecided) has, its own first."""
    yield from kinds[kind].rows if kind in kinds else ()
    yield from ROWS


def parts_of(rule: Rule) -> list[Part]:
    """What the writer of ``rule`` is asked for, in the order in which we would ask. Black's and grey's own parts
    come once that is decided."""
    own = kinds[rule.kind].parts if rule.kind in kinds else ()
    fits = {"", str(rule.flexibility)}
    return [p for p in (*FIRST, *own, *REST) if p.only in fits and (rule.meets_customers or not p.meets)]


def part_asking(rule: Rule, name: str) -> str:
    """The name of the part in which the field or list of rows ``name`` is asked; "" where none asks for it."""
    return next((p.name for p in parts_of(rule) if name in (*p.fields, *p.rows)), "")


def find_part(rule: Rule, name: str) -> Part | None:
    """The part of this name, also one that the rule is not asked for as it stands: somebody may be writing it
    while somebody else decides black or grey."""
    own = kinds[rule.kind].parts if rule.kind in kinds else ()
    return next((p for p in (*FIRST, *own, *REST) if p.name == name), None)


def part_words(name: str) -> Words:
    """The words for the part of this name, of whatever kind; "" where no rule has such a part."""
    own = (part for kind in kinds.values() for part in kind.parts)
    return next((part.words for part in (*FIRST, *own, *REST) if part.name == name), "")


def address_of(rule: Rule, part: str) -> str:
    """Where the writer of ``rule`` is asked for the part of this name."""
    found = find_part(rule, part)
    if found is None:
        return reverse("rule_write", args=[rule.slug])
    if found.page:
        return reverse(found.page, args=[rule.slug])
    return reverse("rule_part", args=[rule.slug, part])
