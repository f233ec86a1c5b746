"""What staff told back, where the rule stands, and ways to what one told oneself."""

from typing import Any

from django import template
from django.utils import timezone

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Edition, Rule

from ..shown import shown_about
from ..told import LATELY

register = template.Library()


@register.inclusion_tag("feedback/_told.html", takes_context=True)
def told_back(context: dict[str, Any], rule: Rule, edition: Edition | None) -> dict[str, Any]:
    """What staff told back about ``rule`` lately; nothing for those who may not hear it, and no query for them."""
    person = getattr(context.get("request"), "user", None)
    if not isinstance(person, User) or edition is None or edition.retires or not access.may_hear(person, rule):
        return {}
    writes = access.may_document(person)
    shown = shown_about(rule, edition.said, timezone.now() - LATELY, pulse=writes)
    return {"shown": shown or None, "writes": writes}
