"""{% device %}: what every page of somebody signed in brings along, so that a device can work without a network."""

from typing import Any

from django import template
from django.http import HttpRequest

from policyhub.accounts import shared_device
from policyhub.accounts.models import User

from ..offline_copy import copy_key, person_key

register = template.Library()


@register.inclusion_tag("_components/device.html", takes_context=True)
def device(context: dict[str, Any]) -> dict[str, Any]:
    """The strip about the network, the line about what is not sent, their words and scripts. No query."""
    request: HttpRequest = context["request"]
    person = request.user
    assert isinstance(person, User)  # the frame asks only for those who are signed in
    session = copy_key(person, request.session.session_key)
    return {"person": person_key(person), "session": session, "till": shared_device.is_shared_device(request)}
