"""Where a rule stands, and which verb is possible there.

==============  ==========================================  =====================================
verb            a rule that is                              becomes
==============  ==========================================  =====================================
capture         (new)                                       unwritten
take over       unwritten                                   written, its author named
ask for more    unwritten, its author works here            as it was
tell more       unwritten                                   as it was, with more in it
write           any                                         written, if it was unwritten
copy            (new, like another)                         written
change kind     without a signed edition                    as it was
decide          any                                         as it was
link, unlink    any                                         as it was
split           any, with clauses that may bend             black, and a grey one beside it
wave off        any                                         as it was, and so is its version
take up         any                                         as it was, and so is its version
open to, close  any                                         as it was, read by customers or no more
propose         written, planned, in force                  waiting
put in force    written, planned, in force                  in force or planned
sign            waiting                                     in force or planned
return          waiting                                     as it was before
withdraw        waiting, planned                            as it was before
retire          in force                                    retired (or waiting for a signature)
restore         retired                                     in force (or waiting for a signature)
take in         (new, from a document)                      written
take out        written, nobody has worked on it            (gone; its number stays given)
adopt           (new, from the command line)                in force
==============  ==========================================  =====================================
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from .models import Edition, Rule
from .models.edition import State
from .models.rule import Stage


class RuleState(StrEnum):
    """Where a rule stands at an instant."""

    UNWRITTEN = "unwritten"
    WRITTEN = "written"
    WAITING = "waiting"
    PLANNED = "planned"
    IN_FORCE = "in force"
    RETIRED = "retired"


TRANSITIONS: dict[str, frozenset[RuleState]] = {
    "take over": frozenset({RuleState.UNWRITTEN}),
    "ask for more": frozenset({RuleState.UNWRITTEN}),
    "tell more": frozenset({RuleState.UNWRITTEN}),
    "write": frozenset(RuleState),
    "change kind": frozenset({RuleState.UNWRITTEN, RuleState.WRITTEN, RuleState.IN_FORCE}),
    "decide": frozenset(RuleState),
    "propose": frozenset({RuleState.WRITTEN, RuleState.PLANNED, RuleState.IN_FORCE}),
    "put in force": frozenset({RuleState.WRITTEN, RuleState.PLANNED, RuleState.IN_FORCE}),
    "sign": frozenset({RuleState.WAITING}),
    "return": frozenset({RuleState.WAITING}),
    "withdraw": frozenset({RuleState.WAITING, RuleState.PLANNED}),
    "retire": frozenset({RuleState.IN_FORCE}),
    "restore": frozenset({RuleState.RETIRED}),
}


REFUSAL_MESSAGES: dict[RuleState, StrOrPromise] = {
    RuleState.UNWRITTEN: _("You can't do this while the rule is unwritten."),
    RuleState.WRITTEN: _("You can't do this while the rule is a draft that was never published."),
    RuleState.WAITING: _("You can't do this while a version of the rule is awaiting approval."),
    RuleState.PLANNED: _("You can't do this while a version of the rule is scheduled."),
    RuleState.IN_FORCE: _("You can't do this while the rule is in force."),
    RuleState.RETIRED: _("You can't do this while the rule is retired."),
}


def rule_state(rule: Rule, now: datetime, editions: Iterable[Edition] | None = None) -> RuleState:
    """Where ``rule`` stands at ``now``. ``editions``: those of the rule, if they have been read already."""
    candidates = rule.editions.defer("content") if editions is None else editions
    editions = [e for e in candidates if e.state in {State.WAITING, State.APPROVED}]
    if any(e.state == State.WAITING for e in editions):
        return RuleState.WAITING
    if any(e.starts is not None and e.starts > now for e in editions):
        return RuleState.PLANNED
    current = next((e for e in editions if e.is_in_force(now)), None)
    if current is not None:
        return RuleState.RETIRED if current.retires else RuleState.IN_FORCE
    return RuleState.UNWRITTEN if rule.stage == Stage.UNWRITTEN else RuleState.WRITTEN


def lock_rule(rule: Rule, verb: str, now: datetime) -> Rule:
    """The rule, locked until the transaction ends. Raises ValidationError if ``verb`` is not possible in its state."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    state = rule_state(rule, now)
    if state not in TRANSITIONS[verb]:
        raise ValidationError(str(REFUSAL_MESSAGES[state]))
    return rule
