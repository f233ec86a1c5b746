"""The sign-in form, in our words. Apart from the other forms, since allauth's must not be imported early."""

from typing import Any

from allauth.account.forms import LoginForm
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from policyhub.ui.form_messages import OwnMessagesMixin

from . import shared_device


class SignInForm(OwnMessagesMixin, LoginForm):
    required_messages = {
        "login": _("Enter your username or email."),
        "password": _("Enter your password."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or email")
        self.fields["remember"].label = _("Keep me signed in on this device")
        if shared_device.is_shared_device(self.request):
            self.fields["remember"].widget = HiddenInput()  # there a sign-in ends with the browser
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_remember(self) -> bool:
        return bool(self.cleaned_data["remember"]) and not shared_device.is_shared_device(self.request)
