"""What the cards of look-up say beside the words of the rule."""

from typing import Any

from django import template

from policyhub.lookup import situations

register = template.Library()


@register.simple_tag
def when(situation: dict[str, Any], language: str) -> str:
    """The mark before a situation of a card; see ``situations``."""
    options = [option["text"] for option in situation["options"]]
    return situations.mark(situation["key"], situation["text"], options, language)
