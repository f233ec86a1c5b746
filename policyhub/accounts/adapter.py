"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from . import limits, shared_device
from .models import User


class NoSignupAdapter(DefaultAccountAdapter):
    """Nobody signs up: people come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        """On a shared till it ends with the browser, and the name is there for the next time today."""
        response: HttpResponse = super().post_login(request, user, **how)
        if isinstance(user, User):
            limits.remember_device(request, response, user)
            if shared_device.is_shared_device(request):
                request.session.set_expiry(0)
                shared_device.remember_name(request, response, user)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth counts each try here, and takes it back if the password was right; ours counts wrong ones only."""
        if not all(limits.may_try(request, **counted) for counted in self.sign_in_counts(request, credentials)):
            raise ValidationError(limits.too_many_wrong())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        for counted in self.sign_in_counts(request, credentials):
            limits.count(request, **counted)

    def sign_in_counts(self, request: HttpRequest, credentials: dict[str, Any]) -> list[dict[str, str]]:
        login = str(credentials.get("email") or credentials.get("username") or "")
        return limits.sign_in_counts(request, login, self.get_client_ip(request))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, _("You can no longer sign in. Ask an administrator."))
        return redirect("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail leaves from a page; links are handed over, or go by the outbox."""
