"""``{% live "name" about %}…{% endlive %}``: what of a kept card changes with the reader or the day.

A card is rendered once and kept for everybody. What stands in such a place is left open then, and filled for each
request; everywhere else the tag does nothing. ``about`` may name what it is about: what the place shows where a
request has nothing of that is kept too, and costs nothing. Where it is mere text, ``{% live "name" about text %}``,
what stands around the text is kept as well. Inside there is what ``lookup.cards.of_request`` gives, and no more.
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token

register = template.Library()


@dataclass(frozen=True)
class Place:
    name: str
    about: str
    is_text: bool
    nodelist: NodeList

    def with_about(self, value: str | None, context: Any) -> str:
        with context.push(**{self.about: value, "keeping": None}):
            return self.nodelist.render(context)


places: dict[str, Place] = {}  # by name, from whichever template was compiled


class Live(template.Node):
    def __init__(self, place: Place) -> None:
        self.place = place

    def render(self, context: Any) -> str:
        """Marked by the key of whoever keeps it: the name; what stands there without; what stands there with the
        key in place of the text."""
        place, key = self.place, context.get("keeping")
        if not key:
            return place.nodelist.render(context)
        kept = f"{key}{place.name}{key}"
        if place.about and key not in (without := place.with_about(None, context)):
            kept += f"={without}{key}"
            if place.is_text and (around := place.with_about(key, context)).count(key) == 1:
                kept += f"+{around}{key}{key}"
        return kept


@register.tag
def live(parser: Parser, token: Token) -> Live:
    _tag, name, *more = token.split_contents()
    name = name.strip("\"'")
    nodelist = parser.parse(["endlive"])
    parser.delete_first_token()
    places[name] = Place(name, "".join(more[:1]), more[1:] == ["text"], nodelist)
    return Live(places[name])
