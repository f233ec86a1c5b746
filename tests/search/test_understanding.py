"""Staff misspell, say it in other words, and leave out spaces; the rule is found all the same."""

import pytest
from django.utils import timezone

from policyhub.publishing import actions as publishing
from policyhub.search import compounds, questions, spelling, term_weights
from policyhub.search.models import IndexedWord
from policyhub.search.search import find
from tests.search.test_search import decoys, edit, in_force, titles  # noqa: F401

pytestmark = [pytest.mark.usefixtures("decoys"), pytest.mark.engine]  # the vocabulary is read in SQL


# Misspelt

TYPOS = {
    "a letter dropped": ("Membership fees", "membershp"),
    "a letter doubled": ("Membership fees", "membbership"),
    "a letter too few of two": ("Accommodation", "accomodation"),
    "two letters swapped": ("Receipts", "reciepts"),
    "another letter": ("Wheelchairs", "wheelcheirs"),
    "the first letter": ("Wheelchairs", "weelchairs"),
    "two mistakes in a long word": ("Responsibilities", "responsabilitys"),
    "a short word": ("Sick leave", "sik leave"),
    "a short word doubled": ("Fees", "feees"),
    "no space": ("Locker key", "lockerkey"),
    "a space too many": ("Workshop", "work shop"),
    "a word of German": ("Schließfächer", "schliesfächer"),
    "with an accent": ("Façade", "facdae"),
}


def test_another_word_is_not_taken_for_a_misspelt_one(people):
    """A word of our own list is spelt right; in others two letters may differ, but not the first and another."""
    in_force(people, title="Waited too long")
    in_force(people, title="Reduced prices", body="A reduction.")
    in_force(people, title="First aid")
    in_force(people, title="Allergens")

    assert titles("someone fainted") == ["First aid"]
    assert titles("allergic reaction") == ["Allergens"]
    assert titles("fainged") == []


@pytest.mark.parametrize("written", ["R-{:03}", "r{:03}", "R-{}", "r{}"])
def test_a_reference_finds_its_rule_alone(people, written):
    for rule in [in_force(people, title=f"Day R {n}") for n in range(1, 4)]:
        assert titles(written.format(int(rule.reference[2:]))) == [rule.title]


@pytest.mark.parametrize(("title", "question"), TYPOS.values(), ids=TYPOS)
def test_a_misspelt_word_finds_what_was_meant(people, title, question):
    in_force(people, title=title, statement="Nothing else.")

    assert titles(question)[0] == title
    assert titles(f"{question} please")[0] == title


def test_what_stands_in_many_rules_is_meant_rather_than_what_stands_in_one(people):
    in_force(people, title="Refunds", statement="Nothing else.")
    in_force(people, title="Late refunds", statement="Nothing else.")
    in_force(people, title="Refunts", statement="Nothing else.")

    assert set(titles("refunfs")[:2]) <= {"Refunds", "Late refunds"}


@pytest.mark.parametrize("question", ["zeppelin", "linen", "17x", "qq", "xylophonist"])
def test_a_word_that_resembles_none_is_not_forced_into_one(people, question):
    assert titles(question) == []


def test_a_word_that_is_known_is_not_corrected(people):
    in_force(people, title="Fees", statement="Nothing else.")
    in_force(people, title="Feet", statement="Nothing else.")

    assert titles("feet again") == ["Feet"]


def test_an_unfinished_word_is_completed_and_a_finished_one_corrected(people):
    in_force(people, title="Cancellations", statement="Nothing else.")

    for typed in ("can", "cance", "cancella", "cancellations", "cancelations"):
        assert titles(typed) == ["Cancellations"]


@pytest.mark.parametrize(
    ("word", "other", "letters"),
    [
        ("towel", "towel", 0),
        ("towel", "twel", 1),
        ("towel", "towwel", 1),
        ("towel", "tovel", 1),
        ("towel", "toewl", 1),
        ("towel", "twle", 2),
        ("towel", "bowls", 3),
        ("towel", "t", 3),
        ("", "ab", 2),
    ],
)
def test_letters_are_counted(word, other, letters):
    assert spelling.letters_apart(word, other) == spelling.letters_apart(other, word) == letters


# Words made of words

COMPOUNDS = [
    ("Schwimmbadeintritt", "Eintritt"),
    ("Eintritt ins Schwimmbad", "Schwimmbadeintritt"),
    ("Kündigungsfrist", "Frist"),
    ("Die Frist für eine Kündigung", "Kündigungsfrist"),
]


@pytest.mark.parametrize(("written", "question"), COMPOUNDS)
def test_a_german_compound_is_found_by_its_parts_and_they_by_it(people, written, question):
    in_force(people, title=written, statement="Sonst nichts.", language="de")

    assert titles(f"{question} bitte")[0] == written


def test_a_title_in_one_word_is_found_by_the_words_of_its_text(people):
    body = "A refund follows a return. This policy says when."
    in_force(people, title="Returnrefundpolicy", body=body)
    in_force(people, title="Other", body="The refund of a return, once more: refund.")

    assert titles("refund return")[0] == "Returnrefundpolicy"


