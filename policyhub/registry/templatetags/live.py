"""``{% live "name" %}…{% endlive %}``: what of a kept card changes with the reader or the day.

A card is rendered once and kept for everybody. What stands in such a place is left open then, and filled for each
request; everywhere else the tag does nothing. Inside it there is what ``lookup.cards.of_request`` gives, and no more.
"""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token

register = template.Library()
places: dict[str, NodeList] = {}  # by name, from whichever template was compiled


class Live(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Any) -> str:
        mark = context.get("keeping")
        return f"{mark}{self.name}{mark}" if mark else self.nodelist.render(context)


@register.tag
def live(parser: Parser, token: Token) -> Live:
    name = token.split_contents()[1].strip("\"'")
    nodelist = parser.parse(["endlive"])
    parser.delete_first_token()
    places[name] = nodelist
    return Live(name, nodelist)
