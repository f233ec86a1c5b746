"""Coming in, and looking after the people and the organisation."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from policyhub.pages import FormPage

from . import access, actions, forms
from .models import Invitation, Membership, Organisation, Team, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class AdminOnly:
    """For administrators; checked before anything is read."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(access.may_administer(access.person_of(request)))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class Entrance(FormPage):
    """A page by which somebody new comes in, and is signed in at once."""

    success_url = reverse_lazy("home")

    def newcomer(self, form: Any) -> User:
        """Make the person. A ValidationError comes back above the form."""
        raise ValidationError(_("Nobody comes in here."))

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            person = self.newcomer(form)
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)
        except IntegrityError:
            form.add_error(None, _("Somebody took this user name or e-mail just now. Choose another."))
            return self.form_invalid(form)
        login(self.request, person, backend=BACKEND)
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class Start(Entrance):
    """The one-time page of an empty PolicyHub. Once there is anybody, it is gone."""

    form_class = forms.StartForm
    heading = gettext_lazy("Start my own")
    lead = gettext_lazy(
        "You are the first one here. This takes a minute, and all but the user name can be changed later."
    )
    button = gettext_lazy("Start")

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

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignOut(LogoutView):
    """allauth's own, by its button alone: the address by itself signs nobody out and has no page."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("home")


@method_decorator(login_not_required, name="dispatch")
class Join(Entrance):
    """Where an invitation link leads."""

    form_class = forms.NewPerson
    button = gettext_lazy("Come in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.invitation = get_object_or_404(Invitation, token=kwargs["token"])
        if not self.invitation.open_at(timezone.now()):
            return render(request, "accounts/link_used.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.invitation.name, "email": self.invitation.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Welcome to %(organisation)s") % {"organisation": Organisation.the()}
        lead = _("%(name)s has invited you. Choose what you sign in with.") % {"name": self.invitation.invited_by}
        return super().get_context_data(**{"heading": heading, "lead": lead} | kwargs)

    def newcomer(self, form: Any) -> User:
        password = form.cleaned_data["password"]
        return actions.join(self.invitation, person=form.instance, password=password, now=timezone.now())


class Settings(AdminOnly, FormPage):
    """Name, zone, currency and switches of the organisation."""

    form_class = forms.OrganisationForm
    template_name = "accounts/settings.html"
    success_url = reverse_lazy("settings")
    heading = gettext_lazy("Settings")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Organisation.the()}

    def form_valid(self, form: Any) -> HttpResponse:
        person = access.person_of(self.request)
        actions.save_organisation(form.instance, changed=form.changed_data, by=person, now=timezone.now())
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class People(AdminOnly, FormPage):
    """Who is here, and a form that makes a link for one more."""

    form_class = forms.InvitationForm
    template_name = "accounts/people.html"
    success_url = reverse_lazy("people")
    heading = gettext_lazy("People")
    button = gettext_lazy("Make the link")

    def get_initial(self) -> dict[str, Any]:
        return {"team": Team.objects.first()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        open_ones = [i for i in Invitation.objects.filter(used_at=None).select_related("team") if i.open_at(now)]
        people = User.objects.prefetch_related("memberships__team")
        return super().get_context_data(
            people=people,
            invitations=[(i, self.link(i.token)) for i in open_ones],
            loopback=self.request.get_host().split(":")[0] in {"localhost", "127.0.0.1"},
            **kwargs,
        )

    def link(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("join", args=[token]))

    def form_valid(self, form: Any) -> HttpResponse:
        actions.invite(form.instance, link=self.link("TOKEN"), by=access.person_of(self.request), now=timezone.now())
        messages.success(self.request, _("The link for %(name)s is ready.") % {"name": form.instance.name})
        return super().form_valid(form)


class Person(AdminOnly, FormPage):
    """One person: the role in a team, and whether they still work here."""

    form_class = forms.RoleForm
    template_name = "accounts/person.html"
    success_url = reverse_lazy("people")
    button = gettext_lazy("Give this role")

    def get_initial(self) -> dict[str, Any]:
        place = Membership.objects.filter(person_id=self.kwargs["pk"]).first()
        return {"team": place.team, "role": place.role} if place else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.person = get_object_or_404(User, pk=self.kwargs["pk"])
        return super().get_context_data(**{"heading": self.person.name, "person": self.person} | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        actions.set_role(
            get_object_or_404(User, pk=self.kwargs["pk"]),
            team=form.cleaned_data["team"],
            role=form.cleaned_data["role"],
            by=access.person_of(self.request),
            now=timezone.now(),
            session_key=self.request.session.session_key,
        )
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


@require_POST
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves, or comes back."""
    access.require(access.may_administer(access.person_of(request)))
    person = get_object_or_404(User, pk=pk)
    active = request.POST.get("active") == "1"
    try:
        actions.set_active(person, active, by=access.person_of(request), now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("people")


class AddTeam(AdminOnly, FormPage):
    form_class = forms.TeamForm
    success_url = reverse_lazy("people")
    heading = gettext_lazy("Add a team")
    button = gettext_lazy("Add")

    def form_valid(self, form: Any) -> HttpResponse:
        actions.add_team(form.instance, by=access.person_of(self.request), now=timezone.now())
        return super().form_valid(form)


class ChangePassword(FormPage):
    form_class = forms.PasswordForm
    success_url = reverse_lazy("home")
    heading = gettext_lazy("Change your password")
    lead = gettext_lazy("You stay signed in here; everywhere else you are signed out.")
    button = gettext_lazy("Change it")

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
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)
