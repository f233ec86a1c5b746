"""The map of touchpoints: for each one and each kind of rule, whether something is in writing, needed or not.

What is linked answers before what was decided: where a rule is in force, the touchpoint has what it needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from policyhub.accounts.models import User
from policyhub.registry.kinds import Kind, kinds
from policyhub.registry.models import Rule
from policyhub.registry.models.rule import Stage

from .models import Need, Touchpoint, TouchpointQuerySet


class CellState(StrEnum):
    """Where one touchpoint stands with one kind, the widest gap first."""

    NEEDED = "needed"
    UNDECIDED = "undecided"
    KNOWN = "known"
    WRITTEN = "written"
    COVERED = "covered"
    NOT_NEEDED = "not-needed"


STATE_LABELS: dict[CellState, StrOrPromise] = {
    CellState.NEEDED: _("Needed"),
    CellState.UNDECIDED: _("Undecided"),
    CellState.KNOWN: _("Unwritten"),
    CellState.WRITTEN: _("Draft"),
    CellState.COVERED: _("In force"),
    CellState.NOT_NEEDED: _("Not needed"),
}
GAPS = frozenset({CellState.NEEDED, CellState.UNDECIDED, CellState.KNOWN, CellState.WRITTEN})


@dataclass(frozen=True)
class MapCell:
    """One touchpoint and one kind: what was decided, and the rules that stand there."""

    kind: Kind
    state: CellState
    rules: list[Rule]
    need: Need | None

    @property
    def label(self) -> StrOrPromise:
        return STATE_LABELS[self.state]

    @property
    def create_page(self) -> str:
        """The name of the page on which a rule of this kind is written."""
        return f"{self.kind.model._meta.app_label}:create"

    @property
    def contradicts(self) -> bool:
        """It was said that none is needed, and there is one."""
        return self.need is not None and not self.need.needed and bool(self.rules)


@dataclass(frozen=True)
class MapRow:
    """One touchpoint with all its cells, as one person may see them."""

    touchpoint: Touchpoint
    cells: list[MapCell]
    no_kind: list[Rule]  # linked, and nobody has said yet what they are

    @cached_property
    def states(self) -> set[CellState]:
        return {cell.state for cell in self.cells}

    @property
    def complete(self) -> bool:
        return not self.states & GAPS

    @property
    def decided(self) -> bool:
        return CellState.UNDECIDED not in self.states

    @property
    def open(self) -> list[MapCell]:
        """The cells about which nobody has decided."""
        return [cell for cell in self.cells if cell.state == CellState.UNDECIDED]

    @property
    def urgency(self) -> tuple[Any, ...]:
        """Gaps first, the widest before the narrower, then as on the way of a customer."""
        gap_counts = [sum(cell.state == state for cell in self.cells) for state in CellState if state in GAPS]
        return (self.complete, [-n for n in gap_counts], self.touchpoint.position, self.touchpoint.pk)


def map_rows(person: User, at: datetime, touchpoints: TouchpointQuerySet | None = None) -> list[MapRow]:
    """The whole map, gaps first: three queries, however long it is."""
    if touchpoints is None:
        touchpoints = Touchpoint.objects.live()
    rules = Rule.objects.in_register(person, at).defer("body", "customer_text").order_by("title", "pk")
    touchpoints_with_rules = touchpoints.prefetch_related("needs", Prefetch("rules", rules, to_attr="readable"))
    return sorted((map_row(touchpoint) for touchpoint in touchpoints_with_rules), key=lambda row: row.urgency)


def map_row(touchpoint: Any) -> MapRow:
    linked = [rule for rule in touchpoint.readable if not rule.retired]
    needs = {need.kind: need for need in touchpoint.needs.all()}
    no_kind = [rule for rule in linked if rule.kind not in kinds]
    cells = [map_cell(kind, linked, needs.get(kind.name)) for kind in kinds.values()]
    return MapRow(touchpoint, cells, no_kind)


def map_cell(kind: Kind, linked: list[Rule], need: Need | None) -> MapCell:
    """An unwritten rule whose kind nobody has named stands wherever a rule is needed and none is there."""
    rules = [rule for rule in linked if rule.kind == kind.name]
    if not rules and need is not None and need.needed:
        rules = [rule for rule in linked if rule.kind not in kinds and rule.stage == Stage.UNWRITTEN]
    return MapCell(kind, state_of(rules, need), rules, need)


def state_of(rules: Iterable[Any], need: Need | None) -> CellState:
    rule_states = {
        CellState.COVERED if rule.holds else CellState.KNOWN if rule.stage == Stage.UNWRITTEN else CellState.WRITTEN
        for rule in rules
    }
    for best in (CellState.COVERED, CellState.WRITTEN, CellState.KNOWN):
        if best in rule_states:
            return best
    if need is None:
        return CellState.UNDECIDED
    return CellState.NEEDED if need.needed else CellState.NOT_NEEDED


def counts(rows: Iterable[MapRow]) -> dict[str, int]:
    """How many touchpoints there are of each sort. One may be of several: it needs a policy, and is undecided else."""
    rows = list(rows)
    totals = {state.value.replace("-", "_"): sum(state in row.states for row in rows) for state in CellState}
    totals |= {"all": len(rows), "complete": sum(row.complete for row in rows)}
    totals |= {"decided": sum(row.decided for row in rows)}
    return totals | {"gaps": totals["all"] - totals["complete"]}
