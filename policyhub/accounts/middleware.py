"""Every request happens in the organisation's time zone and language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from .models import Organisation


class OrganisationMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        organisation = Organisation.current()
        request.organisation = organisation  # type: ignore[attr-defined]
        if organisation is None:
            return self.get_response(request)
        with timezone.override(organisation.zone), translation.override(organisation.language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", organisation.language)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
