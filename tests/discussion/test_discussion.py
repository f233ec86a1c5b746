"""People ask and answer where the rule stands: the verbs, who may, and what the page costs."""

import json
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from policyhub.classification.actions import classify
from policyhub.discussion import actions as verbs
from policyhub.discussion.models import Comment, Mention
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from tests import pages
from tests.authoring.test_odd_forms import HOSTILE, ODD, line, read
from tests.authoring.test_two_savers import at_once
from tests.conftest import share
from tests.discussion.talk import answer, does, in_force, page_of, post, queries, say, whole_database
from tests.factories import BLACK_ROWS
from tests.people import gather


@pytest.fixture
def rule(people):
    return in_force(people, title="Towels")


# The verbs


def test_each_verb_leaves_one_event_without_a_word_of_the_comment(rule, people):
    before = Event.objects.count()
    question = say(rule, "Are zebras customers?", people.sam, part="say")
    answered = answer(question, "Zebras are guests.", people.ana)
    for verb in (verbs.resolve, verbs.resolve, verbs.reopen, verbs.reopen):
        does(verb, question, people.ana)
    does(verbs.remove, answered, people.ana)
    does(verbs.remove, answered, people.ana)
    does(verbs.mark_done, question, people.ana)

    events = list(Event.objects.order_by("pk")[before:])
    assert [e.verb for e in events] == ["commented", "commented", "resolved", "reopened", "comment removed"]
    keys = [question.pk, answered.pk, question.pk, question.pk, answered.pk]
    assert [json.loads(e.after) for e in events] == [{"part": "say", "comment": key} for key in keys]
    assert {e.before for e in events} == {"{}"}
    assert {e.chain.subject for e in events} == {rule.subject}
    assert [e.actor for e in events] == ["Sam Lee", *["Ana Ruiz"] * 4]
    assert verify().altered == []


def test_removed_words_are_nowhere_and_what_they_stood_in_stays(rule, people, sign_in):
    question = say(rule, "My number is 5550199, call me, @ravi", people.sam)
    answer(question, "I will.", people.ravi)
    assert "5550199" in whole_database()

    assert post(sign_in(people.sam), "remove", question).status_code == 302

    assert "5550199" not in whole_database()
    page = sign_in(people.mia).get(page_of(rule)).text
    assert "Deleted." in page
    assert "Sam Lee" in page
    assert "I will." in page
    assert not Mention.objects.filter(comment=question).exists()
    assert Event.objects.filter(verb="comment removed").get().actor == "Sam Lee"
    assert verify().altered == []


def test_what_was_removed_takes_no_answer_and_does_not_open_again(rule, people, sign_in):
    question = say(rule, "May we?", people.sam)
    does(verbs.remove, question, people.sam)

    refused = post(sign_in(people.mia), "reply", question, text="We may.")

    assert refused.status_code == 422
    assert "The comment you're replying to was deleted." in pages.read(refused).text
    assert does(verbs.reopen, question, people.ana).is_open is False
    assert does(verbs.resolve, question, people.ana).resolved_at is None
    assert Comment.objects.count() == 1


def test_an_answer_that_comes_late_is_kept_and_an_answer_to_an_answer_is_one_in_the_thread(rule, people):
    question = say(rule, "May we?", people.sam, part="text")
    first = answer(question, "We may.", people.ana)
    does(verbs.resolve, question, people.sam)
    late = answer(first, "And should.", people.mia)

    assert (late.answer_to, late.part) == (question, "text")
    assert not Comment.objects.open().exists()


def test_a_part_that_no_rule_has_and_empty_words_are_refused(rule, people, sign_in):
    sam = sign_in(people.sam)
    for data in ({"text": " \n "}, {"text": "x", "part": "secrets"}, {"text": "x" * 4001}, {}):
        assert sam.post(page_of(rule), data).status_code == 422
    for text, part in ((" ", ""), ("x", "secrets")):
        with pytest.raises(ValidationError):
            say(rule, text, people.sam, part=part)
    question = say(rule, "May we?", people.sam)
    refused = post(sam, "reply", question, text="")
    assert refused.status_code == 422
    assert f'href="#answer-{question.pk}-text"' in refused.text
    assert Comment.objects.count() == 1


