"""Whatever somebody types or pastes into the look-up, an answer comes at once and nothing breaks."""

import random
import time
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from policyhub.registry.models import Rule
from policyhub.search.passages import LENGTH, passage
from policyhub.search.search import find
from tests.conftest import share
from tests.factories import RuleFactory, put_in_force
from tests.payloads import naughty_strings

SCRIPTS = {
    "htmx-2.min.js",
    "policyhub.js",
    "restore_form.js",
    "shortcuts.js",
    "failed_searches.js",
    "offline_client.js",
    "offline_copy.js",
    "offline_queue.js",
}
MOST = 2000  # characters of a question that are looked at

OPERATORS = ["AND", "OR", "NOT", "NEAR", "NEAR(", "NEAR(a b, 5)", "title:", "{title words} :", "search_fts", "rank"]
SIGNS = [*"\"'*:^-+()[]{}|&!<>\\/%_.,;`~#$?@=", "<->", ":*", ":A", "--", "/*", '""', "''", "%s", "%(at)s", "{seen}"]
ODD = [*"\0\ud800\udfff\u202e\u2066\u200b\ufeff\U0010ffff🦆İﷺ", "👩‍👩‍👧", "🇩🇪", "e\u0301\u0323"]
WORDS = ["towel", "Straße", "café", "שלום", "مرحبا", "漢字", "R-001", "1e5", "0x1F", "-1", "NULL", "what", "a" * 50]

