"""The organisation's words in a page: ``{% word "policy" %}`` links one, ``{% says "policy" %}`` says what it means.

A page asks for them once, however many it shows.
"""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import terms as vocabulary

register = template.Library()


def text_of(context: dict[str, Any], key: str) -> vocabulary.TermText:
    return vocabulary.terms_of_request(context["request"])[key].text


@register.simple_tag(takes_context=True)
def word(context: dict[str, Any], key: str) -> SafeString:
    """The organisation's word, as a link to where it is explained."""
    text = text_of(context, key)
    return format_html('<a href="{}#{}" title="{}">{}</a>', reverse("glossary:list"), key, text.meaning, text.word)


@register.simple_tag(takes_context=True)
def says(context: dict[str, Any], key: str) -> str:
    """What the organisation means by a word."""
    return text_of(context, key).meaning


@register.simple_tag(takes_context=True)
def readers(context: dict[str, Any]) -> vocabulary.Readers:
    """How many have read the words, for the settings: ``{% readers as readers %}``."""
    return vocabulary.readers(vocabulary.terms_of_request(context["request"]))
