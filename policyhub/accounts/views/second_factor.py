"""Setting up a second factor, and being asked for it."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from policyhub.ui.pages import FormPageView

from .. import access, second_factor
from ..forms import ConfirmPasswordForm
from ..models import Organisation, User
from ..second_factor_forms import SecondFactorForm

SALT = "second factor"


class SecondFactorView(FormPageView):
    """Off: how to set it up. On: how to turn it off, and new recovery codes."""

    form_class = SecondFactorForm
    template_name = "accounts/second_factor.html"
    heading = gettext_lazy("Two-step verification")
    button = gettext_lazy("Turn on")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        self.on, self.new_secret = second_factor.has_second_factor(self.person), self.secret(request)
        if self.on and request.method == "POST":
            return redirect("accounts:second_factor")
        return super().dispatch(request, *args, **kwargs)

    def secret(self, request: HttpRequest) -> str:
        """The secret that is being set up: it travels with the form, sealed; showing the page stores nothing."""
        try:
            return str(signing.loads(request.POST.get("sealed", ""), salt=SALT, max_age=3600))
        except (signing.BadSignature, ValueError):
            return generate_totp_secret()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person, "secret": self.new_secret}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            "on": self.on,
            "must": second_factor.must_set_up(self.person, Organisation.current()),
        }
        context["again"] = ConfirmPasswordForm(person=self.person)
        if not self.on and self.person.has_usable_password():
            adapter = get_adapter()
            picture = adapter.build_totp_svg(adapter.build_totp_url(self.person, self.new_secret))
            context["picture"] = mark_safe(picture[picture.index("<svg") :])  # a path of squares, nothing of anybody's
            context["secret"] = " ".join(
                self.new_secret[start : start + 4] for start in range(0, len(self.new_secret), 4)
            )
            context["sealed"] = signing.dumps(self.new_secret, salt=SALT)
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        key = self.request.session.session_key
        codes = second_factor.turn_on(self.person, self.new_secret, session_key=key, now=timezone.now())
        return show_codes(self.request, codes)


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The only time that recovery codes are shown."""
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


class ConfirmPasswordView(FormPageView):
    """Base of the pages that change the second factor and ask for the password again."""

    form_class = ConfirmPasswordForm
    success_url = reverse_lazy("accounts:second_factor")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        if not second_factor.has_second_factor(self.person):
            raise Http404(_("Two-step verification is off."))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}


class TurnOffSecondFactorView(ConfirmPasswordView):
    heading = gettext_lazy("Turn off two-step verification?")
    lead = gettext_lazy("You'll sign in with your password alone.")
    button = gettext_lazy("Turn off")

    def form_valid(self, form: Any) -> HttpResponse:
        second_factor.turn_off(self.person, session_key=self.request.session.session_key, now=timezone.now())
        messages.success(self.request, _("Two-step verification is off."))
        return super().form_valid(form)


class NewRecoveryCodesView(ConfirmPasswordView):
    heading = gettext_lazy("New recovery codes")
    lead = gettext_lazy("Your current codes will stop working.")
    button = gettext_lazy("Create new codes")

    def form_valid(self, form: Any) -> HttpResponse:
        return show_codes(self.request, second_factor.new_recovery_codes(self.person, now=timezone.now()))


@method_decorator(login_not_required, name="dispatch")
class SignInCodeView(AuthenticateView):
    """allauth's own, in our looks: the code after the password. What is wrong comes back with 422."""

    template_name = "accounts/code.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody lost their phone."""
    person = access.person_of(request)
    access.require(access.may_administer(person))
    somebody = get_object_or_404(User, pk=pk)
    second_factor.reset(somebody, by=person, now=timezone.now())
    messages.success(request, _("%(name)s now signs in with a password alone.") % {"name": somebody.name})
    return redirect("accounts:person", pk=pk)
