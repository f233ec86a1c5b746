"""Better words after the enforcement check, and a pack of rules for the meeting."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from policyhub.discussion import actions as verbs
from policyhub.discussion.models import Comment
from policyhub.evidence.models import Event
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests import pages
from tests.authoring.test_odd_forms import read
from tests.discussion.talk import does, in_force, page_of, post, say
from tests.factories import BLACK_ROWS, RuleFactory


@pytest.fixture
def rule(people):
    return in_force(people, title="Towels")


# Better words


@pytest.fixture
def barrier(people):
    felt = {"effect": "barrier", "cause": "wording"}
    return in_force(people, title="No diving", flexibility="black", rows=BLACK_ROWS, **felt)


def test_one_click_asks_the_owner_and_the_leads_for_better_words(barrier, people, sign_in):
    petra, address = sign_in(people.petra), reverse("discussion:find_wording", args=[barrier.slug])
    assert "Find better words together" in petra.get(barrier.get_absolute_url()).text
    first = petra.post(address)

    thread = Comment.objects.get()
    assert first.url == f"{page_of(barrier)}#comment-{thread.pk}"
    assert (thread.part, thread.author) == ("say", people.petra)
    assert thread.text.startswith("@Ana Ruiz, @Ravi Shah: Customers feel this rule as a barrier")
    assert {mention.person for mention in thread.mentions.all()} == {people.ana, people.ravi}
    assert petra.post(address).url == first.url
    assert Event.objects.filter(verb="commented").count() == 1
    does(verbs.resolve, thread, people.petra)
    petra.post(address)
    assert Comment.objects.count() == 2
    with pytest.raises(ValidationError):
        does(verbs.reopen, thread, people.petra)
    assert (
        "a newer open thread about this. Continue there."
        in post(petra, "reopen", thread, follow=True).client.get("/rules/").text
    )


def test_only_a_check_that_blames_the_words_asks_for_better_ones(barrier, people, sign_in):
    ana, address = sign_in(people.ana), reverse("discussion:find_wording", args=[barrier.slug])
    for values in ({"effect": "adds"}, {"cause": "briefing"}, {"flexibility": "grey"}):
        Rule.objects.filter(pk=barrier.pk).update(effect="barrier", cause="wording", flexibility="black")
        Rule.objects.filter(pk=barrier.pk).update(**values)
        assert "Find better words" not in ana.get(barrier.get_absolute_url()).text
        assert "The enforcement check doesn't say that" in pages.read(ana.post(address, follow=True)).text
    assert not Comment.objects.exists()


def test_leads_who_may_not_read_the_rule_are_not_asked(people):
    values = {"effect": "barrier", "cause": "wording", "flexibility": "black"}
    rule = in_force(people, restricted=True, restricted_to=[people.pool], by=people.petra, team=people.desk, **values)

    thread = verbs.find_better_words(rule, by=people.petra, now=timezone.now())

    assert "@" not in thread.text
    assert not thread.mentions.exists()


# A pack for the meeting


def test_the_pack_holds_the_chosen_rules_and_without_a_choice_those_with_open_questions(people, sign_in):
    ana = sign_in(people.ana)
    towels, robes, soap = (
        in_force(people, title=title, rationale="So we said.") for title in ("Towels", "Robes", "Soap")
    )
    draft = RuleFactory(by=people.ana, team=people.desk, title="Sponges", flexibility="grey", rationale="It may.")
    say(towels, "How many?", people.sam, part="say")
    does(verbs.resolve, say(robes, "Which?", people.sam), people.ana)

    default = read(ana.get("/rules/pack/")).text
    chosen = read(ana.get("/rules/pack/", {"chosen": [soap.reference, draft.reference, "R-999", "x", "<b>"]})).text

    assert "How many?" in default
    assert "Lakeside Leisure" in default
    assert "Prepared by Ana Ruiz." in default
    assert not re.search("Robes|Soap|Sponges", default)
    assert "Draft, not in force." in chosen
    assert "Why It may." in chosen
    assert "Soap" in chosen
    assert not re.search("Towels|Robes", chosen)


def test_one_says_what_is_in_the_pack(barrier, people, sign_in):
    say(barrier, "Who asked?", people.sam)
    ana, pieces = (
        sign_in(people.ana),
        {
            "card": "The water is shallow.",
            "reasons": "Because it is so.",
            "questions": "Who asked?",
            "lines": "What we agreed",
        },
    )
    for name in pieces:
        page = ana.get("/rules/pack/", {"made": "1", name: "on"}).text
        assert {n for n, text in pieces.items() if text in page} == {name}
        assert "No diving" in page
        assert "Black" in page


def test_the_register_leads_to_the_pack_and_staff_make_none(rule, people, sign_in):
    assert 'formaction="/rules/pack/"' in sign_in(people.ana).get("/rules/").text
    assert "/rules/pack/" not in sign_in(people.sam).get("/rules/").text
    assert sign_in(people.ravi).get("/rules/pack/").status_code == 403


def test_an_unwritten_rule_can_be_talked_about_and_printed(people, sign_in):
    rule = writing.capture("Lost keys", "Five pounds.", client_key=None, by=people.mia, now=timezone.now())
    say(rule, "Since when?", people.sam)

    page = read(sign_in(people.ana).get("/rules/pack/")).text
    assert "Unwritten Five pounds." in page
    assert "Since when?" in page


def test_a_draft_from_a_document_that_somebody_asked_about_stays(people):
    now = timezone.now()
    rule = writing.take_in({"title": "Robes", "source": "a.md"}, "", by=people.ana, now=now)
    say(rule, "Is this ours?", people.petra)

    with pytest.raises(ValidationError, match="Someone has edited it since"):
        writing.take_out(rule, by=people.ana, now=now)
