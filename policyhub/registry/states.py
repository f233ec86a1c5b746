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

from policyhub.ui.pages import Words

from .models import Edition, Rule
from .models.edition import State
from .models.rule import Stage


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
