"""Results in the admin: looked at, never touched. The admin of standards themselves comes with their kind."""

from django.contrib import admin

from policyhub.ui.admin import Shown

from .models import Result


@admin.register(Result)
class ResultAdmin(Shown):
    list_display = ["standard", "criterion", "ends", "found", "met", "by_name"]
    list_filter = ["met"]
    search_fields = ["standard__title", "standard__reference", "criterion"]
    date_hierarchy = "ends"
