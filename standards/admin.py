"""Results in the admin: looked at, never touched. The admin of standards themselves comes with their kind."""

from django.contrib import admin

from policyhub.ui.admin import ReadOnlyAdmin

from .models import Result


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    list_display = ["standard", "criterion", "ends", "finding", "met", "by_name"]
    list_filter = ["met"]
    search_fields = ["standard__title", "standard__reference", "criterion"]
    date_hierarchy = "ends"

    @admin.display(description="Found")
    def finding(self, obj: Result) -> str:
        return obj.finding
