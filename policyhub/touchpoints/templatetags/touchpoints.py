"""What a rule covers, for its own page."""

from typing import Any

from django import template

from policyhub.registry.models import Rule

from ..models import touchpoints_of

register = template.Library()


@register.inclusion_tag("touchpoints/_of_rule.html", takes_context=True)
def covers(context: dict[str, Any], rule: Rule) -> dict[str, Any]:
    """The touchpoints of a rule, as links for those who may see the map. One query."""
    return {"covers": touchpoints_of(rule), "may_document": context.get("may_document", False)}
