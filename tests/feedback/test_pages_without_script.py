"""Questions, answers and taps without script."""

import re

from policyhub.feedback.models import Case, OptionUse
from tests.feedback import tapping
from tests.feedback.counter import ask, grey
from tests.walk import Walk


def test_an_answer_is_adjusted_and_seen(people):
    ask("Credit postage?", people.sam, rule=grey(people))
    ravi = Walk(people.ravi)
    ravi.open("/cases/")
    ravi.press("Suggest another way")
    assert "Say what to do instead." in ravi.page.text
    ravi.fill(re.compile("^Your answer"), "Half of it.")
    ravi.press("Suggest another way")
    assert "Sent to Sam Lee." in ravi.page.part(".notice").text
    sam = Walk(people.sam)
    sam.open("/my-cases/")
    sam.follow("Credit postage?")
    sam.press("Mark as seen")
    assert "New answer" not in sam.page.main.text


def test_where_no_answer_was_suggested_the_lead_writes_one(people):
    ask("wasp sting in the cafe", people.sam, would="", waiting=True)
    ravi = Walk(people.ravi)
    ravi.open("/cases/")
    assert not ravi.page.has("button", "Agree")
    ravi.fill(re.compile("^Your answer"), "Ice, and the first aider.")
    ravi.press("Send answer")
    case = Case.objects.get()
    assert case.answer_words == "Ice, and the first aider."
    ravi.open(f"/ask/{case.pk}/")
    assert "Ravi Shah answered" in ravi.page.main.text
    ravi.open("/cases/")
    assert ravi.page.has("heading", "Recently answered")
    assert ravi.page.has("link", "wasp sting in the cafe")


def test_an_option_is_tapped_its_outcome_given_and_undone(people):
    sam = Walk(people.sam)
    sam.open(tapping.grey(people).get_absolute_url())
    sam.press("I offered this", sam.page.within("listitem", re.compile("Exchange it")))
    sam.follow("Undo, or say if the customer was happy")
    sam.press("No")
    assert OptionUse.objects.get().outcome == "not_content"
    sam.press("Undo")
    assert "Undone." in sam.page.text
    assert "Nothing yet." in sam.page.text
