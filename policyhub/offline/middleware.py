"""Checks that what a device sends later comes from the person who wrote it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from policyhub.accounts.models import User

from .offline_copy import person_key

PRECONDITION_FAILED = 412


class OfflineAuthorMiddleware:
    """Refuses (412) what a device sends in the name of somebody else than the person signed in.

    It stays on the device until its author signs in. A CSRF token is not enough to tell: one that was fetched while
    the device changed hands belongs to the next person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        author = request.headers.get("Written-By")
        if author is None or not isinstance(request.user, User) or author == person_key(request.user):
            return None
        return HttpResponse(status=PRECONDITION_FAILED)
