"""Staff feedback on the page of a rule."""

from typing import Any

from django import template
from django.utils import timezone

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Edition, Rule

from ..counts import FEEDBACK_PERIOD
from ..rule_feedback import feedback_on_rule

register = template.Library()


@register.inclusion_tag("feedback/_told.html", takes_context=True)
def told_back(context: dict[str, Any], rule: Rule, edition: Edition | None) -> dict[str, Any]:
    """The feedback on ``rule`` of the last 90 days. Nothing, and no query, for those who may not see it."""
    person = getattr(context.get("request"), "user", None)
    if not isinstance(person, User) or edition is None or edition.retires or not access.may_see_feedback(person, rule):
        return {}
    writes = access.may_document(person)
    feedback = feedback_on_rule(rule, edition.content_data, timezone.now() - FEEDBACK_PERIOD, with_pulse=writes)
    return {"feedback": feedback or None, "writes": writes}
