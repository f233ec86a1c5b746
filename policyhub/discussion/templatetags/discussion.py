"""Ways into the discussion of a rule, from wherever the rule stands."""

from typing import Any

from django import template

from policyhub.registry.models import Rule

from ..actions import needs_better_words

register = template.Library()


@register.inclusion_tag("discussion/_discussion_link.html")
def discussion_link(rule: Rule, part: str = "") -> dict[str, Any]:
    """A link to what is said of a rule, with how many questions are open; or to asking about one part of it.
    No query: the number is there where the rule came ``with_open_questions``."""
    return {"rule": rule, "part": part, "n": getattr(rule, "open_questions", 0)}


@register.inclusion_tag("discussion/_find_words.html", takes_context=True)
def find_better_words(context: dict[str, Any], rule: Rule) -> dict[str, Any]:
    """The button that opens the search for better words, where the enforcement check asks for it. No query."""
    return {"rule": rule, "asked": needs_better_words(rule), "csrf_token": context.get("csrf_token")}
