"""On grey paper, without backgrounds, as most offices print: words and shapes tell black from grey."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.browser.looking import IN_FULL, in_full
from tests.browser.pdf_words import drawn
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force

pytestmark = pytest.mark.browser
DARK = 0.35  # of 1, which is white: what must not be overlooked is no lighter
WORD = {"bar": "Black", "fork": "Grey", "question": "Unclassified"}


@pytest.fixture
def rules(everybody):
    """Five black, four grey, one that nobody has decided yet."""
    black, grey = {"flexibility": "black", "rows": BLACK_ROWS}, {"flexibility": "grey", "rows": GREY_ROWS}
    sorts = [black] * 5 + [grey] * 4 + [{}]
    made = [RuleFactory(by=everybody.ana, title=f"Towels {n}", **sort) for n, sort in enumerate(sorts)]
    for rule in made:
        put_in_force(rule, by=everybody.ana)
    return made


def plates(page):
    """Of each plate on the printed page: its shape, its word, and the lighter of the two."""
    printed = drawn(page.pdf(format="A4", print_background=False))
    return [(shape, word, max(light, pale)) for (shape, light), (word, pale) in pairwise(printed) if shape in WORD]


@in_full("scheme", {"dark": "dark", "light": "light"})
def test_each_rule_tells_by_a_word_and_a_shape_what_it_is(rules, everybody, open_page, scheme):
    page = open_page("desk", everybody.sam, scheme=scheme)
    tried = rules if IN_FULL else list({rule.flexibility: rule for rule in rules}.values())
    for rule in tried:
        page.goto(rule.get_absolute_url())
        ((shape, word, light),) = plates(page)
        assert {"black": "bar", "grey": "fork", "undecided": "question"}[rule.flexibility] == shape
        assert word == WORD[shape]
        assert light <= DARK
    print(f"{len(tried)} of {len(tried)} tell what they are on grey paper")


@pytest.mark.parametrize("path", ["/", "/?q=towels"])
def test_so_do_lists_and_answers(rules, everybody, open_page, path):
    page = open_page("desk", everybody.sam)
    page.goto(path)
    printed = plates(page)
    assert Counter(shape for shape, _word, _light in printed) == {"bar": 5, "fork": 4, "question": 1}
    assert all(word == WORD[shape] and light <= DARK for shape, word, light in printed)
