"""Dismiss a writing suggestion, or show it again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.authoring.advice import is_key
from policyhub.ui.form_messages import OwnMessagesMixin


class DismissAdviceForm(OwnMessagesMixin, forms.Form):
    """Dismiss one suggestion (``wave``), with an optional reason; or show one again (``take_up``)."""

    wave = forms.CharField(required=False, widget=forms.HiddenInput)
    take_up = forms.CharField(required=False, widget=forms.HiddenInput)
    why = forms.CharField(label=gettext_lazy("Why?"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not is_key(cleaned.get("wave") or cleaned.get("take_up") or ""):
            raise ValidationError(_("Choose a suggestion to dismiss or show again."))
        return cleaned
