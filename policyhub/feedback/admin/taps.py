"""What staff tell back, to be looked at. Who told it is shown to nobody, here neither."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from policyhub.ui.admin import ReadOnlyAdmin

from ..models import FeedbackEntry, OptionUse


class AnonymousAdmin(ReadOnlyAdmin):
    """Neither a column nor a filter in the address tells who it was."""

    hidden = ("person", "client_key")
    date_hierarchy = "at"

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return not lookup.startswith(self.hidden) and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]


@admin.register(FeedbackEntry)
class FeedbackEntryAdmin(AnonymousAdmin):
    list_display = ["kind", "rule", "edition_number", "words", "cause", "weight", "at", "undone_at"]
    search_fields = ["words", "rule__title", "rule__reference"]


@admin.register(OptionUse)
class OptionUseAdmin(AnonymousAdmin):
    list_display = ["rule", "edition_number", "outcome", "at", "undone_at"]
    search_fields = ["rule__title", "rule__reference"]
