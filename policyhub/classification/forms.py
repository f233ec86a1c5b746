"""The forms of classifying: black, grey or unclassified, and the split into two rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.classification.suggestions import are_valid_answers
from policyhub.classifier import JudgedClause
from policyhub.registry.models import Flexibility
from policyhub.ui.form_messages import OwnMessagesMixin


class ClassifyForm(OwnMessagesMixin, forms.Form):
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
        return answers if are_valid_answers(answers) else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("flexibility")
        if chosen in {Flexibility.BLACK, Flexibility.GREY} and not cleaned.get("rationale"):
            self.add_error("rationale", _("Say why in one line."))
        return cleaned


class SplitForm(OwnMessagesMixin, forms.Form):
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

    def __init__(self, *args: Any, clauses: Sequence[JudgedClause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["clauses"]
        field.choices = [(str(at), clause.text) for at, clause in enumerate(clauses)]

    def clean_answers(self) -> str:
        answers = str(self.cleaned_data["answers"])
        return answers if are_valid_answers(answers) else ""
