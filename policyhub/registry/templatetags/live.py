"""``{% live "name" about %}…{% endlive %}``: what of a kept card changes with the reader or the day.

A card is rendered once and kept for everybody. What stands in such a place is left open then, and filled for each
request; everywhere else the tag does nothing. ``about`` may name what it is about: where a request has nothing of
that, what the place shows then is kept too, and costs nothing. Inside it there is what ``lookup.cards.of_request``
gives, and no more.
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token

register = template.Library()


@dataclass(frozen=True)
class Place:
    about: str
    nodelist: NodeList


places: dict[str, Place] = {}  # by name, from whichever template was compiled


class Live(template.Node):
    def __init__(self, name: str, place: Place) -> None:
        self.name, self.place = name, place

    def render(self, context: Any) -> str:
        mark = context.get("keeping")
        if not mark:
            return self.place.nodelist.render(context)
        without = ""
        if self.place.about:
            with context.push(**{self.place.about: None, "keeping": None}):
                without = self.place.nodelist.render(context)
        kept = self.place.about and mark not in without
        return f"{mark}{self.name}{mark}" + (f"={without}{mark}" if kept else "")


@register.tag
def live(parser: Parser, token: Token) -> Live:
    _tag, name, *about = token.split_contents()
    name = name.strip("\"'")
    nodelist = parser.parse(["endlive"])
    parser.delete_first_token()
    places[name] = Place("".join(about), nodelist)
    return Live(name, places[name])
