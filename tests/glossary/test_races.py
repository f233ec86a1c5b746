"""Two administrators put the same word otherwise: the second sees both texts, and nothing is lost."""

from functools import partial

import pytest
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.glossary.models import Term
from policyhub.glossary.terms import TermText
from policyhub.ui import pages
from tests.authoring.test_two_savers import at_once
from tests.conftest import share
from tests.glossary.test_glossary import EDIT, NEW, SHIFT, reword
from tests.pages import read

pytestmark = pytest.mark.engine  # races


@pytest.fixture
def ada(people, sign_in):
    return sign_in(people.ada)


def test_the_second_of_two_sees_both_texts_and_decides(people, ada):
    page = read(ada.get(EDIT)).fields
    reword(people)
    late = ada.post(EDIT, page | {"word": "Course", "meaning": "Where we go.", "example": ""})
    assert late.status_code == 409
    for text in ("Ada Osei changed it at", "What we stand for.", "Where we go.", "Replace with mine"):
        assert text in late.text
    assert vocabulary.terms()["policy"].text.word == "Principle"
    again = read(late).fields
    assert (again["word"], again["version"]) == ("Course", "1")
    assert ada.post(EDIT, again).status_code == 302
    assert vocabulary.terms()["policy"].text == TermText("Course", "Where we go.")


def test_what_was_put_back_and_reworded_again_is_not_taken_for_what_was_seen(people, ada):
    reword(people)
    page = read(ada.get(EDIT)).fields
    glossary.drop("policy", version=1, by=people.ada, now=timezone.now())
    reword(people, version=2, meaning="Something new.")
    assert ada.post(EDIT, page | {"meaning": "Mine."}).status_code == 409
    assert vocabulary.terms()["policy"].text.meaning == "Something new."


def test_a_word_that_was_dropped_meanwhile_comes_back_with_what_was_typed(people, ada):
    ada.post(NEW, SHIFT)
    address = "/words/our-shift-lead/edit/"
    page = read(ada.get(address)).fields
    glossary.drop("our-shift-lead", version=1, by=people.ada, now=timezone.now())
    late = ada.post(address, page | {"meaning": "Mine."})
    assert late.status_code == 409
    assert "Someone removed it. Yours is in the form below" in late.text
    assert ada.post(address, read(late).fields).status_code == 302
    assert vocabulary.terms()["our-shift-lead"].text.meaning == "Mine."


def test_nothing_goes_that_was_reworded_while_somebody_looked(people, ada):
    reword(people)
    page = read(ada.get("/words/policy/drop/")).fields
    reword(people, version=1, meaning="Something new.")
    response = ada.post("/words/policy/drop/", page, follow=True)
    assert "Someone edited it while this page was open. Nothing is lost." in response.text
    assert vocabulary.terms()["policy"].text.meaning == "Something new."


def both_save(people, clients, how_many):
    """How often both of two were told that they had saved, each having opened the same text."""
    both = 0
    for n in range(how_many):
        page = read(clients[0].get(EDIT)).fields
        calls = [
            partial(client.post, EDIT, page | {"meaning": f"{name} {n}."})
            for client, name in zip(clients, "AB", strict=True)
        ]
        codes = sorted(answer.status_code for answer in at_once(*calls))
        both += codes == [302, 302]
    return both


@pytest.fixture
def admins(transactional_db, people, sign_in):
    User.objects.filter(pk=people.ana.pk).update(is_admin=True)
    return [sign_in(people.ada), sign_in(people.ana)]


def test_of_two_administrators_at_once_one_is_told(people, admins):
    assert both_save(people, admins, share(30)) == 0
    assert Term.objects.get().version == Event.objects.filter(verb="word reworded").count() == share(30)
    assert verify().altered == []


def test_control_without_the_version_one_of_two_would_be_lost(people, admins, monkeypatch):
    really = glossary.reword

    def whatever_stands_there(key, text, *, version, by, now):
        try:
            really(key, text, version=vocabulary.all_terms()[key].version, by=by, now=now)
        except pages.Stale:
            whatever_stands_there(key, text, version=version, by=by, now=now)

    monkeypatch.setattr(glossary, "reword", whatever_stands_there)
    assert both_save(people, admins, share(20)) > 0
