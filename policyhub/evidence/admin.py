from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policyhub.ui.admin import ReadOnlyAdmin

from .models import Event
from .verbs import VERBS, verb_display


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Who did what to which subject, the newest first."""

    hidden = ("verb",)
    readonly_fields = ["event"]
    list_display = ["at", "actor", "event", "chain", "sequence"]
    search_fields = ["chain__subject", "actor", "verb"]
    list_select_related = ["chain"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]

    @admin.display(description=_("event"), ordering="verb")
    def event(self, obj: Event) -> str:
        return obj.verb_display

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """Found by what is shown as well: people type "published", not the stored verb."""
        rows, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        verbs = [verb for verb in VERBS if search_term and search_term.casefold() in verb_display(verb).casefold()]
        return rows | queryset.filter(verb__in=verbs), may_have_duplicates
