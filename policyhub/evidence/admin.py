from django.contrib import admin

from policyhub.admin_parts import Shown

from .models import Event


@admin.register(Event)
class EventAdmin(Shown):
    """Who did what to which subject, the newest first."""

    list_display = ["at", "actor", "verb", "chain", "sequence"]
    search_fields = ["chain__subject", "actor", "verb"]
    list_select_related = ["chain"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
