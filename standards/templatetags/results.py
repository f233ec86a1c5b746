"""The latest result, for the page of a standard."""

from typing import Any

from django import template

from policyhub.registry.models import Rule

from ..models import Result

register = template.Library()


@register.inclusion_tag("standards/_latest.html")
def latest_result(rule: Rule) -> dict[str, Any]:
    """The newest result that stands, and the way to all. One query when the card of a standard is rendered:
    ``rule_changed`` has that done for each result."""
    standing = Result.objects.filter(standard_id=rule.pk, replaced_by=None)
    return {"rule": rule, "result": standing.first()}
