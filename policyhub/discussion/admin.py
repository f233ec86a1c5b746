"""What people say of rules: looked at, and removed where words should not stand there."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.registry.kinds import section_label
from policyhub.ui.admin import ReadOnlyAdmin

from . import actions as discussion
from .models import Comment


@admin.action(description=gettext_lazy("Delete text permanently"))
def remove_words(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
    for comment in queryset:
        discussion.remove(comment, by=access.person_of(request), now=timezone.now())


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    hidden = ("part", "purpose")
    readonly_fields = ["about"]
    list_display = ["rule", "text", "author_name", "at", "resolved_by_name", "erased_at"]
    list_filter = [
        ("resolved_at", admin.EmptyFieldListFilter),
        ("erased_at", admin.EmptyFieldListFilter),
        "among_writers",
    ]
    search_fields = ["text", "author_name", "rule__title", "rule__reference"]
    date_hierarchy = "at"
    actions = [remove_words]

    @admin.display(description=gettext_lazy("about"))
    def about(self, obj: Comment) -> str:
        return str(section_label(obj.part) or _("The whole rule"))
