"""What forms say when something is missing or can't be read: our own sentences, never a framework's.

A form declares the message of each required field in ``required_messages``; fields that come from a model have theirs
in ``OF_MODELS``, so that pages, rows of a rule and the admin say the same. ``FRAMEWORK`` replaces the other messages
of Django's fields. A test walks all forms and fails for a required field without a message of its own.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

# By the model that has the field, and its name
MODEL_FIELD_MESSAGES: dict[str, StrOrPromise] = {
    "accounts.organisation.name": _("Enter the name of your organisation."),
    "accounts.organisation.time_zone": _("Choose a time zone."),
    "accounts.organisation.language": _("Choose a language."),
    "accounts.team.name": _("Enter a team name."),
    "accounts.user.name": _("Enter a name."),
    "accounts.user.username": _("Enter a username."),
    "accounts.invitation.name": _("Enter the person's name."),
    "accounts.invitation.team": _("Choose a team."),
    "accounts.invitation.role": _("Choose a role."),
    "accounts.membership.person": _("Choose a person."),
    "accounts.membership.team": _("Choose a team."),
    "accounts.membership.role": _("Choose a role."),
    "background.mailserver.port": _("Enter the port, such as 587."),
    "background.mailserver.security": _("Choose how the connection is encrypted."),
    "registry.rule.title": _("Enter a title."),
    "registry.rule.language": _("Choose a language."),
    "registry.rule.review_months": _("Enter the number of months between reviews."),
    "registry.reason.basis": _("Choose a type of reason."),
    "registry.reason.text": _("Enter the reason."),
    "registry.benefit.text": _("Enter how it helps the customer."),
    "registry.line.side": _("Choose always or never."),
    "registry.line.text": _("Enter what always or never applies."),
    "registry.situation.text": _("Enter the situation."),
    "registry.option.text": _("Enter the option."),
    "registry.option.grantor": _("Choose who can approve it."),
    "registry.rulelink.kind": _("Choose how the rules are linked."),
    "registry.rulelink.from_rule": _("Choose a rule."),
    "registry.rulelink.to_rule": _("Choose the rule to link."),
    "glossary.term.word": _("Enter the term."),
    "glossary.term.meaning": _("Enter what the term means."),
    "touchpoints.touchpoint.name": _("Enter what customers do."),
    "policies.alternative.text": _("Enter the alternative."),
    "procedures.step.text": _("Enter what to do in this step."),
    "procedures.step.firmness": _("Choose how strict this step is."),
    "procedures.checklistitem.text": _("Enter the item."),
    "standards.measure.criterion": _("Enter what you check."),
    "standards.measure.target": _("Enter the target."),
    "reviews.round.name": _("Enter a name for the review round."),
    "reviews.round.reviewer": _("Choose a reviewer."),
    "reviews.round.due": _("Enter the due date."),
    "search.synonym.words": _("Enter the terms, separated by commas."),
    "imports.item.title": _("Enter a title."),
}

ANY_FIELD_MESSAGES: dict[str, StrOrPromise] = {
    "max_length": _("Use up to %(limit_value)s characters. You've used %(show_value)s."),
    "min_length": _("Use at least %(limit_value)s characters."),
    "max_value": _("Enter a number up to %(limit_value)s."),
    "min_value": _("Enter %(limit_value)s or more."),
    "null_characters_not_allowed": _("Remove the invisible characters."),
    "unique": _("That's already in use. Choose another."),
}
NOT_LISTED = _("That's no longer on the list. Choose another.")
# The first class of which a field is one counts
FIELD_CLASS_MESSAGES: list[tuple[type[forms.Field], dict[str, StrOrPromise]]] = [
    (forms.EmailField, {"invalid": _("Enter an email address, such as name@example.org.")}),
    (forms.DateField, {"invalid": _("Enter a date, such as 2027-03-31.")}),
    (
        forms.DecimalField,
        {
            "max_digits": _("That number is too long."),
            "max_decimal_places": _("Use up to %(max)s decimal places."),
            "max_whole_digits": _("That number is too large."),
        },
    ),
    (forms.ModelMultipleChoiceField, {"invalid_choice": NOT_LISTED, "invalid_pk_value": NOT_LISTED}),
    (forms.ModelChoiceField, {"invalid_choice": NOT_LISTED}),
    (forms.ChoiceField, {"invalid_choice": NOT_LISTED}),
    (
        forms.FileField,
        {
            "invalid": _("That file didn't arrive. Choose it again."),
            "missing": _("That file didn't arrive. Choose it again."),
            "empty": _("That file is empty."),
        },
    ),
]


class OwnMessagesMixin:
    """A form whose fields say in our own words what is missing or wrong. Stands before Django's form class."""

    required_messages: ClassVar[Mapping[str, StrOrPromise]] = {}

    def full_clean(self) -> None:
        """Fields may have been added since the form was made, so their messages are set when it is checked."""
        form: Any = self
        for name, field in form.fields.items():
            use_own_messages(field, required_message(form, name))
        super().full_clean()  # type: ignore[misc]


def required_message(form: Any, name: str) -> StrOrPromise | None:
    """What is declared for the field of this name, by the form, the classes it comes from, or the field's model.

    ``form``: a form or its class.
    """
    kind = form if isinstance(form, type) else type(form)
    for base in kind.__mro__:
        if name in vars(base).get("required_messages", {}):
            message: StrOrPromise = vars(base)["required_messages"][name]
            return message
    model = model_of(form)
    try:
        field: Any = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    return MODEL_FIELD_MESSAGES.get(f"{field.model._meta.label_lower}.{name}") if field is not None else None


def model_of(form: Any) -> Any:
    """The model whose fields a form has: of a model form, or of a row."""
    spec = getattr(form, "spec", None)
    return spec.model if spec else getattr(getattr(form, "_meta", None), "model", None)


def use_own_messages(field: forms.Field, required: StrOrPromise | None) -> None:
    """Put our messages where the field still has Django's; what was given to this very field stays."""
    djangos = default_messages(type(field))
    framework = next((messages for kind, messages in FIELD_CLASS_MESSAGES if isinstance(field, kind)), {})
    ours = {**ANY_FIELD_MESSAGES, **framework, **({"required": required} if required else {})}
    for code, message in ours.items():
        if field.error_messages.get(code) is djangos.get(code):
            field.error_messages[code] = message


def default_messages(kind: type) -> dict[str, Any]:
    """The messages that a field of this class begins with."""
    messages: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        messages |= vars(base).get("default_error_messages", {})
    return messages


def model_error_messages(error: ValidationError, model: type[Model]) -> Iterator[str]:
    """What a model's own check found, as a form would have said it."""
    for name, errors in error.error_dict.items():
        field: Any = None if name == NON_FIELD_ERRORS else model._meta.get_field(name).formfield()  # type: ignore[union-attr]
        if field is not None:
            use_own_messages(field, MODEL_FIELD_MESSAGES.get(f"{model._meta.label_lower}.{name}"))
        for field_error in errors:
            code = {"blank": "required", "null": "required"}.get(str(field_error.code), str(field_error.code))
            message = field.error_messages.get(code) if field is not None else None
            yield from ValidationError(message or field_error.message, field_error.code, field_error.params).messages
