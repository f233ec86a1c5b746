"""Decisions and trainings, looked at in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from policyhub.classification.learning import REFUSAL_REASONS
from policyhub.classification.models import Decision, TrainingRun
from policyhub.ui.admin import ReadOnlyAdmin


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    hidden = ("answers",)
    list_display = ["rule", "chosen", "rationale", "by_name", "at"]
    list_filter = ["chosen", "scope"]
    search_fields = ["rule__title", "rule__reference", "rationale"]
    date_hierarchy = "at"


@admin.register(TrainingRun)
class TrainingRunAdmin(ReadOnlyAdmin):
    """Trainings: looked at here, learnt and put back under Settings, Suggestions."""

    hidden = ("changes", "figures", "left_out", "learnt_from", "digest", "base", "refused")
    readonly_fields = ["why_not_used"]
    list_display = ["version", "used", "why_not_used", "in_use", "by_name", "at"]
    list_filter = ["in_use"]
    search_fields = ["version", "by_name"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("changes")

    @admin.display(description=gettext_lazy("why it isn't used"))
    def why_not_used(self, obj: TrainingRun) -> str:
        return " ".join(str(REFUSAL_REASONS[reason]) for reason in obj.why_refused if reason in REFUSAL_REASONS)
