"""What stands around the cards of a page: the same for everybody who is offered the same rooms.

A frame is the page's own template, rendered once in each process with marks for what differs, and cut at them.
"""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from policyhub.accounts import access, till
from policyhub.accounts.at_once import Who
from policyhub.accounts.models import User

from . import cards
from .templatetags.device import keys_of

DEVICE = ("device_person", "device_session")
FORMS = "csrf_token"
MOST = 300  # kept at a time; there are a few for each language and number of answers
frames: dict[tuple[Any, ...], list[str]] = {}


def page(
    who: Who, template: str, request: HttpRequest, slots: dict[str, Any], kind: dict[str, Any] | None = None
) -> str:
    """``template`` as it would be rendered for ``who`` with ``slots``, which differ, and ``kind``, which is alike on
    many pages."""
    person, organisation, kind = who.person, who.organisation, kind or {}
    offered = (access.may_document(person), access.may_administer(person), access.may_coach(person))
    alike = (offered, getattr(request, "in_example", False), till.is_till(request), *kind.items())
    key = (template, organisation.name, organisation.screen_language, alike, *slots)
    frame = frames.get(key)
    if frame is None:
        if len(frames) >= MOST:
            frames.clear()
        frame = frames[key] = make(template, request, who, list(slots), kind)
    values = slots | {"user_name": person.name, "user_pk": person.pk, FORMS: cards.of_request(request)[FORMS]}
    if DEVICE[0] in frame:
        values |= zip(DEVICE, keys_of(request, person), strict=True)
    parts = list(frame)
    parts[1::2] = [conditional_escape(values[name]) for name in parts[1::2]]
    return "".join(parts)


def make(template: str, request: HttpRequest, who: Who, slots: list[str], kind: dict[str, Any]) -> list[str]:
    """The frame for somebody like ``who``, cut at the marks."""
    key = cards.new_key()
    somebody = User(pk=who.person.pk, name=cards.mark(key, "user_name"), is_admin=who.person.is_admin)
    somebody.__dict__["roles"] = who.person.roles
    context = kind | {name: cards.mark(key, name) for name in [*slots, FORMS, "user_pk"]}
    context["device_keys"] = [cards.mark(key, name) for name in DEVICE]
    try:
        request.user = somebody
        with who.organisation.here():
            parts = cards.cut(render_to_string(template, context, request), key)
        return [part for at, part in enumerate(parts) if at % 4 < 2]
    finally:
        request.user = who.person