@pytest.mark.parametrize(
    ("word", "vocabulary", "expected"),
    [
        ("lockerkeys", {"locker", "keys", "lock", "erk"}, ["locker", "keys"]),
        ("kündigungsfrist", {"kündigung", "frist"}, ["kündigung", "frist"]),
        ("lockerkeys", {"locker"}, []),
        ("lockerkeys", {"lockerkeys"}, []),
        ("locker", {"lock", "er", "ker"}, []),
    ],
)
def test_a_word_is_taken_apart_into_known_ones(word, vocabulary, expected):
    assert compounds.split_compound(word, vocabulary) == expected


# In other words


def test_what_people_say_finds_what_the_rule_says(people):
    in_force(people, title="Refunds", statement="Within thirty days.")

    for question in ("money back", "can I give it back and get my money back?", "reimbursement", "mony back"):
        assert "Refunds" in titles(question), question


def test_the_words_themselves_come_before_what_may_stand_for_them(people):
    in_force(people, title="Reimbursement", statement="Nothing else.")
    in_force(people, title="Refunds", statement="Nothing else.")

    assert titles("refunds") == ["Refunds", "Reimbursement"]
    assert titles("reimbursement") == ["Reimbursement", "Refunds"]


def test_a_phrase_is_found_as_a_phrase(people):
    in_force(people, title="Calls to the desk", statement="Say who you are.")
    in_force(people, title="Cancellation", statement="Nothing else.")

    assert titles("somebody calls off a party")[0] == "Cancellation"


# Which comes first


def test_a_rule_with_more_of_the_telling_words_comes_before_one_that_repeats_one(people):
    in_force(people, title="Wristbands", body="The wristband opens the gate. " * 2)
    in_force(people, title="Entrance", body="Somebody who lost the wristband at the slide buys another wristband.")
    in_force(people, title="Gate", body="wristband wristband wristband wristband wristband")

    assert titles("lost wristband at the slide")[0] == "Entrance"


def test_a_heading_says_more_than_a_sentence(people):
    in_force(people, title="House", body="We have goggles.\n\n" + "More of it. " * 40)
    in_force(people, title="Shop", body="## Goggles\n\nWe have them.\n\n" + "More of it. " * 40)

    assert titles("goggles") == ["Shop", "House"]


def test_a_code_comes_before_whatever_has_its_pieces(people):
    in_force(people, title="HR forms, 12 or 3 of them", body="HR 12, HR 3, forms of HR.")
    in_force(people, title="Leave", body="Fill in form HR-12/3 before you go.")

    for question in ("HR-12/3", "form hr-12/3", "where is HR-12/3?"):
        assert titles(question)[0] == "Leave", question


def test_a_rule_is_found_by_the_name_of_the_file_it_came_in(people):
    values = {"title": "Introduction", "source": "old/pool-rules-2019.docx", "owner": people.ana}
    publishing.adopt(values, "policy", by=people.ana, now=timezone.now())

    assert titles("pool rules 2019") == ["Introduction"]


@pytest.mark.parametrize("technique", questions.TECHNIQUES)
def test_a_technique_can_be_left_out(people, technique):
    in_force(people, title="Schwimmbadeintritt", statement="Erstattung in dreißig Tagen.", language="de")
    question_by_technique = {"typos": "erstatung bitte", "synonyms": "geld zurück bitte"}
    question_by_technique |= {"compounds": "eintritt bitte", "beginnings": "erstattu"}

    best = find(question_by_technique[technique], None)[0].score
    others = [hit.score for hit in find(question_by_technique[technique], None, without=[technique])]
    assert others == [] or others[0] > best


# Keeping up


def test_a_word_is_forgotten_with_the_last_rule_that_has_it(people):
    rule = in_force(people, title="Wristbands")
    assert IndexedWord.objects.filter(word="wristbands", rows=1).exists()
    other = in_force(people, title="Lost wristbands")
    assert IndexedWord.objects.filter(word="wristbands", rows=2).exists()

    for gone in (rule, other):
        publishing.retire(gone, why="Over.", successor=None, number=2, by=people.ana, now=timezone.now())
    assert not IndexedWord.objects.filter(word="wristbands").exists()


def test_search_words_are_counted_when_they_change(people):
    rule = in_force(people, title="Towels", search_words="bathsheet")
    edit(people, rule, search_words="beachwrap")

    assert set(IndexedWord.objects.filter(word__in=["bathsheet", "beachwrap"]).values_list("word", flat=True)) == {
        "beachwrap"
    }
    assert titles("beechwrap") == ["Towels"]


def test_a_bag_holds_what_weighs_most():
    fields = [["pool"], [], [], [], ["pool", "towel", "towel"], ["towel"], []]
    bag = term_weights.weigh(fields)

    assert bag["pool"] > bag["towel"] > 0
    many = term_weights.weigh([["pool"], [], [], [], [f"w{n}" for n in range(10_000)], [], []])
    assert len(many) == term_weights.MOST_WORDS
    assert "pool" in many
