"""Dismiss writing advice, and restore it. The text of the rule stays as it is, and so does its version."""

import json
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.evidence.record import record
from policyhub.registry.models import Rule

from ..advice import dismissed_findings, is_key

MOST_DISMISSED = 200  # of a rule; beyond that the oldest come back


@transaction.atomic
def dismiss(rule: Rule, key: str, why: str = "", *, by: User, now: datetime) -> Rule:
    """Hide a finding of ``rule`` until its wording changes. One that is dismissed already stays as it is."""
    if not is_key(key):
        raise ValidationError(_("This suggestion doesn't exist."))
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    dismissed = dismissed_findings(rule)
    if key in dismissed:
        return rule
    dismissed[key] = {"why": why, "by": str(by), "at": now.isoformat()}
    _store_dismissed(rule, dict(list(dismissed.items())[-MOST_DISMISSED:]))
    record(rule.subject, "advice waved off", by=by, now=now, after=_event_data(key))
    return rule


@transaction.atomic
def restore(rule: Rule, key: str, *, by: User, now: datetime) -> Rule:
    """Show a dismissed finding again. One that was not dismissed leaves no event."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    dismissed = dismissed_findings(rule)
    if dismissed.pop(key, None) is None:
        return rule
    _store_dismissed(rule, dismissed)
    record(rule.subject, "advice taken up", by=by, now=now, before=_event_data(key))
    return rule


def _store_dismissed(rule: Rule, dismissed: dict[str, dict[str, str]]) -> None:
    rule.dismissed_advice = json.dumps(dismissed, ensure_ascii=False)
    Rule.objects.filter(pk=rule.pk).update(dismissed_advice=rule.dismissed_advice)


def _event_data(key: str) -> dict[str, str]:
    """What the event says of a finding: never its wording."""
    return {"kind": key.partition("-")[0], "key": key}
