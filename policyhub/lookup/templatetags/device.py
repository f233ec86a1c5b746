"""{% device %}: what every page of somebody signed in brings along, so that a device can work without a network."""

from typing import Any

from django import template
from django.http import HttpRequest

from policyhub.accounts import at_once, till
from policyhub.accounts.models import User
from policyhub.lookup.saved import copy_key, person_key

register = template.Library()


@register.inclusion_tag("_components/device.html", takes_context=True)
def device(context: dict[str, Any]) -> dict[str, Any]:
    """The strip about the network, the line about what is not sent, their words and scripts. No query."""
    request: HttpRequest = context["request"]
    person = request.user
    assert isinstance(person, User)  # the frame asks only for those who are signed in
    keys = context.get("device_keys") or keys_of(request, person)
    return {"person": keys[0], "session": keys[1], "till": till.is_till(request)}


def keys_of(request: HttpRequest, person: User) -> tuple[str, str]:
    """Whose the device is, and in which sign-in."""
    return person_key(person), copy_key(person, at_once.session_key(request))
