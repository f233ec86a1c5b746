"""Who is called in a discussion and who hears of it, and that nothing leaks to anybody else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from policyhub.accounts.models import Membership, Role, User
from policyhub.discussion import actions as verbs
from policyhub.discussion.mentions import people_mentioned
from policyhub.discussion.models import Comment, Mention
from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.registry.visibility import readers_of
from tests import pages
from tests.authoring.test_odd_forms import read
from tests.discussion.talk import answer, in_force, page_of, post, say, to_do
from tests.factories import RuleFactory
from tests.people import person

CAUGHT_UP = "You're all caught up."
MENTIONS = "Mentions and replies"
MY_RULES = "Open comments on your rules"


@pytest.fixture(autouse=True)
def nobody_has_words_to_read(people):
    """To do is empty but for what is tried here."""
    now = timezone.now()
    for somebody in User.objects.all():
        glossary.confirm(vocabulary.digest_of(vocabulary.terms()), by=somebody, now=now)


@pytest.fixture
def rule(people):
    return in_force(people, title="Towels")


# Who is called


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@sam", "Sam Lee"),
        ("@SAM, look", "Sam Lee"),
        ("Ask @Sam Lee.", "Sam Lee"),
        ("(@sam  LEE)", "Sam Lee"),
        ("“@ana” and @petra!", "Ana Ruiz, Petra Novak"),
        ("@Ana Ruiz's till", "Ana Ruiz"),
        ("@Sam", "Sam Lee"),
        ("@Sam Leeds", "Sam Lee"),  # the longest that fits is the user name
        ("@Sam Lee Jones", "Sam Lee Jones"),
        ("@sam\nLee", "Sam Lee"),
        ("@sam @sam @Sam Lee", "Sam Lee, Sam Lee"),
        ("@jörg straße", "Jörg Strasse"),
        ("@ｓａｍ", "Sam Lee"),
        ("@kim@example.org", "Kim"),  # somebody whose user name is an address
        ("write to ana@example.org", ""),
        ("ana@sam", ""),
        ("a.b+c@sam and x-@sam", ""),
        ("sam@sam.example.org @sam.example.org", ""),
        ("@@sam", ""),
        ("@samuel @sa @ sam", ""),
        ("https://chat.example/@sam", ""),
        ("@", ""),
        ("", ""),
    ],
)
def test_names_are_read_where_somebody_is_called(people, text, called):
    person("sam.jones", "Sam Lee Jones")
    person("joerg", "Jörg Strasse")
    person("kim@example.org", "Kim")

    assert ", ".join(str(namesakes[0]) for namesakes in people_mentioned(text)) == called


def test_of_two_with_one_name_those_who_may_read_are_called(people):
    namesake = person("sam2", "Sam Lee")
    Membership.objects.create(person=namesake, team=people.pool)
    rule = in_force(people, title="Alarm", restricted=True, restricted_to=[people.pool], by=people.petra)

    comment = say(rule, "@Sam Lee, is it on?", people.petra)

    assert [mention.person for mention in comment.mentions.all()] == [namesake]


def test_reading_and_being_read_agree(people):
    """Whoever is listed as a reader of a rule finds it, and nobody else."""
    otto = person("otto", "Otto Beck")
    Membership.objects.create(person=otto, team=people.pool, role=Role.MANAGER)
    person("gone", "Gwen Gone", is_active=False)
    rules = [in_force(people), RuleFactory(by=people.ana, title="Draft")]
    rules += [in_force(people, restricted=True, restricted_to=[team]) for team in (people.desk, people.pool)]
    rules += [RuleFactory(by=people.ana, restricted=True, restricted_to=[people.pool])]
    rules += [in_force(people, restricted=True)]
    rules += [writing.capture("Noted", "So.", client_key=None, by=people.sam, now=timezone.now())]
    for rule in rules:
        expected = {who for who in User.objects.active() if Rule.objects.for_reader(who).filter(pk=rule.pk).exists()}
        assert set(readers_of(rule)) == expected, rule
    assert {len(readers_of(rule)) for rule in rules} == {1, 3, 4, 5, 7}


# To do


def test_who_is_mentioned_finds_it_under_to_do_until_they_answer(rule, people, sign_in):
    mia = sign_in(people.mia)
    question = say(rule, "Is this so at the pool, @mia?", people.sam)
    assert f"{MENTIONS} Towels Sam Lee" in to_do(mia)
    assert f"{page_of(rule)}#comment-{question.pk}" in pages.read(mia.get("/to-do/")).links.values()

    post(mia, "reply", question, text="It is.")

    assert CAUGHT_UP in to_do(mia)
    assert f"{MENTIONS} Towels Mia Brandt" in to_do(sign_in(people.sam))


def test_done_puts_it_away_for_one_person_and_twice_is_once(rule, people, sign_in):
    question = say(rule, "Look, @mia and @Ravi Shah", people.sam)
    mia = sign_in(people.mia)
    for _click in range(2):
        assert post(mia, "done", question).url == "/to-do/"

    assert CAUGHT_UP in to_do(mia)
    assert f"{MENTIONS} Towels" in to_do(sign_in(people.ravi))
    assert f"{MY_RULES} Towels" in to_do(sign_in(people.ana))


def test_people_are_chosen_without_script_and_nobody_is_told_of_their_own_words(rule, people, sign_in):
    sam = sign_in(people.sam)
    data = {"text": "Look, @sam", "people": [people.mia.pk, people.ravi.pk]}

    response = sam.post(page_of(rule), data, follow=True)

    assert "Comment added. Mia Brandt, Ravi Shah will see it in To do." in response.text
    assert set(Mention.objects.values_list("person__username", flat=True)) == {"mia", "ravi"}
    assert CAUGHT_UP in to_do(sam)


def test_the_owner_hears_of_everything_new_though_nobody_names_them(rule, people, sign_in):
    ana = sign_in(people.ana)
    question = say(rule, "May we?", people.sam)
    assert f"{MY_RULES} Towels Sam Lee" in to_do(ana)
    post(ana, "done", question)
    assert MY_RULES not in to_do(ana)
    answer(question, "I think so.", people.mia)
    assert MY_RULES in to_do(ana)
    post(ana, "reply", question, text="We may.")
    assert MY_RULES not in to_do(ana)
    say(rule, "And I?", people.sam)
    Rule.objects.filter(pk=rule.pk).update(owner=people.ravi)
    assert MY_RULES not in to_do(ana)
    assert to_do(sign_in(people.ravi)).count("Towels Sam Lee") == 2


def test_what_names_the_owner_stands_under_to_do_once(rule, people, sign_in):
    say(rule, "May we, @ana?", people.sam)

    assert to_do(sign_in(people.ana)).count("May we") == 1


def test_whoever_resolves_it_has_seen_it(rule, people, sign_in):
    question = say(rule, "May we, @ana?", people.sam)
    post(sign_in(people.ana), "resolve", question)

    assert MENTIONS not in to_do(sign_in(people.ana))


def test_the_oldest_comes_first(rule, people, sign_in):
    now = timezone.now()
    for days, text in ((1, "Newer"), (9, "Oldest"), (5, "Older")):
        verbs.comment(rule, f"{text}, @mia", by=people.sam, now=now - timedelta(days=days))

    page = to_do(sign_in(people.mia))
    assert page.index("Oldest") < page.index("Older") < page.index("Newer")


# Restricted rules


def test_of_a_rule_of_other_teams_nothing_leaks(people, sign_in):
    rule = in_force(people, title="Alarm code", by=people.petra, restricted=True, restricted_to=[people.pool])
    question = say(rule, "Is it on? @mia", people.petra)
    mia, sam = sign_in(people.mia), sign_in(people.sam)
    assert "1 open" in mia.get(rule.get_absolute_url()).text
    assert "Alarm code" in to_do(mia)

    for address in (page_of(rule), rule.get_absolute_url()):
        assert sam.get(address).status_code == 404
    assert sam.post(page_of(rule), {"text": "x"}).status_code == 404
    for verb in ("reply", "resolve", "reopen", "remove", "done"):
        assert post(sam, verb, question, text="x").status_code == 404
    assert "Alarm code" not in sign_in(people.ana).get("/rules/pack/", {"chosen": rule.reference}).text
    Mention.objects.create(comment=question, person=people.sam)  # he was of the team once
    Rule.objects.filter(pk=rule.pk).update(owner=people.sam)
    assert "Alarm code" not in to_do(sam)
    assert "Is it on" not in to_do(sam)


def test_nobody_is_called_to_a_rule_that_they_cannot_read(people, sign_in):
    rule = in_force(people, title="Alarm code", restricted=True, restricted_to=[people.pool])
    mia = sign_in(people.mia)
    page = read(mia.get(page_of(rule)))
    assert "Petra Novak" in page.text
    assert "Sam Lee" not in page.text

    refused = mia.post(page_of(rule), {"text": "Look, @Sam Lee"})
    message = "Sam Lee can't read this rule, so they wouldn't see your comment."
    assert refused.status_code == 422
    form = pages.read(refused)
    assert form.part("#error_1_say-text").text == message
    assert form.link(message) == "#say-text"
    assert read(refused).data["text"] == "Look, @Sam Lee"
    picked = mia.post(page_of(rule), {"text": "Look", "people": people.sam.pk})
    assert picked.status_code == 422
    assert "Someone you chose can't read this rule." in pages.read(picked).text
    assert "Sam Lee" not in picked.text
    with pytest.raises(ValidationError):
        say(rule, "Look", people.mia, people=[people.sam])
    question = say(rule, "Is it on?", people.petra)
    refused = post(mia, "reply", question, text="Ask @sam")
    assert refused.status_code == 422
    assert "Sam Lee can't read this rule" in pages.read(refused).text
    assert Comment.objects.count() == 1


def test_who_left_and_who_may_no_longer_read_is_not_told(rule, people):
    question = say(rule, "May we?", people.sam)
    User.objects.filter(pk=people.sam.pk).update(is_active=False)

    answered = answer(question, "We may.", people.ana)

    assert not answered.mentions.exists()
    with pytest.raises(ValidationError):
        say(rule, "Where is @sam?", people.ana)


def test_staff_read_the_title_that_is_in_force_and_not_the_one_being_written(rule, people, sign_in):
    say(rule, "Look, @sam", people.ana)
    writing.write(rule, writing.RuleInput({"title": "Linen"}), version=rule.version, by=people.ana, now=timezone.now())
    rule.refresh_from_db()
    sam = sign_in(people.sam)

    for text in (read(sam.get(page_of(rule))).text, to_do(sam)):
        assert "Towels" in text
        assert "Linen" not in text
    assert "Linen" in read(sign_in(people.ana).get(page_of(rule))).text
