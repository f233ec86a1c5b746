"""Asking and answering, and what a pack for a meeting holds."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from policyhub.accounts.models import User
from policyhub.registry.forms.fields import KeysField
from policyhub.registry.kinds import sections_of
from policyhub.registry.models import Rule
from policyhub.registry.personal_data import NoPersonalDataMixin
from policyhub.ui.form_messages import OwnMessagesMixin

from .models import TEXT_LIMIT


class ReplyForm(NoPersonalDataMixin):
    """One answer in a thread."""

    required_messages = {
        "text": gettext_lazy("Enter a reply."),
    }

    checked_fields = ("text",)
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, data: Any = None, *, thread: int) -> None:
        super().__init__(data, auto_id=f"answer-{thread}-%s")
        self.thread = thread


class CommentForm(NoPersonalDataMixin):
    """Something to ask or to say, about which part, and who should see it."""

    required_messages = {
        "text": gettext_lazy("Enter a comment."),
    }

    checked_fields = ("text",)
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
        part_field: Any = self.fields["part"]
        part_field.choices = [("", gettext_lazy("The whole rule")), *((p.name, p.label) for p in sections_of(rule))]
        people_field: Any = self.fields["people"]
        people_field.queryset = readers
        people_field.choices = [(person.pk, str(person)) for person in people]


class MeetingPackForm(OwnMessagesMixin, forms.Form):
    """What is printed of each rule."""

    card = forms.BooleanField(label=gettext_lazy("Card, as staff see it"), required=False)
    reasons = forms.BooleanField(label=gettext_lazy("Why it's black or grey"), required=False)
    questions = forms.BooleanField(label=gettext_lazy("Open comments"), required=False)
    lines = forms.BooleanField(label=gettext_lazy("Lines for notes"), required=False)
