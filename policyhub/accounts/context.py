"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest

from . import access, shared_device
from .models import User


def shell(request: HttpRequest) -> dict[str, Any]:
    """``organisation`` and what this person's bar offers."""
    organisation = getattr(request, "organisation", None)
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return {"organisation": organisation}
    return {
        "organisation": organisation,
        "shared_device": shared_device.is_shared_device(request),
        "may_document": access.may_document(person),
        "may_coach": access.may_coach(person),
        "may_administer": access.may_administer(person),
    }
