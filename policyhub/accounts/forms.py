"""Forms about people and the organisation."""

import csv
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policyhub.background.models import MailServer
from policyhub.ui.form_messages import OwnMessagesMixin, model_error_messages

from . import limits
from .models import Invitation, Membership, Organisation, Role, Team, User
from .set_up_code import is_set_up_code

CONTINENTS = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The world's time zones by their places, grouped by continent."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS and "/" in name)
    groups = groupby(names, lambda name: name.split("/")[0])
    return [(group, [(n, n.split("/", 1)[1].replace("_", " ")) for n in zones]) for group, zones in groups] + [
        ("UTC", [("UTC", "UTC")])
    ]


class NewPersonForm(OwnMessagesMixin, forms.ModelForm[User]):
    """Name, user name and a password for somebody who is new here."""

    required_messages = {
        "name": _("Enter your name."),
        "username": _("Choose a username."),
        "password": _("Choose a password."),
    }

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least twelve characters. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ["name", "username", "email"]
        labels = {"name": _("Your name"), "email": _("Email (optional)")}
        help_texts = {"username": _("You'll sign in with this.")}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        password = self.cleaned_data.get("password")
        try:
            if password:
                validate_password(password, self.instance)  # which has its name by now
        except ValidationError as problem:
            self.add_error("password", problem)


