"""Classify a rule: black, grey or unclassified, with the reason why."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.classification import suggestions
from policyhub.classification.models import Decision
from policyhub.evidence.record import record
from policyhub.registry.content import remember_text
from policyhub.registry.models import Flexibility, Rule
from policyhub.registry.states import lock_rule
from policyhub.ui.pages import Stale


@transaction.atomic
def decide(
    rule: Rule,
    flexibility: str,
    rationale: str,
    *,
    version: int,
    answers: str = "",
    by: User,
    now: datetime,
    batch: UUID | None = None,
) -> Rule:
    """Say black, grey or undecided, and why. Leaves a Decision for ever, beside what was suggested."""
    if flexibility != Flexibility.UNDECIDED and not rationale.strip():
        raise ValidationError({"rationale": _("Say why in one line.")})
    rule = lock_rule(rule, "decide", now)
    new = {"flexibility": flexibility, "rationale": rationale, "decided_by": by, "decided_at": now}
    if not Rule.objects.filter(pk=rule.pk, version=version).update(version=version + 1, **new):
        raise Stale
    judgement = suggestions.judge_rule(rule, answers)
    decision = Decision.objects.create(
        rule=rule,
        text="\n\n".join(filter(None, [rule.title, rule.statement, rule.body])),
        suggested=judgement.label,
        chosen=flexibility,
        rationale=rationale,
        model_version=judgement.prediction.version,
        answers=answers,
        by=by,
        by_name=str(by),
        at=now,
    )
    record(
        rule.subject,
        "decided",
        by=by,
        now=now,
        before={"flexibility": rule.flexibility, "rationale": rule.rationale},
        after=decision.event_data,
        batch=batch,
    )
    rule.refresh_from_db()
    remember_text(rule)
    return rule
