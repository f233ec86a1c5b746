"""How often a password or a code may be tried. allauth counts, in the database,
so that all processes share the counts.

The rates are ``ACCOUNT_RATE_LIMITS`` in the settings. Sign-in counts wrong tries of a name from one address, and from
one address alone; a device on which the person signed in before has a count of its own, so that strangers lock nobody
out.
"""

import secrets
from datetime import timedelta
from typing import Any

from allauth.core import context
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .models import User
from .shared_device import set_cookie

COOKIE, SALT = settings.KNOWN_DEVICE_COOKIE_NAME, "policyhub.known-device"
YEAR = timedelta(days=365)
MAX_PEOPLE = 20  # of one device that are remembered


def may_try(request: HttpRequest, **what: Any) -> bool:
    """Whether another try is allowed; it isn't counted. So many right passwords at once are never too many."""
    return ratelimit.consume(request, app="allauth.account", dry_run=True, **what) is not None


def count(request: HttpRequest, **what: Any) -> bool:
    """Counts a wrong try. Whether it was still allowed."""
    return ratelimit.consume(request, app="allauth.account", **what) is not None


def confirm_password(person: User, password: str) -> None:
    """Raises ValidationError unless it is the person's password, or if too many were wrong."""
    request = current_request()
    if not may_try(request, action="confirm_password", user=person):
        raise ValidationError(too_many_wrong())
    if not person.check_password(password):
        count(request, action="confirm_password", user=person)
        raise ValidationError(_("That password is incorrect.") if password else _("Enter your password."))


def too_many_wrong() -> str:
    return _("Too many wrong passwords. Wait a few minutes, then try again.")


def current_request() -> HttpRequest:
    """The request that is being answered; an empty one where a form is checked without any."""
    request: HttpRequest | None = context.request
    return HttpRequest() if request is None else request


def may_try_link(request: HttpRequest) -> bool:
    """Counts a link or code that opens nothing. Whether this address may still try others."""
    return count(request, action="wrong_link", limit_get=True)


def sign_in_counts(request: HttpRequest, login: str, address: str) -> list[dict[str, str]]:
    """What a wrong try to sign in counts against: the device if the person knows it, else the name, and the name from
    this address."""
    name = login.casefold()
    device = known_device(request, name)
    if device:
        return [{"action": "login_known_device", "key": f"{name} on {device}"}]
    return [{"action": "login_account", "key": name}, {"action": "login_failed", "key": f"{name} from {address}"}]


def known_device(request: HttpRequest, login: str) -> str:
    """The key of this device if the person with this username or email has signed in on it before, else ""."""
    device, people = read_cookie(request)
    return device if login in people else ""


def read_cookie(request: HttpRequest) -> tuple[str, list[str]]:
    """(key of the device, names with which people signed in on it), or a new device that knows nobody."""
    try:
        device, names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except (signing.BadSignature, ValueError):
        return secrets.token_urlsafe(12), []
    return str(device), [str(name) for name in names]


def remember_device(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """From now on strangers' wrong tries don't count against this person on this device."""
    device, names = read_cookie(request)
    of_person: list[Any] = [name.casefold() for name in (person.username, person.email) if name]
    names = [*of_person, *(name for name in names if name not in of_person)][: 2 * MAX_PEOPLE]
    set_cookie(response, COOKIE, signing.dumps([device, names], salt=SALT, compress=True), YEAR)
