"""Words that look like a customer's name: caught in sixty sentences, and let alone where there is none."""

import csv
from pathlib import Path

import pytest
from django import forms

from policyhub.registry.personal_data import NoPersonalDataMixin, find_personal_data, organisation_words

with (Path(__file__).parent / "names.csv").open(encoding="utf-8") as file:
    SENTENCES = list(csv.DictReader(file))


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["text"][:40])
def test_a_sentence(row):
    assert find_personal_data(row["text"]) == ([row["names"]] if row["names"] else [])


def test_half_of_them_name_somebody_and_half_are_german():
    assert len(SENTENCES) == 60
    assert sum(bool(row["names"]) for row in SENTENCES) == 30
    assert sum(row["language"] == "de" for row in SENTENCES) == 30


def test_words_of_the_organisation_are_no_customers():
    staff_names = frozenset({"maria", "ruiz", "novak", "sam"})
    assert find_personal_data("Maria Ruiz and Frau Novak were there, and Sam.", staff_names) == []
    assert find_personal_data("Maria Santos was there.", staff_names) == ["Maria Santos"]
    assert find_personal_data("Sam Whitcombe was there.", staff_names) == [], (
        "no given name of the list: one that passes"
    )
    assert find_personal_data("Mr Whitcombe and Mr Ruiz were there.", staff_names) == ["Mr Whitcombe"]


def test_each_is_named_once_in_its_order():
    text = "Mrs Pell, 020 7946 0958, wrote to Anna Pell. Mrs Pell is a.pell@mail.example."
    assert find_personal_data(text) == ["Mrs Pell", "020 7946 0958", "Anna Pell", "a.pell@mail.example"]


ODD = {
    "": [],
    " ": [],
    "A": [],
    "1" * 5000: ["1" * 5000],
    "Mr " * 3000: ["Mr Mr"],
    "Anna " * 3000: ["Anna Anna"],
    "@" * 3000: [],
    "A1 " * 3000: [],
}


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:5].strip() or "nothing")
def test_odd_texts_end_soon(text):
    assert find_personal_data(text) == ODD[text]


def test_people_teams_and_the_house_are_known(people):
    assert {"ana", "ruiz", "desk", "lakeside"} <= organisation_words()


class Story(NoPersonalDataMixin):
    checked_fields = ("note",)
    title = forms.CharField(required=False)
    note = forms.CharField()


def test_a_form_asks_once_and_lets_it_pass(people):
    assert 'type="hidden" name="no_name"' in str(Story())
    form = Story({"note": "Herr Krause war da."})
    assert not form.is_valid()
    assert form.errors == {
        "note": [
            "“Herr Krause” looks like a customer's name, address or number. Remove it, or confirm below that it isn't."
        ]
    }
    assert 'type="checkbox" name="no_name"' in str(form)
    ticked = Story({"note": "Herr Krause war da.", "no_name": "on"})
    assert ticked.is_valid()
    assert ticked.cleaned_data == {"title": "", "note": "Herr Krause war da."}, "the tick is for the check alone"
    assert Story({"note": "Herr Shah war da.", "title": "Herr Krause"}).is_valid(), (
        "a colleague, and no field to check"
    )


def test_a_text_without_any_asks_the_database_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Story({"note": "Nobody was there."}).is_valid()
