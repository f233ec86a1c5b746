"""The whole form of a rule: its fields, and its lists of rows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from policyhub.registry.content import KEPT, draft, rows, values
from policyhub.registry.forms.fields import KeysField
from policyhub.registry.kinds import Kind, Rows, kinds, rows_of
from policyhub.registry.models import Flexibility, Rule
from policyhub.registry.sections import Part
from policyhub.registry.writing import Text
from policyhub.ui.form_messages import OwnMessages

from ..nested_formsets import RowSet, in_words, posted_count

SAYS = ("title", "statement", "body")
COUNTER = ("say_it", "instead", "next_time", "customer_text")
BLACK = ("effect", "cause", "remedy")
LIVE = (
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


class BaseRuleForm(OwnMessages, forms.ModelForm[Rule]):
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

    def __init__(self, rule: Rule, kind_name: str, data: Any = None, part: Part | None = None) -> None:
        self.rule, self.kind, self.asked = rule, kinds.get(kind_name), part
        self.part = rule.part() if rule.pk and self.kind else rule
        # The instance is a copy: validating must not write what was typed into the stored rule
        instance = type(self.part).objects.get(pk=rule.pk) if rule.pk else (self.kind.model if self.kind else Rule)()
        self.form = rule_form(self.kind, self.field_names(data))(
            data, instance=instance, initial=None if rule.pk else {"owner": rule.owner_id}
        )
        self.form.use_required_attribute = False
        stored = self.stored_rows()
        asked = [spec for spec in rows_of(kind_name) if self.asks(spec, stored, data)]
        self.rowsets = [
            RowSet(spec, data, self.begun(spec, stored) if data is None else None, held_out=part is not None)
            for spec in asked
        ]

    def field_names(self, data: Any) -> tuple[str, ...]:
        if self.asked is not None:
            return self.asked.fields
        own = self.kind.fields if self.kind else ()
        # Only black is asked how it is enforced; what was typed before somebody decided otherwise is kept
        enforced = self.rule.flexibility == Flexibility.BLACK or any((data or {}).get(name) for name in BLACK)
        return (*SAYS, *own, *COUNTER, *(BLACK if enforced else ()), *LIVE)

    def asks(self, spec: Rows, stored: dict[str, list[dict[str, Any]]], data: Any) -> bool:
        """Black is asked for black's rows and grey for grey's; what is there or was typed is always shown."""
        if self.asked is not None:
            return spec.name in self.asked.rows
        flexibility = self.rule.flexibility
        there = stored.get(spec.name) or posted_count(data or {}, spec.name)
        return spec.only in {"", flexibility} or flexibility == Flexibility.UNDECIDED or bool(there)

    def begun(self, spec: Rows, stored: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """The rows that are there. Where the first reason is asked for, the line that decided is held out for it."""
        there = stored.get(spec.name, [])
        if there or self.asked is None or spec.name != "reasons" or not self.rule.rationale:
            return there
        return [{"text": self.rule.rationale}]

    def stored_rows(self) -> dict[str, list[dict[str, Any]]]:
        if not self.rule.pk:
            return {}
        kind_rows = self.kind.rows if self.kind else ()
        specs = rows_of(self.rule.kind)
        return {spec.name: rows(self.part if spec in kind_rows else self.rule, spec) for spec in specs}

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(rowset.is_valid() for rowset in self.rowsets)])

    def text(self) -> Text:
        """What was written, ready for the action."""
        cleaned = dict(self.form.cleaned_data)
        teams = cleaned.pop("restricted_to", None)
        return Text(cleaned, {rowset.spec.name: rowset.cleaned() for rowset in self.rowsets}, teams)

    def looks(self) -> dict[str, Any]:
        """The content that an edition would have if this were saved, as far as it can be read. Call after
        ``is_valid``; what is not valid reads as it is stored."""
        said = draft(self.rule)
        read = tuple(name for name in self.form.cleaned_data if name != "restricted_to")
        own = self.kind.fields if self.kind else ()
        said |= values(self.form.instance, tuple(name for name in read if name in KEPT))
        said["part"] |= values(self.form.instance, tuple(name for name in read if name in own))
        return said | {rowset.spec.name: rowset.looks() for rowset in self.rowsets}

    def every_form(self) -> list[forms.BaseForm]:
        return [self.form, *(form for rowset in self.rowsets for form in rowset.every_form())]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields in the order in which they are asked, under their headings."""
        if self.asked is not None:
            return [("", [self.form[name] for name in self.form.fields])] if self.form.fields else []
        own = self.kind.fields if self.kind else ()
        named = [
            (_("The rule"), [*SAYS, *own]),
            (_("At the counter"), COUNTER),
            (_("Enforcement"), BLACK),
            (_("Owner and review"), LIVE),
        ]
        fields = [
            (heading, [self.form[name] for name in names if name in self.form.fields]) for heading, names in named
        ]
        return [(heading, bound) for heading, bound in fields if bound]

    def differences(self) -> list[tuple[str, str, str]]:
        """(label, as stored, as typed) of everything in which the two differ."""
        names = tuple(n for n in self.form.fields if n != "restricted_to")
        stored = values(self.part, names)
        typed = values(self.form.instance, names)
        found = [
            (str(self.form.fields[n].label), str(stored[n] or ""), str(typed[n] or ""))
            for n in names
            if (stored[n] or "") != (typed[n] or "")
        ]
        rows_there = self.stored_rows()
        for rowset in self.rowsets:
            theirs = in_words(rows_there.get(rowset.spec.name, []), rowset.spec)
            yours = in_words(rowset.cleaned(), rowset.spec)
            if theirs != yours:
                found.append((str(rowset.spec.heading), theirs, yours))
        return found
