"""The forms of the registry."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts.models import Organisation, Team, User

from .actions import Proposal, Text
from .content import rows, values
from .kinds import Kind, Rows, kinds, rows_of
from .models import Flexibility, Rule, RuleLink, SignOff
from .models.edition import Change
from .rowsets import RowSet, in_words, posted_count

SAYS = ("title", "statement", "body")
COUNTER = ("say_it", "instead", "next_time", "customer_text")
BLACK = ("effect", "cause", "remedy")
LIVE = (
    "owner",
    "team",
    "search_words",
    "meets_customers",
    "on_customer_page",
    "restricted",
    "restricted_to",
    "review_months",
    "next_review",
    "language",
)


def rule_form(kind: Kind | None, enforced: bool) -> type[forms.ModelForm[Rule]]:
    """The form of a rule of ``kind``, or of one whose kind is not decided. ``enforced``: asks how it is enforced."""
    own = kind.fields if kind else ()
    black = BLACK if enforced else ()
    form: type[forms.ModelForm[Rule]] = forms.modelform_factory(
        kind.model if kind else Rule,
        form=BaseRuleForm,
        fields=[*SAYS, *own, *COUNTER, *black, *LIVE],
        field_classes={"restricted_to": TeamsField},
        widgets={
            "next_review": forms.DateInput({"type": "date"}),
            "restricted_to": forms.CheckboxSelectMultiple,
        },
    )
    return form


class TeamsField(forms.ModelMultipleChoiceField[Team]):
    """Teams to tick. A key longer than any the database has is none; Django would ask for it and fail."""

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if len(str(key)) > 18:
                raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": str(key)[:18]})
        return super().clean(value)


class BaseRuleForm(forms.ModelForm[Rule]):
    """Checks what stands in more than one field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = {"body": 12, "statement": 2}.get(name, 3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("restricted") and not cleaned.get("restricted_to"):
            self.add_error("restricted_to", _("Choose the teams that may read it."))
        return cleaned


class RuleEditor:
    """A rule's whole form: its fields and its lists of rows, as stored or as posted."""

    def __init__(self, rule: Rule, kind_name: str, data: Any = None) -> None:
        self.rule, self.kind = rule, kinds.get(kind_name)
        self.part = rule.part() if rule.pk and self.kind else rule
        # The instance is a copy: validating must not write what was typed into the stored rule
        instance = type(self.part).objects.get(pk=rule.pk) if rule.pk else (self.kind.model if self.kind else Rule)()
        # Only black is asked how it is enforced; what was typed before somebody decided otherwise is kept
        enforced = rule.flexibility == Flexibility.BLACK or any((data or {}).get(name) for name in BLACK)
        self.form = rule_form(self.kind, enforced)(
            data, instance=instance, initial=None if rule.pk else {"owner": rule.owner_id}
        )
        self.form.use_required_attribute = False
        stored = self.stored_rows()
        asked = [spec for spec in rows_of(kind_name) if self.asks(spec, stored, data)]
        self.rowsets = [RowSet(spec, data, stored.get(spec.name) if data is None else None) for spec in asked]

    def asks(self, spec: Rows, stored: dict[str, list[dict[str, Any]]], data: Any) -> bool:
        """Black is asked for black's rows and grey for grey's; what is there or was typed is always shown."""
        flexibility = self.rule.flexibility
        there = stored.get(spec.name) or posted_count(data or {}, spec.name)
        return spec.only in {"", flexibility} or flexibility == Flexibility.UNDECIDED or bool(there)

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
        teams = cleaned.pop("restricted_to")
        return Text(cleaned, {rowset.spec.name: rowset.cleaned() for rowset in self.rowsets}, teams)

    def every_form(self) -> list[forms.BaseForm]:
        return [self.form, *(form for rowset in self.rowsets for form in rowset.every_form())]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields in the order in which they are asked, under their headings."""
        own = self.kind.fields if self.kind else ()
        named = [
            (_("What it says"), [*SAYS, *own]),
            (_("At the counter"), COUNTER),
            (_("How we enforce it"), BLACK),
            (_("Who looks after it"), LIVE),
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


class LinkForm(forms.ModelForm[RuleLink]):
    """How this rule stands to another."""

    class Meta:
        model = RuleLink
        fields = ["kind", "to_rule"]

    def __init__(self, *args: Any, rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_rule"]
        field.queryset = rules


class CaptureForm(forms.Form):
    """A rule that so far lives in people's heads, in one short form."""

    title = forms.CharField(label=gettext_lazy("What is the rule about?"), max_length=200)
    statement = forms.CharField(
        label=gettext_lazy("What do we do, as far as you know?"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class KindForm(forms.Form):
    """Policy, procedure, standard, or not sure yet."""

    UNSURE = "unsure"
    kind = forms.ChoiceField(label="", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(k.name, f"{k.label}: {k.says}") for k in kinds.values()]
        field.choices += [(self.UNSURE, gettext_lazy("Not sure yet"))]

    def clean_kind(self) -> str:
        """The kind's name, "" while nobody is sure."""
        kind = str(self.cleaned_data["kind"])
        return "" if kind == self.UNSURE else kind


class DecideForm(forms.Form):
    """Black, grey or not decided yet; nothing is chosen beforehand."""

    flexibility = forms.ChoiceField(
        label=gettext_lazy("How far may it bend?"),
        choices=[
            (Flexibility.BLACK, gettext_lazy("Black: keep to it")),
            (Flexibility.GREY, gettext_lazy("Grey: choose, inside our lines")),
            (Flexibility.UNDECIDED, gettext_lazy("Not decided yet")),
        ],
        widget=forms.RadioSelect,
    )
    rationale = forms.CharField(
        label=gettext_lazy("Why?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("flexibility")
        if chosen in {Flexibility.BLACK, Flexibility.GREY} and not cleaned.get("rationale"):
            self.add_error("rationale", _("Say in a line why."))
        return cleaned


class SignedForm(forms.Form):
    """A form that is signed with one's password. In the example nobody has one, and none is asked."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    password = forms.CharField(
        label=gettext_lazy("Your password, as your signature"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: User, signed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.signed = person, signed
        if not signed or not person.has_usable_password():
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password", "")
        if "password" in self.fields and not self.person.check_password(password):
            self.add_error("password", _("This is not your password.") if password else _("Type your password."))
        return cleaned


class ProposeForm(SignedForm):
    """What changes, and from when."""

    change = forms.ChoiceField(
        label=gettext_lazy("What changes?"), choices=[c for c in Change.choices if c[0] != Change.RETIRE]
    )
    note = forms.CharField(
        label=gettext_lazy("What changes at the counter, and why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    objections = forms.CharField(
        label=gettext_lazy("Objections to expect, and what to answer"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    day = forms.DateField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("Leave it empty for at once."),
        widget=forms.DateInput({"type": "date"}),
    )
    field_order = ["change", "note", "objections", "day", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("number") == 1:  # a first edition changes nothing: there was nothing before
            self.fields["change"].widget = forms.HiddenInput()
            self.initial["change"] = Change.MEANING

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day is over. A rule is never in force backwards."))
        return day

    def proposal(self) -> Proposal:
        cleaned, day = self.cleaned_data, self.cleaned_data["day"]
        planned = Organisation.the().midnight(day) if day else None
        return Proposal(cleaned["change"], cleaned["note"], cleaned["objections"], planned, version=cleaned["version"])


class SignForm(SignedForm):
    """A second person's answer to a waiting edition."""

    meaning = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            (SignOff.Meaning.APPROVE, gettext_lazy("I approve it")),
            (SignOff.Meaning.APPROVE_WITH_COMMENT, gettext_lazy("I approve it, with a comment")),
            (SignOff.Meaning.REQUEST_CHANGES, gettext_lazy("I ask for changes")),
        ],
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    digest = forms.CharField(widget=forms.HiddenInput)
    field_order = ["meaning", "comment", "password"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("meaning") in {"comment", "changes"} and not cleaned.get("comment"):
            self.add_error("comment", _("Say it here."))
        return cleaned


class RetireForm(SignedForm):
    """Why a rule ends, and what takes its place."""

    why = forms.CharField(label=gettext_lazy("Why does it end?"), max_length=1000, widget=forms.Textarea({"rows": 2}))
    successor = forms.ModelChoiceField(
        Rule.objects.none(),
        label=gettext_lazy("What takes its place?"),
        required=False,
        empty_label=gettext_lazy("Nothing, for the reason above"),
    )
    field_order = ["why", "successor", "password"]

    def __init__(self, *args: Any, rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        field.queryset = rules


class RestoreForm(SignedForm):
    why = forms.CharField(
        label=gettext_lazy("Why does it come back?"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    field_order = ["why", "password"]


class DayForm(forms.Form):
    """A day to look at."""

    day = forms.DateField(label=gettext_lazy("In force on"), widget=forms.DateInput({"type": "date"}), required=True)


class RuleFilterForm(forms.Form):
    """Filters the list of rules."""

    q = forms.CharField(label=gettext_lazy("Title or number"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    flexibility = forms.ChoiceField(
        label=gettext_lazy("Black or grey"),
        required=False,
        choices=[("", gettext_lazy("All")), *Flexibility.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", gettext_lazy("All")), *((k.name, k.plural) for k in kinds.values())]

    def filter(self, rules: Any) -> Any:
        cleaned = self.cleaned_data if self.is_valid() else {}
        for name in ("kind", "flexibility"):
            if cleaned.get(name):
                rules = rules.filter(**{name: cleaned[name]})
        if text := cleaned.get("q", "").replace("\0", ""):
            rules = rules.filter(title__icontains=text) | rules.filter(reference__iexact=text)
        return rules