def test_the_database_refuses_what_makes_no_sense(rule, people):
    question = say(rule, "May we?", people.sam)
    answered = answer(question, "We may.", people.ana)
    now = timezone.now()
    for comment, values in [
        (question, {"resolved_at": now}),
        (question, {"resolved_by": people.ana}),
        (question, {"text": ""}),
        (question, {"erased_at": now}),
        (question, {"answer_to": question}),
        (answered, {"resolved_by": people.ana, "resolved_at": now}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**values)


# Who may


def test_whoever_may_read_the_rule_may_ask_and_answer(rule, people, sign_in):
    for who in (people.sam, people.mia, people.ravi, people.ana, people.ada):
        client = sign_in(who)
        assert client.post(page_of(rule), {"text": f"{who} asks"}).status_code == 302
        assert post(client, "reply", Comment.objects.first(), text=f"{who} answers").status_code == 302
    assert Comment.objects.count() == 10


def test_those_who_asked_and_those_who_write_the_rule_say_that_it_is_resolved(rule, people, sign_in):
    may = {"sam": 302, "ana": 302, "petra": 302, "ada": 302, "ravi": 403, "mia": 403}
    for name, status in may.items():
        question = say(rule, "May we?", people.sam)
        assert post(sign_in(getattr(people, name)), "resolve", question).status_code == status, name
        question.refresh_from_db()
        assert question.is_open == (status == 403)
        does(verbs.resolve, question, people.ana)
        assert post(sign_in(getattr(people, name)), "reopen", question).status_code == status, name


def test_an_answer_of_ones_own_is_no_way_to_resolve_what_others_asked(rule, people, sign_in):
    question = say(rule, "May we?", people.sam)
    answered = answer(question, "We may.", people.mia)

    for verb in ("resolve", "reopen", "reply", "done"):
        assert post(sign_in(people.mia), verb, answered, text="x").status_code == 404
    assert Comment.objects.open().get() == question


def test_words_are_removed_by_their_author_or_an_administrator(rule, people, sign_in):
    for name, status in {"sam": 302, "ada": 302, "ana": 403, "mia": 403}.items():
        comment = say(rule, "Words", people.sam)
        assert post(sign_in(getattr(people, name)), "remove", comment).status_code == status, name


def test_a_comment_is_found_at_its_own_rule_alone(rule, people, sign_in):
    other, question = in_force(people, title="Robes"), say(rule, "May we?", people.sam)

    address = reverse("discussion:resolve", args=[other.slug, question.pk])
    assert sign_in(people.ana).post(address).status_code == 404


def test_what_is_said_names_no_customer_unless_somebody_says_it_is_none(rule, people, sign_in):
    sam, typed = sign_in(people.sam), {"text": "Mrs Whitcombe asked @ana and Ravi Shah."}
    question = say(rule, "May we?", people.mia)
    for where in (page_of(rule), reverse("discussion:reply", args=[rule.slug, question.pk])):
        for headers in ({}, {"HX-Request": "true"}):
            refused = sam.post(where, typed, headers=headers)
            assert refused.status_code == 422
            assert "“Mrs Whitcombe” looks like a customer&#x27;s name" in refused.text
            assert refused.text.count('type="checkbox" name="no_name"') == 1
            assert typed["text"] in refused.text
        assert sam.post(where, typed | {"no_name": "on"}).status_code == 302
    assert Comment.objects.filter(text=typed["text"]).count() == 2


# Once


def test_a_double_click_is_one_comment_and_one_answer(rule, people, sign_in):
    sam, address = sign_in(people.sam), page_of(rule)
    data = {"text": "May we?", "client_key": read(sam.get(address)).data["client_key"]}
    assert len({sam.post(address, data).url for _click in range(2)}) == 1
    question = Comment.objects.get()
    data = {"text": "We may.", "client_key": "0b0e7c46-6a33-4e0a-9d0e-0e1a3f0f7a11"}
    for _click in range(2):
        assert post(sam, "reply", question, **data).status_code == 302

    assert Comment.objects.count() == 2
    assert Event.objects.filter(verb="commented").count() == 2


def test_a_key_of_somebody_else_neither_shows_nor_stops_anything(rule, people, sign_in):
    key = "0b0e7c46-6a33-4e0a-9d0e-0e1a3f0f7a11"
    mine = say(rule, "Mine", people.sam, client_key=key)

    response = sign_in(people.mia).post(page_of(rule), {"text": "Hers", "client_key": key})

    assert response.status_code == 302
    assert Comment.objects.exclude(pk=mine.pk).get().text == "Hers"


@pytest.mark.engine
def test_two_clicks_at_once_are_one_comment(transactional_db, sign_in):
    people = gather()
    rule = in_force(people, title="Towels")
    data = {"text": "May we?", "client_key": "0b0e7c46-6a33-4e0a-9d0e-0e1a3f0f7a11"}

    answers = at_once(*(partial(sign_in(people.sam).post, page_of(rule), data) for _click in range(2)))

    assert [response.status_code for response in answers] == [302, 302]
    assert Comment.objects.count() == 1


# As text


@pytest.mark.parametrize("text", [*ODD.values(), *HOSTILE])
def test_whatever_somebody_writes_is_shown_as_text_or_sent_back_as_typed(rule, people, sign_in, text):
    sam = sign_in(people.sam)
    sent = sam.post(page_of(rule), {"text": text})
    if sent.status_code == 302:
        comment = Comment.objects.get()
        answer(comment, comment.text, people.mia)
        for response in (sam.get(page_of(rule)), sign_in(people.ana).get("/rules/pack/")):
            assert read(response).text.count(line(comment.text)) >= 2
        read(sign_in(people.ana).get("/to-do/"))
    else:
        assert sent.status_code == 422
        assert line(read(sent).data["text"]) == line(text) or not text.strip()
        assert not Comment.objects.exists()


def test_lines_stay_lines(rule, people, sign_in):
    say(rule, "One <b>line</b>\nand *another*", people.sam)

    assert "One &lt;b&gt;line&lt;/b&gt;<br>and *another*" in sign_in(people.sam).get(page_of(rule)).text


def test_the_part_in_the_address_is_chosen_and_nonsense_is_none(rule, people, sign_in):
    sam = sign_in(people.sam)
    assert read(sam.get(page_of(rule), {"part": "say"})).data["part"] == "say"
    for odd in ("secrets", "<script>", "say\0", "x" * 5000):
        response = sam.get(page_of(rule), {"part": odd})
        assert read(response).wrong == set()
        assert " selected" not in response.text


def test_what_is_said_of_a_part_that_the_rule_no_longer_has_keeps_its_words(people, sign_in):
    rule = in_force(people, flexibility="black", rows=BLACK_ROWS)
    say(rule, "Which law?", people.sam, part="reasons")
    classify.decide(rule, "grey", "It may.", version=rule.version, by=people.ana, now=timezone.now())

    assert "Why it can't bend" in read(sign_in(people.ana).get(page_of(rule))).text


# Parts of the page


def test_a_script_gets_the_threads_alone_with_the_focus_on_what_is_new(rule, people, sign_in):
    sam, script = sign_in(people.sam), {"HX-Request": "true"}
    part = sam.post(page_of(rule), {"text": "May we?"}, headers=script)
    question = Comment.objects.get()

    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div id="discussion"')
    assert "<html" not in part.text
    assert pages.read(part).part(f"article#comment-{question.pk}").root.has_attr("autofocus")
    assert pages.read(part).has("status", "Comment added.")
    wrong = sam.post(page_of(rule), {"text": ""}, headers=script)
    assert wrong.status_code == 422
    assert "<html" not in wrong.text
    resolved = sam.post(reverse("discussion:resolve", args=[rule.slug, question.pk]), headers=script)
    assert '<details class="closed" open>' in pages.flat(resolved.text)
    for headers in ({}, script):
        assert "HX-Request" in sam.get(page_of(rule), headers=headers)["Vary"]


def test_only_the_form_that_was_sent_is_fresh(rule, people, sign_in):
    """What somebody has begun to type elsewhere on the page stays."""
    thread, other = say(rule, "One?", people.ana), say(rule, "Other?", people.ana)
    sam, script = sign_in(people.sam), {"HX-Request": "true"}

    def preserved_forms(response):
        return {part.root["id"] for part in pages.read(response).parts("[hx-preserve]")}

    answers = {f"answer-{comment.pk}" for comment in (thread, other)}
    assert preserved_forms(sam.get(page_of(rule))) == {"say"} | answers
    address = reverse("discussion:reply", args=[rule.slug, thread.pk])
    for text in ("Yes.", ""):
        assert preserved_forms(sam.post(address, {"text": text}, headers=script)) == {"say", f"answer-{other.pk}"}
    assert preserved_forms(sam.post(page_of(rule), {"text": ""}, headers=script)) == answers
    new = preserved_forms(sam.post(page_of(rule), {"text": "New?"}, headers=script))
    assert new == answers | {f"answer-{Comment.objects.last().pk}"}
    address = reverse("discussion:resolve", args=[rule.slug, thread.pk])
    assert "say" in preserved_forms(sign_in(people.ana).post(address, headers=script))


# What it costs


def test_pages_ask_the_database_as_often_with_many_comments_as_with_three(rule, people, sign_in):
    clients = {"sam": sign_in(people.sam), "ana": sign_in(people.ana)}
    addresses = (page_of(rule), rule.get_absolute_url(), "/to-do/", "/rules/pack/")

    def count():
        return {
            (name, at): queries(client, at)
            for name, client in clients.items()
            for at in addresses
            if (name, at) != ("sam", "/rules/pack/")
        }

    def talk(n):
        question = say(rule, f"Question {n}, @ana and @sam?", people.mia)
        answer(question, "Yes, @ana.", people.ravi)
        return does(verbs.resolve, say(rule, f"Settled {n}", people.sam), people.ana)

    talk(0)
    few = count()
    many = max(15, share(100))
    for n in range(1, many):
        talk(n)
    print(few)
    assert Comment.objects.count() == 3 * many
    assert count() == few


def test_a_pack_of_many_rules_in_force_costs_as_much_as_one_of_three(people, sign_in):
    ana = sign_in(people.ana)
    for n in range(3):
        say(in_force(people, title=f"Rule {n}"), "Why?", people.sam)
    few = queries(ana, "/rules/pack/")
    for n in range(3, 30):
        say(in_force(people, title=f"Rule {n}"), "Why?", people.sam)

    assert queries(ana, "/rules/pack/") == few


def test_ways_to_the_discussion_ask_the_database_nothing(rule, people, django_assert_num_queries):
    template = "{% load discussion %}{% discussion_link rule %}{% discussion_link rule 'say' %}"
    with django_assert_num_queries(0):
        html = Template(template + "{% find_better_words rule %}").render(Context({"rule": rule}))
    assert f'href="{page_of(rule)}"' in html
    assert f'href="{page_of(rule)}?part=say#say"' in html


def test_the_card_says_how_much_is_open(rule, people, sign_in):
    sam = sign_in(people.sam)
    assert "open)" not in sam.get(rule.get_absolute_url()).text
    questions = [say(rule, "May we?", people.sam) for _n in range(3)]
    does(verbs.resolve, questions[0], people.sam)
    answer(questions[1], "We may.", people.ana)
    assert "Comments (2 open)" in pages.read(sam.get(rule.get_absolute_url())).links


# In the admin


def test_an_administrator_removes_words_through_the_verb(rule, people, sign_in):
    comments = [say(rule, f"Bad words {n}", people.sam) for n in range(2)]
    data = {"action": "remove_words", "_selected_action": [comment.pk for comment in comments]}

    answered = sign_in(people.ada).post(reverse("admin:discussion_comment_changelist"), data)

    assert answered.status_code == 302
    assert set(Comment.objects.values_list("text", flat=True)) == {""}
    assert Event.objects.filter(verb="comment removed", actor="Ada Osei").count() == 2
