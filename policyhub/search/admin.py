"""What look-up keeps, in the admin: groups of terms, saved by our own actions, and the rest to look at."""

from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from policyhub.accounts import access
from policyhub.ui.admin import ReadOnlyAdmin, VersionedAdmin

from .actions import synonyms as actions
from .forms.synonyms import SynonymForm
from .models import FailedSearch, OpenedAfterSearch, Synonym
from .synonym_groups import all_groups, find_conflicts


class SynonymAdminForm(SynonymForm):
    """As on the page. The action would refuse a term of another group too, but could not say so at the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stale = False
        self.initial["seen"] = self.instance.words

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        key = str(self.instance.pk or "")
        stored = Synonym.objects.filter(pk=self.instance.pk).first() if key else None
        if stored is not None and cleaned.get("seen") != stored.words:
            self.stale = True
            self.overwrite(stored.words)
            message = _("Someone else changed this. It now says “%(words)s”. Save again to keep yours.")
            self.add_error(None, ValidationError(message, params={"words": stored.words}))
        with suppress(ValidationError):
            conflicts = find_conflicts(
                actions.validated_terms(cleaned.get("words", "")),
                cleaned.get("language", ""),
                all_groups(),
                except_key=key,
            )
            if conflicts:
                self.add_error("words", ValidationError(actions.TermsTakenError(conflicts).message_dict["words"]))
        return cleaned


@admin.register(Synonym)
class SynonymAdmin(VersionedAdmin):
    """The house's groups, and those that came with PolicyHub and were switched off. To delete is to switch off, and
    of one that came with PolicyHub to switch it on again."""

    can_add = can_change = can_delete = True
    form = SynonymAdminForm
    list_display = ["words", "language", "origin", "active", "changed_by", "changed_at"]
    list_filter = ["origin", "active", "language"]
    search_fields = ["words"]
    readonly_fields = ["origin", "active", "changed_by", "changed_at"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = ["words", "language", "seen"]
        return [*names, *self.readonly_fields] if obj else names

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or bool(obj.active)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or bool(obj.active) or obj.origin == Synonym.Origin.STARTER

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        by, now, cleaned = access.person_of(request), timezone.now(), form.cleaned_data
        if change:
            key = str(form.instance.pk)
            actions.reword(key, cleaned["words"], cleaned["language"], expected_text=cleaned["seen"], by=by, now=now)
        else:
            form.instance.pk = int(actions.add(cleaned["words"], cleaned["language"], by=by, now=now))

    def perform_delete(self, request: HttpRequest, obj: Synonym) -> None:
        starter = obj.origin == Synonym.Origin.STARTER
        group = next((g for g in all_groups() if g.row is not None and g.row.pk == obj.pk), None)
        with suppress(ValidationError):  # a term is in another group by now: it stays off
            if group is not None:
                actions.switch(group.key, starter, by=access.person_of(request), now=timezone.now())


@admin.register(FailedSearch)
class FailedSearchAdmin(ReadOnlyAdmin):
    list_display = ["text", "times", "people", "state", "first_at", "last_at", "settled_by"]
    list_filter = ["state"]
    search_fields = ["text"]
    hidden = ("marks",)


@admin.register(OpenedAfterSearch)
class OpenedAfterSearchAdmin(ReadOnlyAdmin):
    list_display = ["missed", "rule", "times"]
    search_fields = ["missed__text", "rule__title"]
    hidden = ("marks",)
