"""Whose it is that a device kept and sends later."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from policyhub.accounts.models import User

from .offline_copy import person_key

PRECONDITION_FAILED = 412


class WrittenBy:
    """Takes from nobody what somebody else wrote down: it stays on the device, and waits for them to sign in.

    A token alone does not tell: one that was fetched while the device changed hands is the next person's.
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
