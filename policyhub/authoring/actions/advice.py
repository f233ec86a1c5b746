"""Wave advice off, and take it up again. The text stays as it is, and so does its version."""

import json
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.evidence.record import record
from policyhub.registry.models import Rule

from ..advice import is_key, waved_of

MOST_WAVED = 200  # of a rule; beyond that the oldest come back


@transaction.atomic
def wave_off(rule: Rule, key: str, why: str = "", *, by: User, now: datetime) -> Rule:
    """Leave a finding of ``rule`` out until its words change. One that is left out already stays as it is."""
    if not is_key(key):
        raise ValidationError(_("This suggestion doesn't exist."))
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    waved = waved_of(rule)
    if key in waved:
        return rule
    waved[key] = {"why": why, "by": str(by), "at": now.isoformat()}
    _keep(rule, dict(list(waved.items())[-MOST_WAVED:]))
    record(rule.subject, "advice waved off", by=by, now=now, after=_told(key))
    return rule


@transaction.atomic
def take_up(rule: Rule, key: str, *, by: User, now: datetime) -> Rule:
    """Show a finding again that was waved off; one that was not leaves no event."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    waved = waved_of(rule)
    if waved.pop(key, None) is None:
        return rule
    _keep(rule, waved)
    record(rule.subject, "advice taken up", by=by, now=now, before=_told(key))
    return rule


def _keep(rule: Rule, waved: dict[str, dict[str, str]]) -> None:
    rule.waved = json.dumps(waved, ensure_ascii=False)
    Rule.objects.filter(pk=rule.pk).update(waved=rule.waved)


def _told(key: str) -> dict[str, str]:
    """What the event tells: never the words."""
    return {"kind": key.partition("-")[0], "key": key}
