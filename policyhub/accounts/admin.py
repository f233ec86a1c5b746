"""People, teams and the organisation in the admin, saved by the same actions as under Settings."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from policyhub.ui.admin import ActionAdmin

from . import access, actions
from .models import Invitation, Membership, Organisation, Team, User


@admin.register(Organisation)
class OrganisationAdmin(ActionAdmin):
    can_change = True

    def perform_save(self, request: HttpRequest, obj: Any, changed: list[str], new: bool) -> None:
        actions.save_organisation(obj, changed=changed, by=access.person_of(request), now=timezone.now())


@admin.register(Team)
class TeamAdmin(ActionAdmin):
    can_add = can_change = True
    search_fields = ["name"]

    def perform_save(self, request: HttpRequest, obj: Any, changed: list[str], new: bool) -> None:
        by, now = access.person_of(request), timezone.now()
        if new:
            actions.add_team(obj, by=by, now=now)
        elif changed:
            actions.rename_team(Team.objects.get(pk=obj.pk), obj.name, by=by, now=now)


class MembershipInline(admin.TabularInline[Membership, User]):
    """What somebody is in each team; changed under Memberships."""

    model = Membership
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ActionAdmin):
    """Details are saved here. Administering and leaving are verbs of their own, by the actions in the list."""

    can_change = True
    hidden = ("password",)
    readonly_fields = ["username", "is_active", "is_admin", "joined_at", "last_login", "page"]
    fields = ["username", "name", "email", "phone", "is_active", "is_admin", "joined_at", "last_login", "page"]
    list_display = ["name", "username", "email", "phone", "is_admin", "is_active", "joined_at"]
    list_filter = ["is_active", "is_admin", "memberships__role", "memberships__team"]
    search_fields = ["name", "username", "email"]
    date_hierarchy = "joined_at"
    inlines = [MembershipInline]
    actions = ["make_administrators"]

    @admin.display(description=_("More"))
    def page(self, obj: User) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("accounts:person", args=[obj.pk]), _("Roles, password and deactivation")
        )

    @admin.action(description=_("Make administrator"))
    def make_administrators(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset.filter(is_active=True):
            actions.set_admin(person, True, by=access.person_of(request), now=timezone.now())

    def perform_save(self, request: HttpRequest, obj: Any, changed: list[str], new: bool) -> None:
        actions.save_person(obj, changed=changed, by=access.person_of(request), now=timezone.now())


@admin.register(Membership)
class MembershipAdmin(ActionAdmin):
    """A role in a team. The person and the team of one stay; another is another membership."""

    can_add = can_change = can_delete = True
    list_display = ["person", "team", "role"]
    list_filter = ["role", "team"]
    search_fields = ["person__name", "team__name"]
    autocomplete_fields = ["person", "team"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["person", "team"] if obj else []

    def perform_save(self, request: HttpRequest, obj: Any, changed: list[str], new: bool) -> None:
        key = request.session.session_key
        by, now = access.person_of(request), timezone.now()
        actions.set_role(obj.person, team=obj.team, role=obj.role, by=by, now=now, session_key=key)
        obj.pk = Membership.objects.get(person=obj.person, team=obj.team).pk

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        actions.leave_team(obj, by=access.person_of(request), now=timezone.now())


@admin.register(Invitation)
class InvitationAdmin(ActionAdmin):
    """The link itself is shown under Settings, People; here is who was invited, and unused ones are taken back."""

    can_add = can_delete = True
    hidden = ("token",)
    list_display = ["name", "team", "role", "invited_by", "invited_at", "used_at"]
    list_filter = ["role", "team"]
    date_hierarchy = "invited_at"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        form_fields = ["name", "team", "role", "email"]
        return [*form_fields, "invited_by", "invited_at", "used_by", "used_at"] if obj else form_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or obj.used_at is None

    def perform_save(self, request: HttpRequest, obj: Any, changed: list[str], new: bool) -> None:
        link = request.build_absolute_uri(reverse("accounts:join", args=["TOKEN"]))
        actions.invite(obj, link=link, by=access.person_of(request), now=timezone.now())

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        actions.cancel_invitation(obj, by=access.person_of(request), now=timezone.now())
