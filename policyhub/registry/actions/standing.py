"""Where a rule stands, and which verb is possible there."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policyhub.pages import Words

from ..models import Edition, Rule
from ..models.edition import State
from ..models.rule import Stage


class Standing(StrEnum):
    """Where a rule stands at an instant."""

    UNWRITTEN = "unwritten"
    WRITTEN = "written"
    WAITING = "waiting"
    PLANNED = "planned"
    IN_FORCE = "in force"
    RETIRED = "retired"


ALLOWED: dict[str, frozenset[Standing]] = {
    "take over": frozenset({Standing.UNWRITTEN}),
    "ask for more": frozenset({Standing.UNWRITTEN}),
    "tell more": frozenset({Standing.UNWRITTEN}),
    "write": frozenset(Standing),
    "change kind": frozenset({Standing.UNWRITTEN, Standing.WRITTEN, Standing.IN_FORCE}),
    "decide": frozenset(Standing),
    "propose": frozenset({Standing.WRITTEN, Standing.PLANNED, Standing.IN_FORCE}),
    "put in force": frozenset({Standing.WRITTEN, Standing.PLANNED, Standing.IN_FORCE}),
    "sign": frozenset({Standing.WAITING}),
    "return": frozenset({Standing.WAITING}),
    "withdraw": frozenset({Standing.WAITING, Standing.PLANNED}),
    "retire": frozenset({Standing.IN_FORCE}),
    "restore": frozenset({Standing.RETIRED}),
}


REFUSED: dict[Standing, Words] = {
    Standing.UNWRITTEN: _("You can't do this while the rule is unwritten."),
    Standing.WRITTEN: _("You can't do this while the rule is a draft that was never published."),
    Standing.WAITING: _("You can't do this while a version of the rule is awaiting approval."),
    Standing.PLANNED: _("You can't do this while a version of the rule is scheduled."),
    Standing.IN_FORCE: _("You can't do this while the rule is in force."),
    Standing.RETIRED: _("You can't do this while the rule is retired."),
}


class Stale(Exception):
    """Somebody else was quicker; nothing was saved."""


def standing(rule: Rule, now: datetime, editions: Iterable[Edition] | None = None) -> Standing:
    """``editions``: those of the rule, if they have been read already."""
    found = rule.editions.defer("content") if editions is None else editions
    editions = [e for e in found if e.state in {State.WAITING, State.APPROVED}]
    if any(e.state == State.WAITING for e in editions):
        return Standing.WAITING
    if any(e.starts is not None and e.starts > now for e in editions):
        return Standing.PLANNED
    current = next((e for e in editions if e.is_in_force(now)), None)
    if current is not None:
        return Standing.RETIRED if current.retires else Standing.IN_FORCE
    return Standing.UNWRITTEN if rule.stage == Stage.UNWRITTEN else Standing.WRITTEN


def locked(rule: Rule, verb: str, now: datetime) -> Rule:
    """The rule, held until the transaction ends, if ``verb`` is possible in its state."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    state = standing(rule, now)
    if state not in ALLOWED[verb]:
        raise ValidationError(str(REFUSED[state]))
    return rule
