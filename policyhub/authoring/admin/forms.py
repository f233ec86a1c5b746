"""What the admin asks of a rule, and how a stale form says what stands there now."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.registry import content
from policyhub.registry.forms.fields import KeysField
from policyhub.registry.kinds import Kind, RowSpec
from policyhub.registry.models import Flexibility, Rule, Situation
from policyhub.ui.admin import AdminForm, with_version
from policyhub.ui.form_messages import OwnMessagesMixin

from ..forms.editor import BaseRuleForm


class RuleAdminForm(BaseRuleForm):
    """A rule's fields, what was decided of it, and the version that was opened.

    A form that was opened before somebody else's save says what stands there now, and saves over it only when
    it is sent once more.
    """

    required_messages = {
        "bends": gettext_lazy("Choose black, grey or unclassified."),
    }

    bends = forms.ChoiceField(label=gettext_lazy("Black or grey"), choices=Flexibility.choices)
    because = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        field_classes = {"restricted_to": KeysField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stale = False
        rule = self.instance
        self.initial.update(bends=rule.flexibility, because=rule.rationale, opened=rule.version)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("bends") != Flexibility.UNDECIDED and not cleaned.get("because", "").strip():
            self.add_error("because", _("Say why in one line."))
        if self.instance.pk:
            self.check_version(cleaned)
        return cleaned

    def check_version(self, cleaned: dict[str, Any]) -> None:
        stored = type(self.instance).objects.get(pk=self.instance.pk)
        if cleaned.get("opened") == stored.version:
            return
        self.stale, self.data = True, with_version(self.data, stored.version)
        self.add_error(None, _("Someone else saved this rule. Save again to keep what you typed here."))
        classification = {"bends": stored.flexibility, "because": stored.rationale}
        for name in self.fields:
            if name not in {"opened", "restricted_to"}:
                theirs = classification[name] if name in classification else content.field_value(stored, name)
                yours = cleaned[name] if name in classification else content.field_value(self.typed(cleaned), name)
                if (theirs or "") != (yours or ""):
                    self.add_error(name, _("It now says: %(theirs)s") % {"theirs": theirs or _("nothing")})

    def typed(self, cleaned: dict[str, Any]) -> Any:
        """A rule as it would read, apart from the stored one."""
        names = {f.name for f in self.instance._meta.get_fields()} - {"restricted_to"}
        return type(self.instance)(**{name: value for name, value in cleaned.items() if name in names})


class SituationAdminForm(OwnMessagesMixin, forms.ModelForm[Situation]):
    opened = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stale = False
        self.initial["opened"] = self.instance.rule.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        stored: Any = Situation.objects.select_related("rule").get(pk=self.instance.pk)
        if cleaned.get("opened") != stored.rule.version:
            self.stale, self.data = True, with_version(self.data, stored.rule.version)
            message = _("Someone else saved this rule; the situation now says “%(text)s”. Save again to keep yours.")
            self.add_error(None, ValidationError(message, params={"text": stored.text}))
        return cleaned


class LiveRowsFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """The rows that are part of the rule now; dropped ones stay where editions need them."""

    spec: RowSpec

    def get_queryset(self) -> QuerySet[Any]:
        if not hasattr(self, "_live"):
            self._live = super().get_queryset().filter(dropped_at=None).order_by("position", "pk")
        return self._live

    def values(self, stored: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows as an action takes them. What stands below a row is not asked here and stays as it is."""
        rows = []
        for form in self.forms:
            cleaned = getattr(form, "cleaned_data", {})
            if not cleaned or cleaned.get("DELETE") or (form.instance.pk is None and not form.has_changed()):
                continue
            key = str(form.instance.key) if form.instance.pk else ""
            nested_rows = {n.name: stored.get(key, {}).get(n.name, []) for n in self.spec.nested}
            rows.append({"key": key, **{name: cleaned[name] for name in self.spec.fields}, **nested_rows})
        return rows


def inline_of(spec: RowSpec) -> type[admin.StackedInline[Any, Any]]:
    formset = type("LiveRowsFormSet", (LiveRowsFormSet,), {"spec": spec})
    attributes = {
        "model": spec.model,
        "fk_name": spec.parent,
        "fields": spec.fields,
        "formset": formset,
        "form": AdminForm,
        "extra": 0,
    }
    options = {"verbose_name_plural": spec.heading, "show_change_link": bool(spec.nested), "classes": ["collapse"]}
    return type(f"{spec.model.__name__}Inline", (admin.StackedInline,), attributes | options)


def rows_typed(formsets: Any) -> dict[str, list[dict[str, Any]]]:
    return {formset.spec.name: formset.values({}) for formset in formsets}


def rows_below(rule: Rule, kind: Kind | None, formsets: Any) -> dict[str, list[dict[str, Any]]]:
    """What was typed for each list, with what is stored below each row."""
    kind_rows, part = (kind.rows if kind else ()), rule.kind_object()
    rows_by_list = {}
    for formset in formsets:
        parent = part if formset.spec in kind_rows else Rule.objects.get(pk=rule.pk)
        stored = {str(row["key"]): row for row in content.rows(parent, formset.spec)} if formset.spec.nested else {}
        rows_by_list[formset.spec.name] = formset.values(stored)
    return rows_by_list
