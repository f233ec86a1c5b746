"""Forms say in our own words what is missing or wrong: no sentence of the framework's, and never a label before it."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from policyhub.accounts.forms import PeopleListForm
from policyhub.accounts.models import User
from policyhub.authoring.forms.editor import rule_form
from policyhub.authoring.nested_formsets import RowForm
from policyhub.registry.kinds import kinds, row_specs_of
from policyhub.registry.models import Rule
from policyhub.ui.form_messages import (
    ANY_FIELD_MESSAGES,
    FIELD_CLASS_MESSAGES,
    MODEL_FIELD_MESSAGES,
    OwnMessagesMixin,
    default_messages,
    model_of,
    required_message,
    use_own_messages,
)

PACKAGES = ("policyhub", "policies", "procedures", "standards")
SENT_BY_BUTTONS = {  # nobody fills them in: buttons send them whole, and what is wrong is told as "didn't work"
    "policyhub.feedback.forms.taps.TapForm",
    "policyhub.feedback.forms.taps.OfferForm",
    "policyhub.feedback.forms.taps.PulseForm",
    "policyhub.feedback.forms.taps.OptionOutcomeForm",
    "policyhub.search.forms.synonyms.SynonymSwitchForm",
}
DJANGOS = {str(message) for kind in forms.Field.__subclasses__() for message in default_messages(kind).values()}


def all_form_classes() -> list[type[forms.BaseForm]]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if "migrations" not in module.name and not module.name.endswith("wsgi"):
                importlib.import_module(module.name)
    return sorted(set(below(forms.BaseForm)), key=name_of)


def below(kind: type) -> Iterator[type[forms.BaseForm]]:
    for form in kind.__subclasses__():
        if form.__module__.startswith(PACKAGES):
            yield form
        yield from below(form)


def name_of(form: type) -> str:
    return f"{form.__module__}.{form.__qualname__}"


def required_fields(form: Any) -> Iterator[tuple[str, forms.Field]]:
    fields = form.base_fields if isinstance(form, type) else form.fields
    for name, field in fields.items():
        if field.required and not field.widget.is_hidden:
            yield name, field


def lacking(form: Any) -> list[str]:
    """Required fields of a form, or a form class, that would say "This field is required."."""
    own = []
    for name, field in required_fields(form):
        given = field.error_messages["required"] is not default_messages(type(field)).get("required")
        if not given and not required_message(form, name):
            own.append(name)
    return own


def dynamic_forms() -> Iterator[Any]:
    """Forms that are made as they are asked for: of a rule of each kind, of each kind of row, of the admin."""
    for kind in kinds.values():
        names = [f.name for f in kind.model._meta.fields if f.editable and not f.primary_key and f.name != "rule_ptr"]
        yield rule_form(kind, names)
        for spec in row_specs_of(kind.name):
            yield from row_forms(spec)
    request = RequestFactory().get("/admin/")
    request.user = User(is_admin=True)
    for model_admin in admin.site._registry.values():
        if model_admin.has_change_permission(request) or model_admin.has_add_permission(request):
            yield model_admin.get_form(request, None)


def row_forms(spec: Any) -> Iterator[RowForm]:
    yield RowForm(spec, None, None, "row")
    for nested in spec.nested:
        yield from row_forms(nested)


# --- Every form ---


def test_the_walk_meets_all_forms() -> None:
    names = {form.__name__ for form in all_form_classes()}
    assert {"CaptureForm", "SetUpForm", "SignInForm", "SignInCodeForm", "ResultForm", "RuleAdminForm"} <= names
    assert len(names) > 50
    assert {name_of(form) for form in all_form_classes()} >= SENT_BY_BUTTONS


def test_every_form_is_checked_with_our_messages() -> None:
    without = [name_of(form) for form in all_form_classes() if not issubclass(form, OwnMessagesMixin)]
    assert without == []


def test_every_required_field_says_what_to_enter() -> None:
    forms_here = [form for form in all_form_classes() if name_of(form) not in SENT_BY_BUTTONS]
    assert {name_of(form): lacking(form) for form in forms_here if lacking(form)} == {}


@pytest.mark.django_db
def test_every_required_field_of_a_form_made_on_demand_says_what_to_enter() -> None:
    made = list(dynamic_forms())
    assert len(made) > 20
    assert {f"{model_of(form)} {form}": lacking(form) for form in made if lacking(form)} == {}


def test_a_required_field_without_a_message_is_noticed() -> None:
    class Forgetful(OwnMessagesMixin, forms.Form):
        title = forms.CharField()
        answered = forms.CharField(error_messages={"required": "Enter it."})
        secret = forms.CharField(widget=forms.HiddenInput)

    assert lacking(Forgetful) == ["title"]


def test_each_message_belongs_to_a_field_that_there_is() -> None:
    for name in MODEL_FIELD_MESSAGES:
        app, model, field = name.split(".")
        assert apps.get_model(app, model)._meta.get_field(field), name
    for form in all_form_classes():
        for name in vars(form).get("required_messages", {}):
            fields = {**form.base_fields, **{f.name: f for f in getattr(model_of(form), "_meta", Rule._meta).fields}}
            added = name in {"login", "code", "password"}  # by the sign-in library, as the form is made
            assert name in fields or added, (form, name)


def test_messages_are_sentences_that_say_what_to_do() -> None:
    declared = [message for form in all_form_classes() for message in vars(form).get("required_messages", {}).values()]
    for message in map(str, [*MODEL_FIELD_MESSAGES.values(), *declared]):
        assert message.split()[0] in {"Enter", "Choose", "Say", "Paste"}, message
        assert message.endswith("."), message
        assert "please" not in message.lower()


# --- The framework's other messages ---


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (forms.EmailField(), "ana", "Enter an email address, such as name@example.org."),
        (forms.DateField(), "soon", "Enter a date, such as 2027-03-31."),
        (forms.IntegerField(), "x", "Enter a whole number."),
        (forms.IntegerField(min_value=3), "1", "Enter 3 or more."),
        (forms.IntegerField(max_value=3), "5", "Enter a number up to 3."),
        (forms.DecimalField(), "x", "Enter a number."),
        (forms.DecimalField(decimal_places=2, max_digits=6), "1.234", "Use up to 2 decimal places."),
        (forms.CharField(max_length=3), "abcde", "Use up to 3 characters. You've used 5."),
        (forms.CharField(min_length=3), "a", "Use at least 3 characters."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "That's no longer on the list. Choose another."),
    ],
)
def test_what_is_wrong_is_said_in_our_words(field: forms.Field, value: str, message: str) -> None:
    use_own_messages(field, None)
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    assert refused.value.messages == [message]


def test_a_message_that_was_given_to_the_field_stays() -> None:
    field = forms.ChoiceField(choices=[], error_messages={"invalid_choice": "It went.", "required": "Say it."})
    use_own_messages(field, "Another.")
    assert field.error_messages["invalid_choice"] == "It went."
    assert field.error_messages["required"] == "Say it."


def test_no_message_of_ours_is_one_of_djangos() -> None:
    ours = [*ANY_FIELD_MESSAGES.values(), *(text for _kind, texts in FIELD_CLASS_MESSAGES for text in texts.values())]
    assert DJANGOS & {str(message) for message in ours} == set()


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("short", "Use at least 12 characters."),
        ("password123", "Many people use this password. Choose another."),
        ("ana.ruiz.1", "This is too much like your username or email. Choose another."),
    ],
)
def test_a_password_is_refused_in_our_words(password: str, message: str, db: None) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(username="ana.ruiz.1", name="x"))
    assert message in refused.value.messages


# --- Where they are shown ---


class Sample(OwnMessagesMixin, forms.Form):
    required_messages = {"about": "Say what it's about."}
    about = forms.CharField(label="What's it about?")
    choice = forms.ChoiceField(
        label="Which?", choices=[("a", "A")], widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )


def test_the_summary_shows_the_error_alone_and_links_to_its_field() -> None:
    form = Sample({})
    html = render_to_string("_components/errors.html", {"form": form})
    assert form.errors
    assert "There's a problem" in html.replace("&#x27;", "'")
    assert '<a href="#id_about">Say what it&#x27;s about.</a>' in html
    assert '<a href="#id_choice_0">Choose one.</a>' in html
    assert "?:" not in html


def test_a_page_says_what_to_enter(people: Any, sign_in: Any) -> None:
    page = sign_in(people.sam).post(reverse("authoring:capture"), {"title": ""})
    assert page.status_code == 422
    assert page.text.count("Say what the rule is about.") == 2, "in the summary and at the field"
    assert "This field is required" not in page.text


def test_a_row_of_a_rule_says_what_to_enter(people: Any) -> None:
    spec = next(spec for spec in row_specs_of("policy") if spec.name == "reasons")
    row = RowForm(spec, {"r-basis": "", "r-text": "The water is shallow."}, None, "r")
    assert not row.is_valid()
    assert row.errors == {"basis": ["Choose a type of reason."]}


def test_the_admin_says_what_to_enter(people: Any, sign_in: Any) -> None:
    page = sign_in(people.ada).post("/admin/accounts/team/add/", {"name": ""})
    assert "Enter a team name." in page.text


def test_a_line_of_the_people_list_is_told_in_whole_sentences(people: Any) -> None:
    lines = ["Lea Kern, Kitchen", "Tom, Desk, chef", "Sam Two, Desk, staff, sam@example.org", "Ivo, Desk, staff, x"]
    form = PeopleListForm({"lines": "\n".join([*lines, ", Desk"])})
    assert not form.is_valid()
    assert form.errors["lines"] == [
        "Line 1, Lea Kern: There's no team called “Kitchen”.",
        "Line 2, Tom: “chef” isn't a role. Use staff, lead or manager.",
        "Line 3, Sam Two: This email address is already in use.",
        "Line 4, Ivo: Enter an email address, such as name@example.org.",
        "Line 5: Enter the person's name.",
    ]
