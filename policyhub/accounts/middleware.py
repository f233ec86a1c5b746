"""Every request happens in the organisation's time zone and language."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from policyhub.ui.pages import is_public

from .models import Organisation, User


class SignInMiddleware(LoginRequiredMiddleware):
    """Pages are closed by default. A public one is not even asked who is there: looking that up would mark the answer
    as one person's own."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        return None if is_public(view) else super().process_view(request, view, args, kwargs)


class OrganisationMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # With a session it was read already; whose that is is not asked here, since pages for the public never ask
        organisation = request.session.organisation or Organisation.current_or_none()  # type: ignore[attr-defined]
        request.organisation = organisation  # type: ignore[attr-defined]
        if organisation is None:
            return self.get_response(request)
        with organisation.activated():
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", organisation.screen_language)
        if "HX-Request" in request.headers and response.headers.get("Location", "").startswith(
            reverse("account_login")
        ):
            # A script asked and nobody is signed in any more: the whole page goes to sign-in, not a part of it
            response = HttpResponse(headers={"HX-Redirect": response.headers["Location"]})
        if "Cache-Control" not in response.headers and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response


class SecondFactorMiddleware:
    """Where the organisation asks it, whoever decides sets up a second factor before anything else."""

    OPEN = {"accounts:second_factor", "account_logout", "account_change_password", "dashboard:leave_example"}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        organisation = getattr(request, "organisation", None)
        match = request.resolver_match
        if organisation is None or not organisation.second_factor or match is None or match.view_name in self.OPEN:
            return None
        if is_public(view):
            return None
        from .second_factor import must_set_up

        if not isinstance(request.user, User) or not must_set_up(request.user, organisation):
            return None
        if "HX-Request" in request.headers:
            return HttpResponse(headers={"HX-Redirect": reverse("accounts:second_factor")})
        return redirect("accounts:second_factor")
