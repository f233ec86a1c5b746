from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.ui.admin import ReadOnlyAdmin

from ..actions import cases
from ..models import Case


@admin.action(description=gettext_lazy("Delete text permanently"))
def erase_words(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Case]) -> None:
    for case in queryset:
        cases.erase(case, by=access.person_of(request), now=timezone.now())


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    hidden = ("grantor",)
    list_display = ["kind", "rule", "about", "person_name", "at", "answer", "answered_by_name", "erased_at"]
    list_filter = ["kind", "answer", "waiting", "in_person", ("erased_at", admin.EmptyFieldListFilter)]
    search_fields = ["about", "person_name", "rule__title", "rule__reference"]
    date_hierarchy = "at"
    actions = [erase_words]
