"""Coming in and going out, and one's own password."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.ui.pages import FormPageView
from policyhub.ui.races import is_unique_violation

from .. import access, actions, forms, limits, recovery, shared_device
from ..models import Invitation, Organisation, User
from ..set_up_code import is_from_this_machine

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class EntranceView(FormPageView):
    """Base of the pages that create or admit a person and sign them in at once."""

    success_url = reverse_lazy("lookup:home")

    def save_person(self, form: Any) -> User:
        """Create or update the person to sign in, and return them. A ValidationError shows above the form."""
        raise ValidationError(_("You need an invitation to join. Ask an administrator."))

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            person = self.save_person(form)
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)
        except IntegrityError as error:
            if not is_unique_violation(error):
                raise
            form.add_error(None, _("This username or email was just taken. Choose another."))
            return self.form_invalid(form)
        login(self.request, person, backend=BACKEND)
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class SetUpView(EntranceView):
    """The one-time page of an empty PolicyHub. Once there is anybody, it is gone."""

    form_class = forms.SetUpForm
    heading = gettext_lazy("Set up your organisation")
    lead = gettext_lazy(
        "You're the first person here. This takes a minute, and you can change everything except your username later."
    )
    button = gettext_lazy("Create organisation")
    success_url = reverse_lazy("imports:upload")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if User.objects.exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"asks_code": not is_from_this_machine(self.request)}

    def save_person(self, form: Any) -> User:
        cleaned = form.cleaned_data
        organisation = Organisation(
            name=cleaned["organisation"], time_zone=cleaned["time_zone"], language=cleaned["language"]
        )
        password = cleaned["password"]
        return actions.start(organisation=organisation, person=form.instance, password=password, now=timezone.now())


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    """allauth's own, but that an empty PolicyHub leads to its first page, and the example to its people."""

    template_name = "accounts/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not User.objects.exists():
            return redirect("dashboard:start")
        is_plain_visit = request.method == "GET" and "form" not in request.GET
        example_people = User.objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        in_example = settings.DEMO or getattr(request, "in_example", False)
        if in_example and is_plain_visit and example_people.exists():
            return redirect("dashboard:demo_people")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"login": self.request.GET.get("as", "")[:150]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"names": shared_device.recent_names(self.request)} | kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOutView(LogoutView):
    """allauth's own, by its button alone: the address by itself signs nobody out and has no page.

    The browser is told to forget what it keeps; what somebody else wrote down without a network stays for them.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        cleared = '"cache"' if request.POST.get("others_wait") else '"cache", "storage"'
        response.headers["Clear-Site-Data"] = cleared
        response.delete_cookie("lately")
        return response

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("lookup:home")


@method_decorator(login_not_required, name="dispatch")
class JoinView(EntranceView):
    """Where an invitation link leads."""

    form_class = forms.NewPersonForm
    button = gettext_lazy("Create account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        invitation = Invitation.objects.filter(token=kwargs["token"]).first()
        if invitation is None:
            return refuse_link(request, status=404)
        self.invitation = invitation
        if not self.invitation.open_at(timezone.now()):
            return refuse_link(request)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.invitation.name, "email": self.invitation.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Welcome to %(organisation)s") % {"organisation": Organisation.current()}
        lead = _("%(name)s has invited you. Choose how you'll sign in.") % {"name": self.invitation.invited_by}
        return super().get_context_data(**{"heading": heading, "lead": lead} | kwargs)

    def save_person(self, form: Any) -> User:
        password = form.cleaned_data["password"]
        return actions.join(self.invitation, person=form.instance, password=password, now=timezone.now())


@method_decorator(login_not_required, name="dispatch")
class NewPasswordView(FormPageView):
    """Where the link leads that an administrator hands to somebody who forgot their password."""

    form_class = forms.NewPasswordForm
    heading = gettext_lazy("Choose a new password")
    button = gettext_lazy("Save password")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            key = int(urlsafe_base64_decode(kwargs["key"]).decode("ascii"))
        except ValueError:
            key = 0
        self.person = User.objects.active().filter(pk=min(key, 2**62)).first()
        if self.person is None or not default_token_generator.check_token(self.person, kwargs["token"]):
            return refuse_link(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def form_valid(self, form: Any) -> HttpResponse:
        """Signs nobody in: the new password does, and the second factor with it."""
        assert self.person is not None  # else the page had ended in dispatch
        recovery.use_password_link(self.person, password=form.cleaned_data["password"], now=timezone.now())
        messages.success(self.request, _("Password saved. Sign in with it."))
        return redirect("account_login")


def refuse_link(request: HttpRequest, status: int = 410) -> HttpResponse:
    """The page of a link that opens nothing, or nothing any more; 429 for an address that tries many."""
    if not limits.may_try_link(request):
        return render(request, "429.html", status=429)
    return render(request, "accounts/link_used.html", status=status)


class ConfirmResetView(FormPageView):
    """After a reset: the person says that it was theirs, with their password."""

    form_class = forms.ConfirmPasswordForm
    success_url = reverse_lazy("dashboard:to_do")
    heading = gettext_lazy("Was it you?")
    lead = gettext_lazy(
        "Your password or two-step verification was reset. Confirm if you asked for that. If you didn't, don't "
        "confirm: tell your manager, because another person may be using your name."
    )
    button = gettext_lazy("Yes, it was me")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": access.person_of(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        recovery.confirm_reset(access.person_of(self.request), now=timezone.now())
        messages.success(self.request, _("Confirmed."))
        return super().form_valid(form)


class MyAccountView(FormPageView):
    """One's own details: what colleagues see who are told to ask, and the way to the password."""

    form_class = forms.DetailsForm
    template_name = "accounts/me.html"
    success_url = reverse_lazy("accounts:me")
    heading = gettext_lazy("Your account")
    lead = gettext_lazy("Staff see your name and phone number when a rule tells them to ask you.")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        person = User.objects.get(pk=access.person_of(self.request).pk)
        return super().get_form_kwargs() | {"instance": person}

    def form_valid(self, form: Any) -> HttpResponse:
        person = access.person_of(self.request)
        actions.save_person(form.instance, changed=form.changed_data, by=person, now=timezone.now())
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class ChangePasswordView(FormPageView):
    form_class = forms.ChangePasswordForm
    success_url = reverse_lazy("lookup:home")
    heading = gettext_lazy("Change password")
    lead = gettext_lazy("You stay signed in here, and are signed out everywhere else.")
    button = gettext_lazy("Change password")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        person = access.person_of(self.request)
        actions.change_password(
            person,
            password=form.cleaned_data["new"],
            session_key=self.request.session.session_key,
            now=timezone.now(),
        )
        update_session_auth_hash(self.request, person)
        messages.success(self.request, _("Password changed."))
        return super().form_valid(form)
