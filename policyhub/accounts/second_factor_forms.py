"""The forms of the second factor. Apart from the others, since allauth's must not be imported early."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.ui.form_messages import OwnMessagesMixin

from .forms import ConfirmPasswordForm

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class SignInCodeForm(OwnMessagesMixin, AuthenticateForm):
    """The code that is asked after the password; allauth checks it and counts wrong ones."""

    required_messages = {
        "code": gettext_lazy("Enter the code."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = gettext_lazy("Code from your app, or a recovery code")
        self.fields["code"].widget = forms.TextInput(CODE)


class SecondFactorForm(ConfirmPasswordForm):
    """Sets the second factor up: a code shows that the app has the secret."""

    required_messages = {
        "code": gettext_lazy("Enter the six-digit code."),
    }

    code = forms.CharField(
        label=gettext_lazy("Six-digit code from the app"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ["code", "password"]

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).replace(" ", "")
        if not validate_totp_code(self.secret, code):
            raise ValidationError(_("That code doesn't match. Wait for the next one and try again."))
        return code
