"""Links, and what is only looked at: editions, signatures, decisions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.registry import writing
from policyhub.registry.models import Edition, RuleLink, SignOff
from policyhub.ui.admin import ActionAdmin, ReadOnlyAdmin


@admin.register(RuleLink)
class RuleLinkAdmin(ActionAdmin):
    can_add = can_delete = True
    list_display = ["from_rule", "kind", "to_rule"]
    list_filter = ["kind"]
    list_select_related = ["from_rule", "to_rule"]
    search_fields = ["from_rule__title", "to_rule__title"]
    autocomplete_fields = ["from_rule", "to_rule"]

    def perform_save(self, request: HttpRequest, obj: Any, changed: list[str], new: bool) -> None:
        by, now = access.person_of(request), timezone.now()
        obj.pk = writing.link(obj.from_rule, obj.to_rule, obj.kind, by=by, now=now).pk

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        writing.unlink(obj.from_rule, obj.pk, by=access.person_of(request), now=timezone.now())


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """What was in force, as it read: looked at, never touched."""

    hidden = ("content",)
    list_display = ["title", "number", "flexibility", "change", "state", "starts", "ends", "rule__reference"]
    list_filter = ["state", "flexibility", "change", "adopted"]
    search_fields = ["title", "rule__reference"]
    list_select_related = ["rule"]
    date_hierarchy = "starts"
    readonly_fields = ["as_it_reads"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("content")

    @admin.display(description=gettext_lazy("content"))
    def as_it_reads(self, obj: Edition) -> SafeString:
        return render_to_string("_components/card.html", {"said": obj.content_data})


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyAdmin):
    list_display = ["edition", "person_name", "role", "meaning", "at"]
    list_filter = ["meaning"]
    search_fields = ["person_name", "edition__title"]
    date_hierarchy = "at"
