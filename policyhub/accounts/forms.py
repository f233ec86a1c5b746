"""Forms about people and the organisation."""

from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Invitation, Membership, Organisation, Team, User

CONTINENTS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The world's time zones by their places, grouped by continent."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS and "/" in name)
    groups = groupby(names, lambda name: name.split("/")[0])
    return [(group, [(n, n.split("/", 1)[1].replace("_", " ")) for n in there]) for group, there in groups] + [
        ("UTC", [("UTC", "UTC")])
    ]


class NewPerson(forms.ModelForm[User]):
    """Name, user name and a password for somebody who is new here."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("Ten characters or more. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ["name", "username", "email"]
        labels = {"name": _("Your name"), "email": _("E-mail (if you like)")}
        help_texts = {"username": _("What you sign in with.")}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        password = self.cleaned_data.get("password")
        try:
            if password:
                validate_password(password, self.instance)  # which has its name by now
        except ValidationError as problem:
            self.add_error("password", problem)


class StartForm(NewPerson):
    """The first page of an empty PolicyHub."""

    organisation = forms.CharField(label=_("Name of your organisation"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        initial="Europe/London",
        widget=forms.Select({"data-guess": "zone"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your rules"),
        choices=Organisation._meta.get_field("language").choices or [],
        help_text=_("The pages around them are in English so far."),
    )
    field_order = ["organisation", "name", "username", "email", "password", "time_zone", "language"]


class OrganisationForm(forms.ModelForm[Organisation]):
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = Organisation
        fields = ["name", "time_zone", "language", "currency", "second_person", "complete_before_in_force"]
        labels = {"language": _("Language of your rules")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["time_zone"]
        named = {name for _group, there in zone_choices() for name, _words in there}
        own = self.instance.time_zone
        field.choices = [*zone_choices(), *([] if own in named else [(own, own)])]


class TeamForm(forms.ModelForm[Team]):
    class Meta:
        model = Team
        fields = ["name"]


class InvitationForm(forms.ModelForm[Invitation]):
    class Meta:
        model = Invitation
        fields = ["name", "team", "role", "email"]


class RoleForm(forms.ModelForm[Membership]):
    class Meta:
        model = Membership
        fields = ["team", "role"]

    def validate_unique(self) -> None:
        """A person who is in the team already gets the new role there."""


class PasswordForm(forms.Form):
    """Change one's own password."""

    old = forms.CharField(
        label=_("Your password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("Your new password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_old(self) -> str:
        if not self.person.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("This is not your password."))
        return str(self.cleaned_data["old"])

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.person)
        return str(self.cleaned_data["new"])
