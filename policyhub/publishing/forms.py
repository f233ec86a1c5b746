"""The forms of publishing: send for approval, sign, publish, retire, restore."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts.limits import confirm_password
from policyhub.accounts.models import Organisation, User
from policyhub.publishing.actions import Proposal
from policyhub.registry.models import Rule, SignOff
from policyhub.registry.models.edition import Change
from policyhub.ui.form_messages import OwnMessagesMixin


class SignatureForm(OwnMessagesMixin, forms.Form):
    """A form that is signed with one's password. In the example nobody has one, and none is asked."""

    password = forms.CharField(
        label=gettext_lazy("Your password (this is your signature)"),
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
        if "password" in self.fields and not self.errors:
            try:
                confirm_password(self.person, cleaned.get("password", ""))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class EditionSignatureForm(SignatureForm):
    """A signature under one edition, which the form expects to be number so and so of a text of that version."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ProposeForm(EditionSignatureForm):
    """What changes, and from when."""

    required_messages = {
        "change": gettext_lazy("Choose what changes."),
    }

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
        label=gettext_lazy("Likely objections and how to answer them"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    day = forms.DateField(
        label=gettext_lazy("Publish on"),
        required=False,
        help_text=gettext_lazy("Leave blank to publish straight away."),
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
            raise ValidationError(_("That date has passed. Choose today or a later date."))
        return day

    def proposal(self) -> Proposal:
        cleaned, day = self.cleaned_data, self.cleaned_data["day"]
        planned = Organisation.current().midnight(day) if day else None
        return Proposal(cleaned["change"], cleaned["note"], cleaned["objections"], planned, version=cleaned["version"])


class SignForm(EditionSignatureForm):
    """A second person's answer to a waiting edition."""

    required_messages = {
        "meaning": gettext_lazy("Choose your decision."),
    }

    meaning = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            (SignOff.Meaning.APPROVE, gettext_lazy("Approve")),
            (SignOff.Meaning.APPROVE_WITH_COMMENT, gettext_lazy("Approve with a comment")),
            (SignOff.Meaning.REQUEST_CHANGES, gettext_lazy("Request changes")),
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
            self.add_error("comment", _("Enter a comment."))
        return cleaned


class RetireForm(EditionSignatureForm):
    """Why a rule ends, and what takes its place."""

    required_messages = {
        "why": gettext_lazy("Say why you're retiring it."),
    }

    why = forms.CharField(
        label=gettext_lazy("Why are you retiring it?"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    successor = forms.ModelChoiceField(
        Rule.objects.none(),
        label=gettext_lazy("What replaces it?"),
        required=False,
        empty_label=gettext_lazy("Nothing"),
    )
    field_order = ["why", "successor", "password"]

    def __init__(self, *args: Any, rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        field.queryset = rules


class RestoreForm(EditionSignatureForm):
    required_messages = {
        "why": gettext_lazy("Say why you're restoring it."),
    }

    why = forms.CharField(
        label=gettext_lazy("Why are you restoring it?"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    field_order = ["why", "password"]


class InForceOnForm(OwnMessagesMixin, forms.Form):
    """A day to look at."""

    required_messages = {
        "day": gettext_lazy("Enter a date."),
    }

    day = forms.DateField(label=gettext_lazy("In force on"), widget=forms.DateInput({"type": "date"}), required=True)
