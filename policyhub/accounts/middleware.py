"""Every request happens in the organisation's time zone and language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
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
        language = organisation.language if organisation.language in settings.SCREEN_LANGUAGES else "en"
        with timezone.override(organisation.zone), translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        if "HX-Request" in request.headers and response.headers.get("Location", "").startswith(
            reverse("account_login")
        ):
            # A script asked and nobody is signed in any more: the whole page goes to sign-in, not a part of it
            response = HttpResponse(headers={"HX-Redirect": response.headers["Location"]})
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