class SetUpForm(NewPersonForm):
    """The first page of an empty PolicyHub."""

    required_messages = {
        "organisation": _("Enter the name of your organisation."),
        "time_zone": _("Choose a time zone."),
        "language": _("Choose a language."),
        "code": _("Enter the set-up code."),
    }

    organisation = forms.CharField(label=_("Organisation name"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        initial="Europe/London",
        widget=forms.Select({"data-guess": "zone"}),
    )
    language = forms.ChoiceField(
        label=_("Language of your rules"),
        choices=Organisation._meta.get_field("language").choices or [],
        help_text=_("The interface is in English for now."),
    )
    code = forms.CharField(
        label=_("Set-up code"),
        max_length=20,
        help_text=_("It's on the terminal where PolicyHub was started."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["code", "organisation", "name", "username", "email", "password", "time_zone", "language"]

    def __init__(self, *args: Any, asks_code: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]

    def clean_code(self) -> str:
        if not limits.may_try_link(limits.current_request()):
            raise ValidationError(_("Too many wrong codes. Wait a few minutes, then try again."))
        if not is_set_up_code(self.cleaned_data["code"]):
            raise ValidationError(_("That isn't the code. Look at the terminal where PolicyHub was started."))
        return str(self.cleaned_data["code"])


class OrganisationForm(OwnMessagesMixin, forms.ModelForm[Organisation]):
    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = Organisation
        fields = ["name", "time_zone", "language", "currency", "second_person", "complete_before_in_force"]
        fields += ["second_factor", "customers_pages"]
        labels = {"language": _("Language of your rules")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["time_zone"]
        zone_names = {name for _group, zones in zone_choices() for name, _label in zones}
        current_zone = self.instance.time_zone
        field.choices = [*zone_choices(), *([] if current_zone in zone_names else [(current_zone, current_zone)])]


class TeamForm(OwnMessagesMixin, forms.ModelForm[Team]):
    class Meta:
        model = Team
        fields = ["name"]


class InvitationForm(OwnMessagesMixin, forms.ModelForm[Invitation]):
    class Meta:
        model = Invitation
        fields = ["name", "team", "role", "email"]


class RoleForm(OwnMessagesMixin, forms.ModelForm[Membership]):
    class Meta:
        model = Membership
        fields = ["team", "role"]

    def validate_unique(self) -> None:
        """A person who is in the team already gets the new role there."""


class DetailsForm(OwnMessagesMixin, forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "phone", "email"]


class ActiveForm(OwnMessagesMixin, forms.Form):
    """Whether somebody works here from now on."""

    active = forms.IntegerField(min_value=0, max_value=1, widget=forms.HiddenInput)


class PeopleListForm(OwnMessagesMixin, forms.Form):
    """People as lines of text or as a file of such lines. What is wrong is said line by line."""

    MAX_PEOPLE, MAX_BYTES = 500, 200_000

    lines = forms.CharField(
        label=_("Paste your list"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea({"rows": 8, "placeholder": "Sam Lee, Front desk, staff, sam@example.org"}),
    )
    file = forms.FileField(label=_("or choose a CSV file"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["people"] = self.read(cleaned.get("lines", "") + self.in_file(cleaned.get("file")))
        return cleaned

    def in_file(self, file: Any) -> str:
        if file is None:
            return ""
        try:
            return "\n" + str(file.read(self.MAX_BYTES).decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", _("This isn't a text file. Save the table as CSV (UTF-8)."))
            return ""

    def read(self, text: str) -> list[Invitation]:
        rows = [row for row in csv.reader(text.splitlines(), delimiter=delimiter_of(text)) if any(map(str.strip, row))]
        self.teams = {team.name.casefold(): team for team in Team.objects.all()}
        if rows and rows[0][0].strip().casefold() in {"name", str(_("name"))}:
            rows = rows[1:]
        if not rows and not self.errors:
            self.add_error("lines", _("Enter at least one line."))
        if len(rows) > self.MAX_PEOPLE:
            self.add_error(
                "lines",
                _("That's more than %(n)s people. Split the list and add it in parts.") % {"n": self.MAX_PEOPLE},
            )
            return []
        invitations = [self.person(n, row) for n, row in enumerate(rows, 1)]
        return [invitation for invitation in invitations if invitation is not None]

    def person(self, n: int, row: list[str]) -> Invitation | None:
        """The invitation that line ``n`` asks for; None, and an error at the field, if it cannot be read."""
        name, team, role, email = ([cell.strip() for cell in row] + [""] * 4)[:4]
        matched_team = self.teams.get(team.casefold()) if team else next(iter(self.teams.values()), None)
        problem: Any = None
        if matched_team is None:
            problem = _("There's no team called “%(team)s”.") % {"team": team}
        roles = {word.casefold(): value for value, label in Role.choices for word in (value, str(label))}
        if problem is None and role and role.casefold() not in roles:
            problem = _("“%(role)s” isn't a role. Use staff, lead or manager.") % {"role": role}
        invitation = Invitation(name=name, team=matched_team, role=roles.get(role.casefold(), Role.STAFF), email=email)
        try:
            if problem is None:
                invitation.full_clean(exclude=["invited_by", "invited_at", "token", "used_by", "used_at"])
                return invitation
        except ValidationError as error:
            problem = " ".join(model_error_messages(error, Invitation))
        message = _("Line %(n)s, %(name)s: %(problem)s") if name else _("Line %(n)s: %(problem)s")
        self.add_error("lines", message % {"n": n, "name": name, "problem": problem})
        return None


def delimiter_of(text: str) -> str:
    first = text.strip().split("\n")[0]
    return max(",;\t", key=first.count)


class MailServerForm(OwnMessagesMixin, forms.ModelForm[MailServer]):
    """The password is never shown; left empty, it stays as it is."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=200,
        help_text=_("Not shown. Leave blank to keep the current one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = MailServer
        fields = ["host", "port", "security", "username", "password", "sender"]

    def clean_password(self) -> str:
        typed = str(self.cleaned_data["password"])
        if not typed:
            self.changed_data[:] = [name for name in self.changed_data if name != "password"]
            return str(self.initial.get("password", ""))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("host") and not cleaned.get("sender"):
            self.add_error("sender", _("Enter a sender, such as policyhub@your-organisation.org."))
        return cleaned


class MailTestForm(OwnMessagesMixin, forms.Form):
    required_messages = {
        "address": _("Enter the address to send it to."),
    }

    address = forms.EmailField(label=_("Send to"))


class NewPasswordForm(OwnMessagesMixin, forms.Form):
    """A new password, for whoever holds the link."""

    required_messages = {
        "password": _("Choose a new password."),
    }

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least twelve characters. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.person)
        return str(self.cleaned_data["password"])


class ChangePasswordForm(OwnMessagesMixin, forms.Form):
    """Change one's own password."""

    required_messages = {
        "old": _("Enter your current password."),
        "new": _("Choose a new password."),
    }

    old = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_old(self) -> str:
        limits.confirm_password(self.person, self.cleaned_data["old"])
        return str(self.cleaned_data["old"])

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.person)
        return str(self.cleaned_data["new"])


class ConfirmPasswordForm(OwnMessagesMixin, forms.Form):
    """The password once more."""

    required_messages = {
        "password": _("Enter your password."),
    }

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        limits.confirm_password(self.person, self.cleaned_data["password"])
        return str(self.cleaned_data["password"])
