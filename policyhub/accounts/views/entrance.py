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
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.ui.pages import FormPage
from policyhub.ui.races import is_taken

from .. import access, actions, forms, till
from ..models import Invitation, Organisation, User

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class Entrance(FormPage):
    """A page by which somebody new comes in, and is signed in at once."""

    success_url = reverse_lazy("home")

    def newcomer(self, form: Any) -> User:
        """Make the person. A ValidationError comes back above the form."""
        raise ValidationError(_("You need an invitation to join. Ask an administrator."))

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            person = self.newcomer(form)
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            form.add_error(None, _("This username or email was just taken. Choose another."))
            return self.form_invalid(form)
        login(self.request, person, backend=BACKEND)
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class Start(Entrance):
    """The one-time page of an empty PolicyHub. Once there is anybody, it is gone."""

    form_class = forms.StartForm
    heading = gettext_lazy("Set up your organisation")
    lead = gettext_lazy(
        "You're the first person here. This takes a minute, and you can change everything except your username later."
    )
    button = gettext_lazy("Create organisation")
    success_url = reverse_lazy("import")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if User.objects.exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def newcomer(self, form: Any) -> User:
        cleaned = form.cleaned_data
        organisation = Organisation(
            name=cleaned["organisation"], time_zone=cleaned["time_zone"], language=cleaned["language"]
        )
        password = cleaned["password"]
        return actions.start(organisation=organisation, person=form.instance, password=password, now=timezone.now())


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """allauth's own, but that an empty PolicyHub leads to its first page, and the example to its people."""

    template_name = "accounts/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not User.objects.exists():
            return redirect("start")
        asked = request.method == "GET" and "form" not in request.GET
        of_example = User.objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        in_example = settings.DEMO or getattr(request, "in_example", False)
        if in_example and asked and of_example.exists():
            return redirect("demo_people")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"login": self.request.GET.get("as", "")[:150]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"names": till.names(self.request)} | kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(LogoutView):
    """allauth's own, by its button alone: the address by itself signs nobody out and has no page.

    The browser is told to forget what it keeps; what somebody else wrote down without a network stays for them.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        forgotten = '"cache"' if request.POST.get("others_wait") else '"cache", "storage"'
        response.headers["Clear-Site-Data"] = forgotten
        response.delete_cookie("lately")
        return response

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("home")


@method_decorator(login_not_required, name="dispatch")
class Join(Entrance):
    """Where an invitation link leads."""

    form_class = forms.NewPerson
    button = gettext_lazy("Create account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.invitation = get_object_or_404(Invitation, token=kwargs["token"])
        if not self.invitation.open_at(timezone.now()):
            return render(request, "accounts/link_used.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.invitation.name, "email": self.invitation.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Welcome to %(organisation)s") % {"organisation": Organisation.the()}
        lead = _("%(name)s has invited you. Choose how you'll sign in.") % {"name": self.invitation.invited_by}
        return super().get_context_data(**{"heading": heading, "lead": lead} | kwargs)

    def newcomer(self, form: Any) -> User:
        password = form.cleaned_data["password"]
        return actions.join(self.invitation, person=form.instance, password=password, now=timezone.now())


@method_decorator(login_not_required, name="dispatch")
class NewPassword(Entrance):
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
            return render(request, "accounts/link_used.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def newcomer(self, form: Any) -> User:
        assert self.person is not None  # else the page had ended in dispatch
        password = form.cleaned_data["password"]
        actions.change_password(self.person, password=password, session_key=None, now=timezone.now())
        return self.person


class Me(FormPage):
    """One's own details: what colleagues see who are told to ask, and the way to the password."""

    form_class = forms.DetailsForm
    template_name = "accounts/me.html"
    success_url = reverse_lazy("me")
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


class ChangePassword(FormPage):
    form_class = forms.PasswordForm
    success_url = reverse_lazy("home")
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
