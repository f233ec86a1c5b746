"""Who works here: people, teams, roles, and the links by which they come in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from policyhub.ui.pages import FormPageView

from .. import access, actions, forms
from ..models import Invitation, Membership, Team, User
from ..second_factor import has_second_factor
from .settings import AdminOnlyMixin


class InvitationLinkView(AdminOnlyMixin, FormPageView):
    """Base of the pages that make invitation links."""

    success_url = reverse_lazy("accounts:people")

    def link(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("accounts:join", args=[token]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        loopback = self.request.get_host().split(":")[0] in {"localhost", "127.0.0.1"}
        return super().get_context_data(**{"loopback": loopback} | kwargs)


class PeopleView(InvitationLinkView):
    """Who is here, and a form that makes a link for one more."""

    form_class = forms.InvitationForm
    template_name = "accounts/people.html"
    heading = gettext_lazy("People and teams")
    button = gettext_lazy("Create link")

    def get_initial(self) -> dict[str, Any]:
        return {"team": Team.objects.first()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        invitations = Invitation.objects.filter(used_at=None).select_related("team")
        context = {
            "people": User.objects.prefetch_related("memberships__team"),
            "teams": Team.objects.all(),
            "invitations": [(i, self.link(i.token), i.open_at(now)) for i in invitations],
        }
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        actions.invite(form.instance, link=self.link("TOKEN"), by=self.person, now=timezone.now())
        messages.success(self.request, _("The invitation link for %(name)s is ready.") % {"name": form.instance.name})
        return super().form_valid(form)


class InviteManyView(InvitationLinkView):
    """A list of people from a spreadsheet; each gets a link. All come in or none."""

    form_class = forms.PeopleListForm
    template_name = "accounts/invite_many.html"
    heading = gettext_lazy("Invite several people")
    lead = gettext_lazy("One person per line: name, team, role, email. Role and email are optional.")
    button = gettext_lazy("Create links")

    def form_valid(self, form: Any) -> HttpResponse:
        invitations = form.cleaned_data["people"]
        actions.invite_all(invitations, link=self.link("TOKEN"), by=self.person, now=timezone.now())
        messages.success(self.request, _("%(n)s invitation links are ready.") % {"n": len(invitations)})
        return super().form_valid(form)


@require_POST
def cancel_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a link that was not used."""
    access.require(access.may_administer(access.person_of(request)))
    invitation = get_object_or_404(Invitation, pk=pk, used_at=None)
    actions.cancel_invitation(invitation, by=access.person_of(request), now=timezone.now())
    return redirect("accounts:people")


class PersonActionView(AdminOnlyMixin, FormPageView):
    """Base of the pages about one person, ``self.somebody``; ``self.person`` is the administrator."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(access.may_administer(access.person_of(request)))
        self.somebody = get_object_or_404(User, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"heading": self.somebody.name, "somebody": self.somebody} | kwargs)

    def get_success_url(self) -> str:
        return reverse("accounts:person", args=[self.somebody.pk])


class PersonView(PersonActionView):
    """One person: what they are in each team, and what else can be done."""

    form_class = forms.RoleForm
    template_name = "accounts/person.html"
    button = gettext_lazy("Save role")

    def get_initial(self) -> dict[str, Any]:
        membership = Membership.objects.filter(person=self.somebody).first()
        return {"team": membership.team, "role": membership.role} if membership else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        memberships = self.somebody.memberships.select_related("team").order_by("team__name")
        context = {"places": memberships, "oneself": self.somebody == self.person}
        return super().get_context_data(**context | {"has_factor": has_second_factor(self.somebody)} | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        actions.set_role(
            self.somebody,
            team=form.cleaned_data["team"],
            role=form.cleaned_data["role"],
            by=self.person,
            now=timezone.now(),
            session_key=self.request.session.session_key,
        )
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class SetActiveView(PersonActionView):
    """Somebody leaves, or comes back: what it means is said first."""

    form_class = forms.ActiveForm
    template_name = "accounts/leaving.html"

    def get_initial(self) -> dict[str, Any]:
        return {"active": int(not self.somebody.is_active)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        leaves = self.somebody.is_active
        heading = _("Deactivate %(name)s?") if leaves else _("Reactivate %(name)s?")
        button = _("Deactivate") if leaves else _("Reactivate")
        context = {"heading": heading % {"name": self.somebody.name}, "button": button, "warns": leaves}
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            active = form.cleaned_data["active"] == 1
            actions.set_active(self.somebody, active, by=self.person, now=timezone.now())
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)
        return redirect("accounts:people")


@require_POST
def leave_team(request: HttpRequest, pk: int, team: int) -> HttpResponse:
    """Take somebody out of a team."""
    access.require(access.may_administer(access.person_of(request)))
    membership = get_object_or_404(Membership, person_id=pk, team_id=team)
    actions.leave_team(membership, by=access.person_of(request), now=timezone.now())
    return redirect("accounts:person", pk=pk)


@require_POST
def set_admin(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody administer PolicyHub, or no longer."""
    person = access.person_of(request)
    access.require(access.may_administer(person))
    somebody = get_object_or_404(User, pk=pk)
    try:
        actions.set_admin(somebody, request.POST.get("admin") == "1", by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("lookup:home") if somebody == person else redirect("accounts:person", pk=pk)


@require_POST
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link to hand over to somebody who forgot their password. It works once, for three days."""
    person = access.person_of(request)
    access.require(access.may_administer(person))
    somebody = get_object_or_404(User.objects.active(), pk=pk)
    actions.offer_new_password(somebody, by=person, now=timezone.now())
    key = urlsafe_base64_encode(str(somebody.pk).encode())
    address = reverse("accounts:new_password", args=[key, default_token_generator.make_token(somebody)])
    message = _("Give this link to %(name)s. It works once and expires in three days: %(link)s")
    messages.success(request, message % {"name": somebody.name, "link": request.build_absolute_uri(address)})
    return redirect("accounts:person", pk=pk)


class AddTeamView(AdminOnlyMixin, FormPageView):
    form_class = forms.TeamForm
    success_url = reverse_lazy("accounts:people")
    heading = gettext_lazy("Add a team")
    button = gettext_lazy("Add")

    def form_valid(self, form: Any) -> HttpResponse:
        actions.add_team(form.instance, by=self.person, now=timezone.now())
        return super().form_valid(form)


class RenameTeamView(AdminOnlyMixin, FormPageView):
    form_class = forms.TeamForm
    success_url = reverse_lazy("accounts:people")
    heading = gettext_lazy("Rename team")
    button = gettext_lazy("Rename")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": get_object_or_404(Team, pk=self.kwargs["pk"])}

    def form_valid(self, form: Any) -> HttpResponse:
        if form.changed_data:
            team = Team.objects.get(pk=self.kwargs["pk"])
            actions.rename_team(team, form.cleaned_data["name"], by=self.person, now=timezone.now())
        return super().form_valid(form)
