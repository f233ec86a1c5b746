"""The admin speaks as the rest does: its tables and fields have names, and inner tables are not shown."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from policyhub.accounts.models import Organisation, User
from policyhub.dashboard.admin import LEFT_OUT
from tests.factories import BLACK_ROWS, RuleFactory, put_in_force

REGISTERED = sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)
MODELS = [pytest.param(model, id=model._meta.label) for model, _shown in REGISTERED]
HIDDEN = {
    "TermWeights",
    "Card",
    "Chain",
    "PopularRule",
    "CustomerAddress",
    "CustomerPage",
    "Draft",
    "Gram",
    "OldSlug",
    "Pulse",
}
HIDDEN |= {"SearchRow", "Session", "Suggestion", "Uncounted", "Upload", "IndexedWord"}
# Of one word, and yet nothing that a person would call it
FOR_MACHINES = {
    "at",
    "by",
    "key",
    "folded",
    "marks",
    "said",
    "told",
    "like",
    "words",
    "version",
    "used",
    "heads",
}


def shown_fields(model: Any, shown: Any) -> list[Any]:
    return [
        field
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if not shown.is_hidden(field) and not field.primary_key
    ]


@pytest.mark.parametrize("model", MODELS)
def test_a_table_is_named_and_its_plural_is_one(model: type[models.Model]) -> None:
    given = model._meta.original_attrs  # type: ignore[attr-defined]
    assert "verbose_name" in given
    assert "verbose_name_plural" in given
    one, many = str(model._meta.verbose_name), str(model._meta.verbose_name_plural)
    assert one != many
    assert not re.search(r"(?:ss|[^aeiou]ys|chs|xs)$", many), many
    assert one == one.lower()
    assert not re.fullmatch(r"\w+ed", one), "a participle is no name"


def test_a_plural_as_the_framework_makes_it_is_noticed() -> None:
    assert re.search(r"(?:ss|[^aeiou]ys|chs|xs)$", "customer addresss")
    assert re.search(r"(?:ss|[^aeiou]ys|chs|xs)$", "policys")
    assert re.fullmatch(r"\w+ed", "asked")


@pytest.mark.parametrize("model", MODELS)
def test_every_field_that_is_shown_has_a_name_that_a_person_would_use(model: type[models.Model]) -> None:
    for field in shown_fields(model, admin.site._registry[model]):
        name = str(field.verbose_name)
        made_of_the_column = field._verbose_name is None
        assert not (made_of_the_column and "_" in field.name), f"{field}: give it a verbose_name"
        assert not (made_of_the_column and name in FOR_MACHINES), field
        assert not re.search(r"\b(?:at|edition)$", name), field


def test_inner_tables_are_not_shown() -> None:
    assert {model.__name__ for model in LEFT_OUT} == HIDDEN
    assert HIDDEN & {model.__name__ for model, _shown in REGISTERED} == set()


def test_keys_for_machines_are_shown_nowhere() -> None:
    for model, shown in REGISTERED:
        columns = {column for column in shown.get_list_display(None) if isinstance(column, str)}
        machines = {f.name for f in model._meta.fields if isinstance(f, models.UUIDField)}
        assert columns & machines == set(), model


def test_the_front_page_names_what_there_is(people: Any, sign_in: Any) -> None:
    page = sign_in(people.ada).get("/admin/").text
    for name in ("Versions", "Signatures", "Classifications", "People", "Review rounds", "Emails", "Glossary terms"):
        assert f">{name}</a>" in page, name
    for name in ("Askeds", "Learneds", "Commonests", "addresss", "Grams", "Uncounteds", "Bags", "Sign offs", "Users"):
        assert name not in page, name


def test_dates_are_written_as_everywhere_else(people: Any, sign_in: Any) -> None:
    edition = put_in_force(RuleFactory(by=people.ana, flexibility="black", rows=BLACK_ROWS), people.ana)
    with Organisation.current().activated():
        local = timezone.localtime(edition.starts)
        as_pages_do = f"{local.day} {local:%B} {local.year}, {local:%H:%M}"
        assert date_format(local, "DATETIME_FORMAT") == as_pages_do
    assert as_pages_do in sign_in(people.ada).get(reverse("admin:registry_edition_changelist")).text


def test_settings_lead_to_the_admin(people: Any, sign_in: Any) -> None:
    assert f'href="{reverse("admin:index")}"' in sign_in(people.ada).get(reverse("accounts:settings")).text


def test_names_alike_but_for_case_are_refused_in_words(people: Any) -> None:
    User(username="sue", name="Sue", password="x").full_clean()
    with pytest.raises(ValidationError) as refused:
        User(username="ANA", name="Ana", password="x").full_clean()
    assert "This username is taken." in str(refused.value)
    assert "Constraint" not in str(refused.value)