anything = st.text(st.characters(exclude_categories=()))
question = st.one_of(anything, st.lists(st.sampled_from(OPERATORS + SIGNS + ODD + WORDS)).map("".join))
spaced = st.lists(st.sampled_from(OPERATORS + SIGNS + ODD + WORDS), min_size=1).map(" ".join)
odd = settings(
    max_examples=share(2500),  # of each of the four below: 10,000 in all
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

UNITS = [*"aéß漢👍ﷺ\u0301\ud800\0 \n\"'*:([_\\", "a ", "é ", "ß ", "\n ", "- ", "# ", "x. ", "towel ", "töwel "]
UNITS += ["a-", "a.a/", "](", "[a](", "[a]([", "NEAR(", "%s"]


@contextmanager
def at_once(what=""):
    """Nobody waits a second for this."""
    began = time.process_time()
    yield
    took = time.process_time() - began
    assert took < 1, f"{what!a} took {took:.2f} s"


def long_ones():
    """Texts of 100,000 and of a million characters, each with its beginning as its name."""
    for size in (100_000, 1_000_000):
        for unit in UNITS:
            yield f"{size} of {unit}", (unit * (size // len(unit) + 1))[:size]


@pytest.fixture
def towels(people):
    rule = RuleFactory(by=people.ana, title="Towels at the pool", body="We lend a towel to whoever asks.")
    put_in_force(rule, people.ana)
    return rule


# Questions


@odd
@given(text=st.one_of(question, spaced))
@example(text='"')
@example(text="towel\0*")
@example(text="_-_")  # a code of which nothing is left
@example(text="towel __/__")
def test_any_question_has_answers_or_none(towels, text):
    with at_once(text):
        hits = find(text, None)

    assert len(hits) <= 1


@odd
@given(before=spaced, after=spaced)
def test_a_word_is_found_among_any_signs(towels, before, after):
    assert [hit.edition.rule_id for hit in find(f"pool {before[:100]} {after[:100]} towel", None)] == [towels.pk]


def test_a_question_of_any_length_is_answered_at_once(towels):
    for name, text in long_ones():
        with at_once(name):
            find(text, None)
        with at_once(name):
            assert find(f"towel {text}", None), name
        with at_once(name):
            passage("We lend a towel to whoever asks. " * 3000, text)


# The passage of a text that answers


@odd
@given(body=st.one_of(question, spaced), text=st.one_of(question, spaced))
def test_any_passage_is_short_and_comes_from_the_text(body, text):
    with at_once():
        excerpt = passage(body, text)

    assert len(excerpt) <= LENGTH + 4
    assert "\n" not in excerpt


@odd
@given(before=spaced, after=spaced)
def test_the_passage_shows_the_word_that_was_asked_for(before, after):
    body = f"{before} {'x ' * 400} wheelchair {'y ' * 400} {after}"

    assert "wheelchair" in passage(body, "a wheelchair")


def test_the_passage_of_a_text_of_any_length_is_found_at_once():
    for name, text in long_ones():
        with at_once(name):
            excerpt = passage(text, "towel töwel a é x ß #")
        assert len(excerpt) <= LENGTH + 4, name


# Over HTTP


class Field(HTMLParser):
    """What stands in the search field of a page, as a browser reads it; and which scripts the page has."""

    def __init__(self, html):
        super().__init__()
        self.value, self.scripts, self.handlers = None, [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.handlers += [name for name in attributes if name.startswith("on")]
        if tag == "script":
            self.scripts.append(attributes.get("src", "inline"))
        if attributes.get("id") == "q":
            self.value = attributes["value"]


def assert_asked(client, text):
    with at_once(text[:80]):
        response = client.get("/", {"q": text.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    field = Field(response.text)
    displayed = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\0", " ").strip()
    assert field.value == displayed[:MOST]
    assert {src.rsplit("/", 1)[-1] for src in field.scripts} == SCRIPTS
    assert field.handlers == []


def test_naughty_strings_find_something_or_nothing(towels):
    for text in naughty_strings():
        with at_once(text):
            find(text, None)


def test_naughty_strings_stand_in_the_field_as_they_were_typed(people, towels, sign_in):
    client = sign_in(people.sam)
    for text in naughty_strings():
        assert_asked(client, text)


AWKWARD = {
    "a script": '<script>alert("x")</script>',
    "the end of the field": '"><img src=x onerror=alert(1)>',
    "the end of the title": "</title><script src=//evil.example></script>",
    "a template": "{{ 7|add:7 }}{% now %}",
    "a lone quote": "'",
    "what no browser can type": "towel\0towel",
    "half a character": "towel \ud800",
    "from right to left": "\u202etowel\u202c שלום",
    "two lines": "towel\nsoap",
    "as long as it may be": "é" * MOST,
}


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD)
def test_awkward_questions_stand_in_the_field_as_they_were_typed(people, towels, sign_in, text):
    assert_asked(sign_in(people.sam), text)


@pytest.mark.parametrize("unit", ["towel ", "x", '"', "é", "<"])
def test_sixty_thousand_characters_in_the_address_are_cut_and_answered(people, towels, sign_in, unit):
    assert_asked(sign_in(people.sam), (unit * 60_000)[:60_000])


def test_odd_questions_of_any_length_are_answered_over_http(people, towels, sign_in):
    """A thousand of up to 60,000 characters, by the short way that staff come."""
    client, chance = sign_in(people.sam), random.Random(7)
    for _n in range(share(1000)):
        text = "".join(chance.choices(UNITS + OPERATORS + SIGNS + ODD + WORDS, k=chance.choice([1, 3, 20, 4000])))
        question = text[:60_000].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        with at_once(question[:60]):
            response = client.get("/", {"q": question}, headers=chance.choice([{}, {"HX-Request": "true"}]))
        assert response.status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "999999", "9" * 400, "x", "\0", "1.5", ""])
def test_any_page_number_leads_to_a_page(people, towels, sign_in, page):
    assert "Towels at the pool" in sign_in(people.sam).get("/", {"page": page}).text


def test_bytes_that_are_no_text_are_a_question_too(people, towels, sign_in):
    response = sign_in(people.sam).get("/?q=%ff%fe%80towel")

    assert response.status_code == 200
    assert "���towel" in response.text


@pytest.mark.parametrize("length", [2, 3, 5])
def test_a_text_of_nothing_but_different_words_is_put_in_force_and_found(people, length):
    rare = [chr(0x20000 + n) for n in range(40_000)]  # letters of four bytes each
    text = " ".join(rare[n % 40_000] + rare[n // 40_000] * (length - 1) for n in range(100_000))
    rule = RuleFactory(by=people.ana, title="Towels", body=text[: Rule.BODY_LIMIT])

    put_in_force(rule, people.ana)

    assert [hit.edition.rule_id for hit in find("towels", None)] == [rule.pk]
    assert [hit.edition.rule_id for hit in find(text.split()[-60_000], None)] == [rule.pk]
