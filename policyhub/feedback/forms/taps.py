"""What the buttons on a card send, and the sentence behind one of them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from policyhub.registry.personal_data import NoPersonalDataMixin
from policyhub.ui.form_messages import OwnMessagesMixin

from ..actions.taps import DeviceStamp
from ..models import OptionUse
from ..models.entries import MAX_TEXT_LENGTH

MOST_EDITIONS = 2**31 - 1  # what a database counts with


class MomentField(forms.CharField):
    """A moment as a device writes it, ISO 8601. What cannot be read is none: a tap counts all the same."""

    def clean(self, value: Any) -> datetime | None:
        try:
            at = parse_datetime(str(value or "")[:40])
        except ValueError:
            return None
        return at if at is not None and timezone.is_aware(at) else None


class TapForm(OwnMessagesMixin, forms.Form):
    """One tap: about which edition, and how it came."""

    client_key = forms.UUIDField(required=False)
    edition = forms.IntegerField(min_value=1, max_value=MOST_EDITIONS)
    at = MomentField(required=False)

    @property
    def stamp(self) -> DeviceStamp:
        return DeviceStamp(self.cleaned_data["client_key"], self.cleaned_data["at"])


class OfferForm(TapForm):
    """A button on a card sends its option alone; a situation that comes with it must have that option."""

    situation = forms.UUIDField(required=False)
    option = forms.UUIDField()


class PulseForm(TapForm):
    fine = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class OptionOutcomeForm(OwnMessagesMixin, forms.Form):
    outcome = forms.ChoiceField(choices=OptionUse.Outcome)


class ReasonForm(NoPersonalDataMixin):
    """A sentence, if they like."""

    checked_fields = ("words",)
    words = forms.CharField(
        label=gettext_lazy("Why? (optional)"),
        max_length=MAX_TEXT_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Managers see this without your name."),
    )
