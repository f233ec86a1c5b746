"""What the saved copy answers at the counter: the rule that was meant, what to do first, whom to call."""

import pytest

from tests.browser.link import Link
from tests.browser.test_offline import NO_NETWORK, a_rule, kept

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(everybody, open_page, live_server):
    """``visit()``: Sam's phone after one visit, when the rules are there, and its link to the server."""

    def visited(scheme="light"):
        link = Link(live_server.url)
        at = {"at": link.url, "keeps": True, "scheme": scheme, "forgive": (NO_NETWORK, "htmx:", "status of 50")}
        page = open_page("phone", everybody.sam, **at)
        kept(page)
        return page, link

    return visited


def first_answer(page, question):
    page.goto(f"/?q={question}")
    return page.locator("#answers h2").first.inner_text().strip()


def test_a_title_in_which_all_words_begin_comes_first_and_the_last_word_may_be_half_typed(everybody, visit):
    a_rule(everybody, "Park", statement="No child is there alone.")
    a_rule(everybody, "Parking for children", statement="By the door.")
    a_rule(everybody, "Shipping when our parcel is late", statement="Give the reference.")
    a_rule(everybody, "Refund after the thirty days", statement="It is late.")
    for n in range(8):
        a_rule(everybody, f"Locker {n}", statement="A child has one too.")
    page, link = visit()
    link.cut()
    assert first_answer(page, "park child") == "Parking for children"
    assert first_answer(page, "late ref") == "Refund after the thirty days"
