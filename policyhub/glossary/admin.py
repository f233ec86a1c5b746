"""The glossary in the admin, saved by the same actions as on its own pages."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.ui.admin import VersionedAdmin, with_version
from policyhub.ui.form_messages import OwnMessagesMixin
from policyhub.ui.pages import Stale

from . import actions
from . import terms as vocabulary
from .models import Term
from .terms import TermText


class TermAdminForm(OwnMessagesMixin, forms.ModelForm[Term]):
    """A term and the version that was opened; a new one may reword a built-in term."""

    of = forms.ChoiceField(label=gettext_lazy("term"), required=False)
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stale = False
        self.entries = vocabulary.all_terms()
        self.initial["opened"] = self.instance.version
        ours = [(e.key, e.text.word) for e in self.entries.values() if e.ours and not e.reworded]
        field: Any = self.fields["of"]
        field.choices = [("", _("Our own term")), *ours]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        entry = self.entries.get(self.instance.key)
        if entry is not None and cleaned.get("opened") != entry.version:
            self.stale, self.data = True, with_version(self.data, entry.version)
            message = _("Someone else changed this. It now says “%(word)s: %(meaning)s”. Save again to keep yours.")
            params = {"word": entry.text.word, "meaning": entry.text.meaning}
            self.add_error(None, ValidationError(message, params=params))
        self.check_word(cleaned)
        return cleaned

    def check_word(self, cleaned: dict[str, Any]) -> None:
        """Refuse a word that another term has. The action does too, but cannot show it at the field."""
        key, word = self.instance.key or cleaned.get("of", ""), vocabulary.plain(cleaned.get("word", ""))
        same = [
            e for e in self.entries.values() if e.listed and e.key != key and vocabulary.plain(e.text.word) == word
        ]
        if same:
            self.add_error("word", _("“%(word)s” is already in the glossary.") % {"word": cleaned["word"]})


@admin.register(Term)
class TermAdmin(VersionedAdmin):
    """The terms the organisation reworded or added. Deleting a reworded one restores the original."""

    can_add = can_change = can_delete = True
    form = TermAdminForm
    list_display = ["word", "meaning", "key", "reworded_by", "reworded_at"]
    list_filter = [("reworded_by", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["word", "meaning", "example"]
    readonly_fields = ["key", "reworded_by", "reworded_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(dropped_at=None)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = ["word", "meaning", "example", "opened"]
        return [*names, *self.readonly_fields] if obj else ["of", *names]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        by, now, cleaned = access.person_of(request), timezone.now(), form.cleaned_data
        text = TermText(cleaned["word"], cleaned["meaning"], cleaned["example"])
        key = form.instance.key or cleaned["of"]
        if key:
            version = cleaned["opened"] if change else form.entries[key].version
            actions.reword(key, text, version=version, by=by, now=now)
        else:
            key = actions.add(text, by=by, now=now)
        form.instance.pk = Term.objects.filter(key=key).values_list("pk", flat=True).first()

    def perform_delete(self, request: HttpRequest, obj: Term) -> None:
        with suppress(Stale):  # somebody reworded it by a hair: it stays
            actions.drop(obj.key, version=obj.version, by=access.person_of(request), now=timezone.now())
