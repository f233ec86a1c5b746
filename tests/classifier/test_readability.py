"""Reading ease: the two formulas worked out by hand, and syllables by rule of thumb."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyhub.classifier import readability
from policyhub.classifier.readability import ease_band, reading_ease, syllables

ENGLISH = """
the:1 customer:3 policy:3 refund:2 received:2 closed:1 needed:2 table:2 handle:2 people:2 area:3 being:2 material:4
usual:3 actual:3 social:2 nation:2 permission:3 various:3 previous:3 employee:3 service:2 services:3 something:2
lately:2 statement:2 places:2 charges:2 rule:1 purchases:3 period:3 client:2 quiet:2 variety:4 situation:4 going:2
buying:2 million:2 watched:1 asked:1
"""
GERMAN = """
der:1 kunde:2 rückgabe:3 gutschein:2 beleg:2 quittung:2 qualität:3 situation:5 familie:4 familien:4 beinhalten:4
beenden:3 geändert:3 geeignet:3 beauftragen:4 häuser:2 schwimmbad:2 mitarbeiterin:5 eigentlich:3 tee:1 boot:1 saal:1
knie:1 museum:3 aktuell:3 individuell:5 region:3 unverzüglich:4 bauen:2 treue:2 gebühren:3 beobachten:4 reagieren:4
bequem:2 geöffnet:3 januar:3 ferien:3 garantie:3 patient:3 papiere:3
"""


def counted(pairs):
    return [(word, int(n)) for word, _colon, n in (pair.partition(":") for pair in pairs.split())]


@pytest.mark.parametrize(("language", "pairs"), [("en", ENGLISH), ("de", GERMAN)])
def test_syllables_of_forty_words(language, pairs):
    assert len(counted(pairs)) == 40
    assert [(word, syllables(word, language)) for word, _n in counted(pairs)] == counted(pairs)


@pytest.mark.parametrize(
    ("word_count", "sentence_count", "syllable_count", "formula", "score"),
    [
        (100, 5, 150, "flesch", 59.6),  # 206.835 - 20.3 - 126.9
        (100, 10, 130, "flesch", 86.7),  # 206.835 - 10.15 - 109.98
        (100, 5, 180, "amstad", 54.7),  # 180 - 20 - 105.3
        (100, 10, 160, "amstad", 76.4),  # 180 - 10 - 93.6
    ],
)
def test_the_formulas_are_those_of_flesch_and_amstad(word_count, sentence_count, syllable_count, formula, score):
    assert reading_ease(word_count, sentence_count, syllable_count, formula) == score


@pytest.mark.parametrize(
    ("text", "language", "score", "expected_band"),
    [
        ("The pool is warm today. " * 8, "en", 100.2, "easy"),  # 5 words, 6 syllables
        ("Das Becken ist heute warm. " * 8, "de", 93.1, "easy"),  # 5 words, 7 syllables
        ("Administration of membership applications requires documentation. " * 6, "en", -81.3, "hard"),  # 6, 20
    ],
)
def test_whole_texts_worked_out_by_hand(text, language, score, expected_band):
    ease = readability(text, language)
    assert (ease.score, ease.band) == (score, expected_band)
    assert ease.formula == {"en": "flesch", "de": "amstad"}[language]
    assert 0 <= ease.score_in_range <= 100


def test_the_bands_are_those_of_the_table():
    assert [ease_band(score) for score in (100, 60, 59.9, 50, 49.9, -20)] == [
        "easy",
        "easy",
        "fair",
        "fair",
        "hard",
        "hard",
    ]


def test_a_text_too_short_to_tell_has_no_number():
    ease = readability("Leave glass at home.", "en")
    assert (ease.score, ease.band, ease.word_count, ease.sentence_count) == (None, "", 4, 1)
    assert readability("", "de").word_count == 0


def test_headings_addresses_and_code_are_not_read():
    plain = "The pool is warm today. " * 8
    dressed = (
        f"# Administrative considerations\n\n{plain}\n```\nincomprehensibilities\n```\n[](https://example.org/abc)"
    )
    assert readability(dressed, "en").score == readability(plain, "en").score


def test_items_of_a_list_are_sentences_and_short_forms_end_none():
    assert readability("Bring:\n\n- a towel\n- a coin for the locker\n", "en").sentence_count == 3
    assert readability("Bring a coin, e.g. a pound. Ask Mr. Lee, ext. 7.", "en").sentence_count == 2


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "de", "", "xx"]))
def test_any_text_is_measured(text, language):
    ease = readability(text, language)
    assert ease.word_count >= 0
    assert ease.syllable_count >= ease.word_count
