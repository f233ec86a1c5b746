"""A shared till: a device on which several people sign in, one after the other. It alone knows that it is one."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import User

TILL, NAMES = "till", "till_names"
SALT = "policyhub.till"
MOST = 8  # names that are offered
YEAR = timedelta(days=365)


def is_till(request: HttpRequest) -> bool:
    return request.COOKIES.get(TILL) == "1"


def mark(response: HttpResponse, *, on: bool) -> None:
    """Make this device a shared till, or no till any more; then the names are gone too."""
    if on:
        keep(response, TILL, "1", YEAR)
    else:
        response.delete_cookie(TILL)
        response.delete_cookie(NAMES)


def names(request: HttpRequest) -> list[tuple[str, str]]:
    """(user name, name) of those who signed in on this till today, the last one first. Today is the organisation's
    day, whatever the device does with the cookie."""
    try:
        day, found = signing.loads(request.COOKIES.get(NAMES, ""), salt=SALT, max_age=timedelta(days=1))
    except (signing.BadSignature, ValueError):
        return []
    of_today = day == timezone.localdate().isoformat() and is_till(request)
    return [(username, name) for username, name in found] if of_today else []


def remember(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Offer this person's name on the sign-in page of this till until midnight."""
    others = [(username, name) for username, name in names(request) if username != person.username]
    now = timezone.localtime()
    here = [(person.username, person.name), *others][:MOST]
    text = signing.dumps([now.date().isoformat(), here], salt=SALT, compress=True)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    keep(response, NAMES, text, midnight - now)


def keep(response: HttpResponse, name: str, value: str, time: timedelta) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=time, secure=secure, httponly=True, samesite="Lax")
