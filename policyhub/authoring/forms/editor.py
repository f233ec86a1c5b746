"""The whole form of a rule: its fields, and its lists of rows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from policyhub.registry.content import KEPT_FIELDS, draft, field_values, rows
from policyhub.registry.forms.fields import KeysField
from policyhub.registry.kinds import Kind, RowSpec, kinds, row_specs_of
from policyhub.registry.models import Flexibility, Rule
from policyhub.registry.sections import Section
from policyhub.registry.writing import RuleInput
from policyhub.ui.form_messages import OwnMessagesMixin

from ..nested_formsets import RowSet, posted_count, rows_as_text

RULE_FIELDS = ("title", "statement", "body")
COUNTER_FIELDS = ("say_it", "instead", "next_time", "customer_text")
ENFORCEMENT_FIELDS = ("effect", "cause", "remedy")
LIVE_FIELDS = (
    "owner",
    "team",
    "search_words",
    "meets_customers",
    "restricted",
    "restricted_to",
    "review_months",
    "language",
)


def rule_form(kind: Kind | None, names: Sequence[str]) -> type[forms.ModelForm[Rule]]:
    """The form of a rule of ``kind``, or of one whose kind is not decided, with the fields of these names."""
    form: type[forms.ModelForm[Rule]] = forms.modelform_factory(
        kind.model if kind else Rule,
        form=BaseRuleForm,
        fields=names,
        field_classes={"restricted_to": KeysField},
        widgets={"restricted_to": forms.CheckboxSelectMultiple},
    )
    return form


class BaseRuleForm(OwnMessagesMixin, forms.ModelForm[Rule]):
    """Checks what stands in more than one field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = {"body": 12, "statement": 2}.get(name, 3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("restricted") and not cleaned.get("restricted_to"):
            self.add_error("restricted_to", _("Choose the teams that can read it."))
        return cleaned


class RuleEditor:
    """A rule's form, as stored or as posted: one part of it, or without a ``part`` the whole."""

    def __init__(self, rule: Rule, kind_name: str, data: Any = None, part: Section | None = None) -> None:
        self.rule, self.kind, self.section = rule, kinds.get(kind_name), part
        self.part = rule.kind_object() if rule.pk and self.kind else rule
        # The instance is a copy: validating must not write what was typed into the stored rule
        instance = type(self.part).objects.get(pk=rule.pk) if rule.pk else (self.kind.model if self.kind else Rule)()
        self.form = rule_form(self.kind, self.field_names(data))(
            data, instance=instance, initial=None if rule.pk else {"owner": rule.owner_id}
        )
        self.form.use_required_attribute = False
        stored = self.stored_rows()
        specs = [spec for spec in row_specs_of(kind_name) if self.asks(spec, stored, data)]
        self.rowsets = [
            RowSet(
                spec, data, self.initial_rows(spec, stored) if data is None else None, show_min_rows=part is not None
            )
            for spec in specs
        ]

    def field_names(self, data: Any) -> tuple[str, ...]:
        if self.section is not None:
            return self.section.fields
        kind_fields = self.kind.fields if self.kind else ()
        # Only black is asked how it is enforced; what was typed before somebody decided otherwise is kept
        is_black = self.rule.flexibility == Flexibility.BLACK
        enforced = is_black or any((data or {}).get(name) for name in ENFORCEMENT_FIELDS)
        enforcement = ENFORCEMENT_FIELDS if enforced else ()
        return (*RULE_FIELDS, *kind_fields, *COUNTER_FIELDS, *enforcement, *LIVE_FIELDS)

    def asks(self, spec: RowSpec, stored: dict[str, list[dict[str, Any]]], data: Any) -> bool:
        """Black is asked for black's rows and grey for grey's; what is there or was typed is always shown."""
        if self.section is not None:
            return spec.name in self.section.rows
        flexibility = self.rule.flexibility
        existing_rows = stored.get(spec.name) or posted_count(data or {}, spec.name)
        return spec.only in {"", flexibility} or flexibility == Flexibility.UNDECIDED or bool(existing_rows)

    def initial_rows(self, spec: RowSpec, stored: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """The stored rows. Where there is no reason yet, the rationale of the decision is offered as the first one."""
        existing_rows = stored.get(spec.name, [])
        if existing_rows or self.section is None or spec.name != "reasons" or not self.rule.rationale:
            return existing_rows
        return [{"text": self.rule.rationale}]

    def stored_rows(self) -> dict[str, list[dict[str, Any]]]:
        if not self.rule.pk:
            return {}
        kind_rows = self.kind.rows if self.kind else ()
        specs = row_specs_of(self.rule.kind)
        return {spec.name: rows(self.part if spec in kind_rows else self.rule, spec) for spec in specs}

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(rowset.is_valid() for rowset in self.rowsets)])

    def text(self) -> RuleInput:
        """What was written, ready for the action."""
        cleaned = dict(self.form.cleaned_data)
        teams = cleaned.pop("restricted_to", None)
        return RuleInput(cleaned, {rowset.spec.name: rowset.cleaned() for rowset in self.rowsets}, teams)

    def preview(self) -> dict[str, Any]:
        """The content that an edition would have if this were saved, as far as it can be read. Call after
        ``is_valid``; what is not valid reads as it is stored."""
        content = draft(self.rule)
        names = tuple(name for name in self.form.cleaned_data if name != "restricted_to")
        kind_fields = self.kind.fields if self.kind else ()
        content |= field_values(self.form.instance, tuple(name for name in names if name in KEPT_FIELDS))
        content["part"] |= field_values(self.form.instance, tuple(name for name in names if name in kind_fields))
        return content | {rowset.spec.name: rowset.preview() for rowset in self.rowsets}

    def every_form(self) -> list[forms.BaseForm]:
        return [self.form, *(form for rowset in self.rowsets for form in rowset.every_form())]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields in the order in which they are asked, under their headings."""
        if self.section is not None:
            return [("", [self.form[name] for name in self.form.fields])] if self.form.fields else []
        kind_fields = self.kind.fields if self.kind else ()
        named = [
            (_("The rule"), [*RULE_FIELDS, *kind_fields]),
            (_("At the counter"), COUNTER_FIELDS),
            (_("Enforcement"), ENFORCEMENT_FIELDS),
            (_("Owner and review"), LIVE_FIELDS),
        ]
        fields = [
            (heading, [self.form[name] for name in names if name in self.form.fields]) for heading, names in named
        ]
        return [(heading, bound_fields) for heading, bound_fields in fields if bound_fields]

    def differences(self) -> list[tuple[str, str, str]]:
        """(label, as stored, as typed) of everything in which the two differ."""
        names = tuple(n for n in self.form.fields if n != "restricted_to")
        stored = field_values(self.part, names)
        typed = field_values(self.form.instance, names)
        differences = [
            (str(self.form.fields[n].label), str(stored[n] or ""), str(typed[n] or ""))
            for n in names
            if (stored[n] or "") != (typed[n] or "")
        ]
        stored_rows = self.stored_rows()
        for rowset in self.rowsets:
            theirs = rows_as_text(stored_rows.get(rowset.spec.name, []), rowset.spec)
            yours = rows_as_text(rowset.cleaned(), rowset.spec)
            if theirs != yours:
                differences.append((str(rowset.spec.heading), theirs, yours))
        return differences
