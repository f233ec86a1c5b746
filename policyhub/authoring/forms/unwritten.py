"""Note a rule that nobody has written, ask about it, tell more of it."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from policyhub.registry.personal_data import NoPersonalDataMixin
from policyhub.ui.form_messages import OwnMessagesMixin


class CaptureForm(NoPersonalDataMixin):
    """A rule that so far lives in people's heads, in one short form. Its title becomes its address."""

    required_messages = {
        "title": gettext_lazy("Say what the rule is about."),
    }

    checked_fields = ("title", "statement")
    title = forms.CharField(label=gettext_lazy("What's the rule about?"), max_length=200)
    statement = forms.CharField(
        label=gettext_lazy("What do we do, as far as you know?"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class AskForMoreForm(OwnMessagesMixin, forms.Form):
    """What a manager would like to know of an unwritten rule; without words it asks for more of anything."""

    words = forms.CharField(label=gettext_lazy("What would you like to know?"), required=False, max_length=300)


class TellMoreForm(NoPersonalDataMixin):
    """What somebody knows of an unwritten rule."""

    required_messages = {
        "words": gettext_lazy("Say what you know about it."),
    }

    checked_fields = ("words",)
    words = forms.CharField(
        label=gettext_lazy("What do you know about it?"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
