"""A shared device, such as a till, on which several people sign in one after the other. Only its cookies say so."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import User

COOKIE = settings.SHARED_DEVICE_COOKIE_NAME
NAMES_COOKIE = f"{COOKIE}_names"
SALT = "policyhub.till"
MAX_NAMES = 8
YEAR = timedelta(days=365)


def is_shared_device(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == "1"


def mark_device(response: HttpResponse, *, on: bool) -> None:
    """Mark this device as shared, or not any more; unmarking it also forgets the names."""
    if on:
        set_cookie(response, COOKIE, "1", YEAR)
    else:
        response.delete_cookie(COOKIE)
        response.delete_cookie(NAMES_COOKIE)


def recent_names(request: HttpRequest) -> list[tuple[str, str]]:
    """(username, name) of those who signed in on this device today, the latest first. Today is the organisation's
    day, so an older cookie counts for nothing."""
    try:
        day, names_of_day = signing.loads(request.COOKIES.get(NAMES_COOKIE, ""), salt=SALT, max_age=timedelta(days=1))
    except (signing.BadSignature, ValueError):
        return []
    is_current = day == timezone.localdate().isoformat() and is_shared_device(request)
    return [(username, name) for username, name in names_of_day] if is_current else []


def remember_name(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Offer this person's name on the sign-in page of this device until midnight."""
    others = [(username, name) for username, name in recent_names(request) if username != person.username]
    now = timezone.localtime()
    entries = [(person.username, person.name), *others][:MAX_NAMES]
    text = signing.dumps([now.date().isoformat(), entries], salt=SALT, compress=True)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    set_cookie(response, NAMES_COOKIE, text, midnight - now)


def set_cookie(response: HttpResponse, name: str, value: str, time: timedelta) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=time, secure=secure, httponly=True, samesite="Lax")
