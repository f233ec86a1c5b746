"""Groups of words that mean much the same: our list, and what an organisation made of it, in the next search."""

from datetime import timedelta

import pytest
from django.utils import timezone

from policyhub.search import synonyms
from policyhub.search.models import Synonym
from policyhub.search.starter_synonyms import STARTER
from tests.search.test_search import in_force, titles

pytestmark = pytest.mark.engine  # each engine finds candidates with its own index


@pytest.fixture(autouse=True)
def read_anew():
    yield
    synonyms._current_table = synonyms.SynonymTable()


@pytest.fixture
def rules(people):
    in_force(people, title="Wristbands", statement="Nothing else.")
    in_force(people, title="Opening hours", statement="We open at seven.")


def group(terms_text, **fields):
    return Synonym.objects.create(words=terms_text, changed_at=timezone.now(), **fields)


def test_our_list_serves_from_the_first_day(rules):
    assert len(synonyms.groups()) == len(STARTER) > 400
    assert any(terms[:2] == ("refund", "money back") for _language, terms in synonyms.groups())


def test_a_group_counts_in_the_next_search(rules):
    assert titles("bracelet please") == []
    own_group = group("bracelet, wrist band, wristband")
    assert titles("bracelet please") == titles("a wrist band") == ["Wristbands"]

    own_group.words, own_group.changed_at = "armlet, wristband", timezone.now() + timedelta(seconds=1)
    own_group.save()
    assert (titles("bracelet please"), titles("armlet please")) == ([], ["Wristbands"])
    Synonym.objects.filter(pk=own_group.pk).update(active=False, changed_at=timezone.now() + timedelta(seconds=2))
    assert titles("armlet please") == []


@pytest.mark.parametrize(
    "terms_text", ["", " , ,", "?!, *", "wristband", "a" * 5000, "\0,\ud800".replace("\ud800", "�"), "x, " * 3000]
)
def test_odd_groups_do_no_harm(rules, terms_text):
    group(terms_text.replace("\0", ""))

    assert titles("wristbands please") == ["Wristbands"]


def test_a_group_of_one_language_is_stemmed_in_it(people):
    in_force(people, title="Handtücher", statement="Sonst nichts.", language="de")
    group("Badetücher, Handtuch", language="de")

    assert titles("badetuch bitte") == ["Handtücher"]


def test_our_list_is_in_order():
    """No group is there twice, none has a word twice, and each says something of something else."""
    previous = set()
    for language, terms_text in STARTER:
        terms = [term.strip() for term in terms_text.split(",")]
        assert language in {"en", "de"}
        assert len(terms) >= 2, terms_text
        assert len(set(terms)) == len(terms), terms_text
        assert all(terms), terms_text
        assert (language, terms_text) not in previous
        previous.add((language, terms_text))
