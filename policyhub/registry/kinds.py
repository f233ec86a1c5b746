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
from django_stubs_ext import StrOrPromise

from policyhub.glossary.terms import TermEntry, terms

from .models import Benefit, Line, Option, Reason, Row, Rule, Situation
from .sections import FIRST_SECTIONS, LATER_SECTIONS, Section

if TYPE_CHECKING:
    from .gaps import Gap


@dataclass(frozen=True)
class RowSpec:
    """A list of rows that a rule has: what the form asks of each, and what an edition keeps of it."""

    name: str  # the related name on the parent, and the prefix in the form
    model: type[Row]
    parent: str  # the field of the row that points to its parent
    fields: tuple[str, ...]
    heading: StrOrPromise
    add: StrOrPromise  # the words on the button
    nested: tuple["RowSpec", ...] = ()
    only: str = ""  # "black" or "grey": which rules need it
    min_rows: int = 1  # blank rows that a list without rows shows

    def of(self, parent: models.Model) -> list[Row]:
        """The live rows of ``parent`` in their order."""
        return list(getattr(parent, self.name).live())


COMMON_ROWS: tuple[RowSpec, ...] = (
    RowSpec("reasons", Reason, "rule", ("basis", "text"), _("Why it can't bend"), _("Add a reason"), only="black"),
    RowSpec(
        "benefits",
        Benefit,
        "rule",
        ("text",),
        _("How it helps the customer"),
        _("Add a benefit"),
        only="black",
    ),
    RowSpec(
        "situations",
        Situation,
        "rule",
        ("text",),
        _("Situations and options"),
        _("Add a situation"),
        nested=(
            RowSpec(
                "options",
                Option,
                "situation",
                ("text", "grantor", "grantor_name", "limit_amount", "limit_words", "say_it", "credited_to"),
                _("Options"),
                _("Add an option"),
                min_rows=2,
            ),
        ),
        only="grey",
    ),
    RowSpec("lines", Line, "rule", ("side", "text"), _("Always and never"), _("Add an always or never"), only="grey"),
)


@dataclass(frozen=True)
class Kind:
    """A kind of rule, as its own app describes it."""

    name: str
    label: StrOrPromise
    plural: StrOrPromise
    description: StrOrPromise  # what it is, in a line, for whoever chooses
    model: type[Rule]
    fields: tuple[str, ...]  # its own fields, beside those of every rule
    rows: tuple[RowSpec, ...] = ()
    sections: tuple[Section, ...] = ()  # what its writer is asked for, beside what every rule has
    template: str = ""  # its part of the card, rendered from the edition's content
    # Of a draft's or an edition's content: (field or list of rows, label) of what it lacks
    missing_fields: Callable[[dict[str, Any]], list[tuple[str, StrOrPromise]]] = field(default=lambda content: [])
    gaps: tuple["Gap", ...] = ()  # what may be left to do, beside what every rule needs
    example: Callable[[datetime], None] = field(default=lambda now: None)  # what a year leaves on the example's rules


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    kinds[kind.name] = kind


def kind_choices(entries: Mapping[str, TermEntry] | None = None) -> list[tuple[str, str]]:
    """(name, word) of every kind, in the organisation's words. One query, or none where the caller has ``entries``."""
    entries = terms() if entries is None else entries
    return [(name, entries[name].text.word if name in entries else str(kind.label)) for name, kind in kinds.items()]


def row_specs_of(kind: str) -> Iterator[RowSpec]:
    """All lists of rows that a rule of ``kind`` ("" while undecided) has, its own first."""
    yield from kinds[kind].rows if kind in kinds else ()
    yield from COMMON_ROWS


def sections_of(rule: Rule) -> list[Section]:
    """The sections that ``rule`` is asked for, in the order of the form. Those of black or grey alone
    come once that is decided."""
    kind_sections = kinds[rule.kind].sections if rule.kind in kinds else ()
    flexibilities = {"", str(rule.flexibility)}
    return [
        section
        for section in (*FIRST_SECTIONS, *kind_sections, *LATER_SECTIONS)
        if section.only in flexibilities and (rule.meets_customers or not section.meets_customers)
    ]


def section_asking(rule: Rule, name: str) -> str:
    """The name of the section with the field or list of rows ``name``; "" where none has it."""
    return next((section.name for section in sections_of(rule) if name in (*section.fields, *section.rows)), "")


def find_section(rule: Rule, name: str) -> Section | None:
    """The section of this name, also one that the rule is not asked for as it stands: somebody may be writing it
    while somebody else decides black or grey."""
    kind_sections = kinds[rule.kind].sections if rule.kind in kinds else ()
    return next(
        (section for section in (*FIRST_SECTIONS, *kind_sections, *LATER_SECTIONS) if section.name == name), None
    )


def section_label(name: str) -> StrOrPromise:
    """The label of the section of this name, of whatever kind; "" where no rule has such a section."""
    kind_sections = (section for kind in kinds.values() for section in kind.sections)
    return next(
        (section.label for section in (*FIRST_SECTIONS, *kind_sections, *LATER_SECTIONS) if section.name == name), ""
    )


def section_address(rule: Rule, section_name: str) -> str:
    """The address of the page where the section of this name is filled in for ``rule``."""
    section = find_section(rule, section_name)
    if section is None:
        return reverse("authoring:write", args=[rule.slug])
    if section.page:
        return reverse(section.page, args=[rule.slug])
    return reverse("authoring:section", args=[rule.slug, section_name])
