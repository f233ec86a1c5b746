"""The small forms of the verbs: note down, decide, link, put in force, sign, retire."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts.models import Organisation, User
from policyhub.classifier import Judged
from policyhub.form_messages import OwnMessages

from ..actions import Proposal
from ..advice import is_key
from ..judging import is_answers
from ..kinds import kind_choices
from ..models import Flexibility, Rule, RuleLink, SignOff
from ..models.edition import Change
from ..names import NamesChecked
from ..vocabulary import terms


class LinkForm(OwnMessages, forms.ModelForm[RuleLink]):
    """How this rule stands to another."""

    class Meta:
        model = RuleLink
        fields = ["kind", "to_rule"]

    def __init__(self, *args: Any, rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_rule"]
        field.queryset = rules

    def clean(self) -> dict[str, Any]:
        """A standard measures and a procedure carries out; what has no kind yet may become either."""
        cleaned = super().clean() or {}
        fits = {RuleLink.Kind.MEASURED_BY: "standard", RuleLink.Kind.CARRIED_OUT_BY: "procedure"}
        wanted, other = fits.get(cleaned.get("kind", "")), cleaned.get("to_rule")
        if wanted and other is not None and other.kind not in {"", wanted}:
            words = {
                "standard": _("Only a standard can measure it."),
                "procedure": _("Only a procedure can carry it out."),
            }
            self.add_error("to_rule", words[wanted])
        return cleaned


class CaptureForm(NamesChecked):
    """A rule that so far lives in people's heads, in one short form. Its title becomes its address."""

    required_messages = {
        "title": gettext_lazy("Say what the rule is about."),
    }

    names_in = ("title", "statement")
    title = forms.CharField(label=gettext_lazy("What's the rule about?"), max_length=200)
    statement = forms.CharField(
        label=gettext_lazy("What do we do, as far as you know?"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class AskForm(OwnMessages, forms.Form):
    """What a manager would like to know of an unwritten rule; without words it asks for more of anything."""

    words = forms.CharField(label=gettext_lazy("What would you like to know?"), required=False, max_length=300)


class TellForm(NamesChecked):
    """What somebody knows of an unwritten rule."""

    required_messages = {
        "words": gettext_lazy("Say what you know about it."),
    }

    names_in = ("words",)
    words = forms.CharField(
        label=gettext_lazy("What do you know about it?"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class KindForm(OwnMessages, forms.Form):
    """Policy, procedure, standard, or not sure yet, in the organisation's own words; where ``none_is_fine``, also that
    no rule is needed."""

    required_messages = {
        "kind": gettext_lazy("Choose a type."),
    }

    UNSURE, NONE = "unsure", "none"
    kind = forms.ChoiceField(label="", widget=forms.RadioSelect)

    def __init__(self, *args: Any, none_is_fine: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        words = terms()
        field.choices = [(name, f"{word}: {words[name].text.meaning}") for name, word in kind_choices(words)]
        field.choices += [(self.UNSURE, gettext_lazy("Not sure yet"))]
        if none_is_fine:
            nothing = gettext_lazy("No rule: people know what to do, and a rule would only get in the way")
            field.choices += [(self.NONE, nothing)]
        field.help_text = format_html('<a href="{}">{}</a>', reverse("words"), _("Glossary"))

    def clean_kind(self) -> str:
        """The kind's name, "" while nobody is sure, NONE where no rule is needed."""
        kind = str(self.cleaned_data["kind"])
        return "" if kind == self.UNSURE else kind


class DecideForm(OwnMessages, forms.Form):
    """Black, grey or not decided yet; nothing is chosen beforehand."""

    required_messages = {
        "flexibility": gettext_lazy("Choose black, grey or unclassified."),
    }

    flexibility = forms.ChoiceField(
        label=gettext_lazy("How far can it bend?"),
        choices=[
            (Flexibility.BLACK, gettext_lazy("Black: fixed")),
            (Flexibility.GREY, gettext_lazy("Grey: flexible, within limits")),
            (Flexibility.UNDECIDED, gettext_lazy("Unclassified")),
        ],
        widget=forms.RadioSelect,
    )
    rationale = forms.CharField(
        label=gettext_lazy("Why?"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    answers = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def clean_answers(self) -> str:
        """The answers, if they are some; they came with the page and nobody typed them."""
        answers = str(self.cleaned_data["answers"])
        return answers if is_answers(answers) else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("flexibility")
        if chosen in {Flexibility.BLACK, Flexibility.GREY} and not cleaned.get("rationale"):
            self.add_error("rationale", _("Say why in one line."))
        return cleaned


class SplitForm(OwnMessages, forms.Form):
    """What of a rule may bend, and why the rest may not."""

    required_messages = {
        "title": gettext_lazy("Enter a title for the grey rule."),
        "why_black": gettext_lazy("Say why the rest must stay black."),
        "why_grey": gettext_lazy("Say why this can bend."),
    }

    clauses = forms.MultipleChoiceField(
        label=gettext_lazy("What can bend?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what can bend.")},
    )
    title = forms.CharField(label=gettext_lazy("Title of the grey rule"), max_length=200)
    why_black = forms.CharField(
        label=gettext_lazy("Why must the rest stay black?"), max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    why_grey = forms.CharField(
        label=gettext_lazy("Why can this bend?"), max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    answers = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, clauses: Sequence[Judged], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["clauses"]
        field.choices = [(str(at), clause.text) for at, clause in enumerate(clauses)]

    def clean_answers(self) -> str:
        answers = str(self.cleaned_data["answers"])
        return answers if is_answers(answers) else ""


class Signature(OwnMessages, forms.Form):
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
        password = cleaned.get("password", "")
        if "password" in self.fields and not self.person.check_password(password):
            self.add_error("password", _("That password is incorrect.") if password else _("Enter your password."))
        return cleaned


class SignedForm(Signature):
    """A signature under one edition, which the form expects to be number so and so of a text of that version."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ProposeForm(SignedForm):
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
        planned = Organisation.the().midnight(day) if day else None
        return Proposal(cleaned["change"], cleaned["note"], cleaned["objections"], planned, version=cleaned["version"])


class SignForm(SignedForm):
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


class RetireForm(SignedForm):
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


class RestoreForm(SignedForm):
    required_messages = {
        "why": gettext_lazy("Say why you're restoring it."),
    }

    why = forms.CharField(
        label=gettext_lazy("Why are you restoring it?"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    field_order = ["why", "password"]


class DayForm(OwnMessages, forms.Form):
    """A day to look at."""

    required_messages = {
        "day": gettext_lazy("Enter a date."),
    }

    day = forms.DateField(label=gettext_lazy("In force on"), widget=forms.DateInput({"type": "date"}), required=True)


class WaveForm(OwnMessages, forms.Form):
    """Wave one piece of advice off, with a word why if one likes; or take one up again."""

    wave = forms.CharField(required=False, widget=forms.HiddenInput)
    take_up = forms.CharField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(label=gettext_lazy("Why?"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not is_key(cleaned.get("wave") or cleaned.get("take_up") or ""):
            raise ValidationError(_("Choose a suggestion to dismiss or show again."))
        return cleaned
