"""Two people discuss a rule without script, and a comment is deleted in two steps."""

import re

import pytest

from policyhub.registry.models import Rule
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.walk import Walk

ELSEWHERE = {"Unsent entries", "Keyboard shortcuts"}  # dialogs of every page, which only a script opens
THREAD = re.compile("May I lend two")


def in_force(people, title, **fields):
    rule = RuleFactory(by=people.ana, team=people.desk, title=title, **fields)
    put_in_force(rule, people.ana)
    return rule


@pytest.fixture
def sam(people):
    in_force(people, "Towels", flexibility="grey", rows=GREY_ROWS)
    walk = Walk(people.sam)
    walk.open("/rules/towels/")
    walk.follow("Comments")
    return walk


def test_a_comment_is_noticed_answered_and_resolved(people, sam):
    sam.fill("About", "What to say")
    sam.fill("Your comment", "May I lend two, @ravi?\nThey have a child.")
    sam.fill("Petra Novak")
    sam.press("Add comment")
    assert "Comment added. Petra Novak, Ravi Shah will see it in To do." in sam.page.text
    assert sam.page.value("text")[0] == ""
    assert "What to say" in sam.page.within("article", THREAD).text

    ravi = Walk(people.ravi)
    ravi.open("/to-do/")
    ravi.follow("Towels")
    assert "They have a child." in ravi.page.within("article", THREAD).text
    ravi.fill("Your reply", "You may, @Sam Lee.")
    ravi.press("Send reply")
    assert "You may, @Sam Lee." in ravi.page.within("article", THREAD).text
    assert "Mentions and replies" not in ravi.open("/to-do/").text

    sam.open("/to-do/")
    sam.follow("Towels")
    assert sam.page.within("article", THREAD).has("listitem", re.compile("You may"))
    sam.press("Resolve")
    assert "No open comments." in sam.page.text
    assert sam.page.has("summary", "1 resolved")
    sections = [heading for heading in sam.open("/to-do/").names("heading") if heading not in ELSEWHERE]
    assert sections == ["To do", "Glossary"], "and nothing of the discussion"


def test_the_text_of_a_comment_is_deleted(sam):
    sam.fill("Your comment", "I mistook the zebra.")
    sam.press("Add comment")
    assert sam.page.has("summary", "Delete")
    sam.press("Delete text")
    assert "Text deleted." in sam.page.text
    assert "zebra" not in sam.page.text


def test_a_better_wording_is_asked_for_once(people):
    rule = in_force(people, "No diving", flexibility="black", rows=BLACK_ROWS)
    Rule.objects.filter(pk=rule.pk).update(effect="barrier", cause="wording")
    petra = Walk(people.petra)
    for _twice in range(2):
        petra.open("/rules/no-diving/")
        petra.press("Find better words together")
        (thread,) = petra.page.all("article", re.compile("barrier"))
        assert "@Ana Ruiz, @Ravi Shah: Customers feel this rule as a barrier" in thread.get_text()
