"""What is said of a draft is among those who write rules, and stays among them once the rule is in force."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.authoring.actions import unwritten
from policyhub.discussion.models import Comment
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.authoring.test_odd_forms import read
from tests.discussion.talk import answer, page_of, post, say, to_do
from tests.factories import RuleFactory, put_in_force

HINT = "Only people who write rules can see this, even once the rule is published."


@pytest.fixture
def draft(people):
    return RuleFactory(by=people.ana, team=people.desk, title="Towels", owner=people.ravi)


@pytest.fixture
def begun(draft, people):
    """A thread about the draft, which is in force since."""
    question = say(draft, "The head office fears a lawsuit. @petra?", people.ana, part="say")
    answer(question, "Nobody tells the desk.", people.petra)
    put_in_force(draft, people.ana)
    return Comment.objects.get(pk=question.pk)


def test_staff_see_neither_the_words_nor_how_many_there_are(begun, people, sign_in):
    for who in (people.sam, people.ravi, people.mia):
        client = sign_in(who)
        page = client.get(page_of(begun.rule)).text
        assert "No comments yet." in page
        for hidden in ("lawsuit", "Nobody tells", HINT, "Petra Novak</b>"):
            assert hidden not in page
        assert "open)" not in client.get(begun.rule.get_absolute_url()).text
        for verb in ("reply", "resolve", "reopen", "remove", "done"):
            assert post(client, verb, begun, text="x").status_code == 404
        assert "Towels" not in to_do(client)
    assert Comment.objects.count() == 2


def test_those_who_write_see_all_of_it(begun, people, sign_in):
    for who in (people.ana, people.petra, people.ada):
        client = sign_in(who)
        page = client.get(page_of(begun.rule)).text
        assert "lawsuit" in page
        assert "Nobody tells the desk." in page
        assert HINT in page
        assert "(1 open)" in client.get(begun.rule.get_absolute_url()).text
        assert "lawsuit" in client.get("/rules/pack/").text
    assert "Mentions and replies Towels" in to_do(sign_in(people.ana))


def test_an_answer_to_it_stays_there_and_calls_nobody_else(begun, people, sign_in):
    late = answer(begun, "And still.", people.petra)
    assert late.among_writers
    assert [mention.person for mention in late.mentions.all()] == [people.ana]
    with pytest.raises(ValidationError, match="Sam Lee can't read this rule"):
        answer(begun, "@sam, is it so?", people.petra)
    refused = post(sign_in(people.petra), "reply", begun, text="@Sam Lee?")
    assert refused.status_code == 422
    assert "And still" not in sign_in(people.sam).get(page_of(begun.rule)).text


def test_what_is_said_once_staff_know_the_rule_is_for_everybody(begun, people, sign_in):
    ana = sign_in(people.ana)
    form = read(ana.get(page_of(begun.rule)))
    assert form.text.count(HINT) == 1, "at the thread alone"
    comment = say(begun.rule, "How many towels?", people.sam)
    assert not comment.among_writers
    page = sign_in(people.mia).get(page_of(begun.rule)).text
    assert "How many towels?" in page
    assert "lawsuit" not in page
    assert "(1 open)" in sign_in(people.mia).get(begun.rule.get_absolute_url()).text
    assert "(2 open)" in ana.get(begun.rule.get_absolute_url()).text
    assert "Open comments on your rules Towels Sam Lee" in to_do(sign_in(people.ravi))


def test_the_form_says_so_beforehand(draft, people, sign_in):
    assert HINT in sign_in(people.ana).get(page_of(draft)).text
    put_in_force(draft, people.ana)
    assert HINT not in sign_in(people.ana).get(page_of(draft)).text


def test_what_is_said_of_an_unwritten_rule_is_for_everybody_until_it_is_a_draft(people, sign_in):
    noted = writing.capture("Whistles", "So.", client_key=None, by=people.sam, now=timezone.now())
    question = say(noted, "Who whistles?", people.sam)
    draft = unwritten.take_over(noted, "policy", by=people.ana, now=timezone.now())
    answered = answer(question, "It costs us a lifeguard.", people.ana)
    assert (question.among_writers, answered.among_writers) == (False, True)
    assert not answered.mentions.exists()
    Rule.objects.filter(pk=draft.pk).update(statement="We whistle.")
    put_in_force(Rule.objects.get(pk=draft.pk), people.ana)
    page = sign_in(people.sam).get(page_of(draft)).text
    assert "Who whistles?" in page
    assert "lifeguard" not in page


def test_a_manager_who_is_none_any_more_reads_it_no_longer(begun, people, sign_in):
    people.petra.memberships.update(role="staff")
    petra = sign_in(User.objects.get(pk=people.petra.pk))
    assert "lawsuit" not in petra.get(page_of(begun.rule)).text
    assert "Towels" not in to_do(petra)
