"""Asking and answering, and what a pack for a meeting holds."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from policyhub.accounts.models import User
from policyhub.registry.forms.fields import KeysField
from policyhub.registry.kinds import parts_of
from policyhub.registry.models import Rule
from policyhub.registry.personal_data import NamesChecked
from policyhub.ui.form_messages import OwnMessages

from .models import TEXT_LIMIT


class AnswerForm(NamesChecked):
    """One answer in a thread."""

    required_messages = {
        "text": gettext_lazy("Enter a reply."),
    }

    names_in = ("text",)
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, data: Any = None, *, thread: int) -> None:
        super().__init__(data, auto_id=f"answer-{thread}-%s")
        self.thread = thread


class SayForm(NamesChecked):
    """Something to ask or to say, about which part, and who should see it."""

    required_messages = {
        "text": gettext_lazy("Enter a comment."),
    }

    names_in = ("text",)
    part = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Your comment"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 3})
    )
    people = KeysField(
        label=gettext_lazy("Notify"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Someone you chose can't read this rule.")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, rule: Rule, readers: Any, people: Iterable[User], **kwargs: Any) -> None:
        """``people``: those of the ``readers`` who are shown to be ticked; any other is as good."""
        super().__init__(*args, **kwargs)
        part: Any = self.fields["part"]
        part.choices = [("", gettext_lazy("The whole rule")), *((p.name, p.words) for p in parts_of(rule))]
        whom: Any = self.fields["people"]
        whom.queryset = readers
        whom.choices = [(person.pk, str(person)) for person in people]


class PackForm(OwnMessages, forms.Form):
    """What is printed of each rule."""

    card = forms.BooleanField(label=gettext_lazy("Card, as staff see it"), required=False)
    reasons = forms.BooleanField(label=gettext_lazy("Why it's black or grey"), required=False)
    questions = forms.BooleanField(label=gettext_lazy("Open comments"), required=False)
    lines = forms.BooleanField(label=gettext_lazy("Lines for notes"), required=False)
