"""What the apps' admins share: models that are only looked at, and models that are saved by our own actions.

The admin is one more way to the same verbs. It has no way of its own into the database.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from policyhub.ui import pages

from .form_messages import OwnMessagesMixin


class AdminForm(OwnMessagesMixin, forms.ModelForm[Any]):
    """The base of the admin's forms, with our own messages."""


LONG_FIELDS = (models.TextField, models.ManyToManyField)


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """A model to look at: listed, searched and opened, never added, changed or deleted."""

    form: Any = AdminForm
    actions: Any = None
    list_display: Any = ("__str__",)
    list_per_page = 50
    hidden: tuple[str, ...] = ()  # fields that are nobody's to see
    for_machines = ("position", "folded", "marks")  # and keys: nobody reads these

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def short_fields(self) -> list[Any]:
        fields = [f for f in self.model._meta.fields if not self.is_hidden(f) and not f.primary_key]
        return [f for f in fields if not isinstance(f, LONG_FIELDS)]

    def is_hidden(self, field: Any) -> bool:
        return field.name in {*self.hidden, *self.for_machines} or isinstance(field, models.UUIDField)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field.name for field in self.model._meta.get_fields() if self.is_hidden(field)]

    def get_list_display(self, request: HttpRequest) -> Any:
        return self.list_display if self.list_display != ("__str__",) else [f.name for f in self.short_fields()[:6]]

    def get_list_filter(self, request: HttpRequest) -> Any:
        filterable = [f.name for f in self.short_fields() if f.choices or isinstance(f, models.BooleanField)]
        return self.list_filter or filterable

    def get_list_select_related(self, request: HttpRequest) -> Any:
        return [f.name for f in self.short_fields() if isinstance(f, models.ForeignKey)]

    def get_search_fields(self, request: HttpRequest) -> Any:
        return self.search_fields or [f.name for f in self.short_fields() if type(f) is models.CharField][:3]


class ActionAdmin(ReadOnlyAdmin):
    """A model that is changed only by our own actions: subclasses call them in ``perform_save``, for a new or changed
    object, and ``perform_delete``. ``can_add``, ``can_change`` and ``can_delete`` say which of these is offered."""

    can_add = can_change = can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_add

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_change

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_delete

    def perform_save(self, request: HttpRequest, obj: Any, changed: list[str], new: bool) -> None:
        raise NotImplementedError

    def perform_delete(self, request: HttpRequest, obj: Any) -> None:
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.perform_save(request, obj, list(form.changed_data), not change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: ``perform_save`` has saved the relations as well."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.perform_delete(request, obj)

    # Events tell what was done; the admin's own log would only repeat some of it
    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return []

    def log_addition(self, *args: Any) -> Any:
        pass

    def log_change(self, *args: Any) -> Any:
        pass

    def log_deletions(self, *args: Any) -> Any:
        pass


class VersionedAdmin(ActionAdmin):
    """Saved as a whole by ``save_related``, against the version that was opened."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A stale form comes back with both texts, 409; one that cannot be saved says why, 422."""
        try:
            response = super().changeform_view(request, *args, **kwargs)
        except pages.Stale:  # somebody was quicker by a hair: now the form sees it too
            response = super().changeform_view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if request.method == "POST" and "adminform" in context:
            response.status_code = 409 if getattr(context["adminform"].form, "stale", False) else 422
        return response

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.instance  # not saved yet, and neither is what stands beside it

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Left to ``save_related``, which knows the rows as well."""


def with_version(data: Any, version: int) -> Any:
    """What was sent, as if it had been opened at ``version``: sent once more, it is saved."""
    data = data.copy()
    data["opened"] = version
    return data
