"""In an organisation of thousands, a discussion asks for those few whom it is about."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policyhub.accounts.models import Membership, User
from policyhub.discussion.mentions import MOST_MENTIONS, people_mentioned
from policyhub.registry.models import Rule
from tests.authoring.test_odd_forms import read
from tests.discussion.talk import in_force, page_of, say
from tests.people import person

MANY = 2000


@pytest.fixture
def rule(people):
    """A rule of the desk, in a house of two thousand more, of whom five are called Anna."""
    User.objects.bulk_create(
        User(username=f"person{n}", name=f"Anna Nr{n}" if n < 5 else f"Person Nr{n}") for n in range(MANY)
    )
    Membership.objects.bulk_create(
        Membership(person=who, team=people.pool) for who in User.objects.filter(username__startswith="person")
    )
    return in_force(people, title="Towels")


@pytest.fixture
def rows_read(monkeypatch):
    """How many people were made of rows."""
    made = []
    from_db = User.from_db.__func__
    counted = classmethod(lambda cls, *args: made.append(args) or from_db(cls, *args))
    monkeypatch.setattr(User, "from_db", counted)
    return made


def test_the_page_shows_those_who_are_likely_to_be_asked(rule, people, sign_in, rows_read):
    spoke = User.objects.get(username="person77")
    say(rule, "Is it so at the pool?", spoke)
    sam = sign_in(people.sam)
    rows_read.clear()
    page = sam.get(page_of(rule)).text
    for name in ("Ana Ruiz", "Petra Novak", "Ravi Shah", "Person Nr77"):
        assert page.count(name) >= 1
    assert page.count('name="people"') == 4
    assert len(rows_read) < 20
    assert len(page) < 20_000
    assert "Type @ and a name to notify anyone else who can read this rule, or choose below." in page


def test_at_most_thirty_are_shown_and_who_looks_after_it_first(rule, people, sign_in):
    for n in range(40):
        say(rule, "And here?", User.objects.get(username=f"person{n}"))
    page = sign_in(people.mia).get(page_of(rule))
    labels = [label for _key, label in page.context["say"].fields["people"].choices]
    assert len(labels) == 30
    assert labels[:4] == ["Ana Ruiz", "Petra Novak", "Ravi Shah", "Anna Nr0"]


def test_whoever_may_read_it_may_be_chosen_though_not_shown(rule, people, sign_in, rows_read):
    far, sam = User.objects.get(username="person1999"), sign_in(people.sam)
    refused = sam.post(page_of(rule), {"text": "", "people": [far.pk]})
    assert read(refused).data["people"] == [str(far.pk)] or str(far.pk) in read(refused).data["people"]
    rows_read.clear()
    assert sam.post(page_of(rule), {"text": "Look", "people": [far.pk]}).status_code == 302
    assert [m.person for m in rule.comments.get().mentions.all()] == [far]
    assert len(rows_read) < 30
    Rule.objects.filter(pk=rule.pk).update(restricted=True)
    rule.restricted_to.add(people.desk)
    assert sam.post(page_of(rule), {"text": "Look", "people": [far.pk]}).status_code == 422


def test_names_are_asked_for_alone(rule, people, rows_read):
    text = "@Anna Nr3, @person1999 and @Sam Lee, not @nobody nor ana@example.org"
    rows_read.clear()
    with CaptureQueriesContext(connection) as queries:
        mentions = people_mentioned(text)
    assert [str(mention[0]) for mention in mentions] == ["Anna Nr3", "Person Nr1999", "Sam Lee"]
    assert (len(queries), len(rows_read)) == (1, 3)
    rows_read.clear()
    with CaptureQueriesContext(connection) as queries:
        assert people_mentioned("We pay 5 % and write to ana@example.org") == []
        assert people_mentioned("@") == []
    assert (len(queries), len(rows_read)) == (0, 0)
    with CaptureQueriesContext(connection) as queries:
        say(rule, text, people.ana)
    assert len(rows_read) < 20
    assert len(queries) < 20


def test_a_text_of_nothing_but_calls_is_read_as_far_as_anybody_means_it(rule, people, rows_read):
    rows_read.clear()
    mentions = people_mentioned(" ".join(f"@person{n}" for n in range(400)))
    assert (len(mentions), len(rows_read)) == (MOST_MENTIONS, MOST_MENTIONS)
    for text in ("@a" + "." * 3000, "@a.,;" * 800, "@a b c d e f g h i j k l m n o p q r s t u" * 90):
        assert people_mentioned(text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Özil Ünal", "@özil ünal"),
        ("ÖZIL ÜNAL", "@Özil Ünal"),
        ("Jörg Straße", "@Jörg Strasse? @jörg straße"),
        ("Zoë O’Neil-Smith", "@zoë o’neil-smith's"),
        ("Дарья Петрова", "@дарья петрова"),
        ("Li", "@li: yes"),
    ],
)
def test_names_of_any_letters_are_found(people, name, text):
    somebody = person("somebody", name)
    assert [called[0] for called in people_mentioned(text)] == [somebody]


def test_a_namesake_who_may_not_read_it_is_named_as_before(rule, people):
    Rule.objects.filter(pk=rule.pk).update(restricted=True)
    rule.restricted_to.add(people.desk)
    with pytest.raises(ValidationError, match="Anna Nr3 can't read this rule"):
        say(Rule.objects.get(pk=rule.pk), "@anna nr3?", people.ana)
