"""People ask and answer where the rule stands: who may, who hears of it, and that nothing leaks."""

import json
import re
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts.models import Membership, Role, User
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry import actions
from policyhub.registry.actions import discussion as verbs
from policyhub.registry.models import Comment, Mention, Rule
from policyhub.registry.readers import named_in, readers_of
from tests.factories import BLACK_ROWS, RuleFactory, put_in_force
from tests.people import gather, person
from tests.registry.test_odd_forms import HOSTILE, ODD, line, read
from tests.registry.test_two_savers import at_once


@pytest.fixture
def rule(people):
    return in_force(people, title="Towels")


def in_force(people, **fields):
    rule = RuleFactory(**{"by": people.ana, "team": people.desk, **fields})
    put_in_force(rule, people.ana)
    return Rule.objects.get(pk=rule.pk)


def say(rule, text, by, **more):
    return verbs.comment(rule, text, by=by, now=timezone.now(), **more)


def answer(asked, text, by):
    return verbs.answer(asked, text, by=by, now=timezone.now())


def does(verb, said, by):
    return verb(said, by=by, now=timezone.now())


def page_of(rule):
    return reverse("rule_discussion", args=[rule.slug])


def post(client, verb, said, **data):
    return client.post(reverse(f"comment_{verb}", args=[said.rule.slug, said.pk]), data)


def to_do(client):
    return line(re.sub(r"<[^>]*>", " ", client.get("/to-do/").text))


def whole_database():
    """Every value of every row, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += cursor.fetchall()
    return str(found)


# The verbs


def test_each_verb_leaves_one_event_without_a_word_of_the_comment(rule, people):
    before = Event.objects.count()
    asked = say(rule, "Are zebras customers?", people.sam, part="say")
    answered = answer(asked, "Zebras are guests.", people.ana)
    for verb in (verbs.resolve, verbs.resolve, verbs.reopen, verbs.reopen):
        does(verb, asked, people.ana)
    does(verbs.remove, answered, people.ana)
    does(verbs.remove, answered, people.ana)
    does(verbs.done, asked, people.ana)

    events = list(Event.objects.order_by("pk")[before:])
    assert [e.verb for e in events] == ["commented", "commented", "resolved", "reopened", "comment removed"]
    keys = [asked.pk, answered.pk, asked.pk, asked.pk, answered.pk]
    assert [json.loads(e.after) for e in events] == [{"part": "say", "comment": key} for key in keys]
    assert {e.before for e in events} == {"{}"}
    assert {e.chain.subject for e in events} == {rule.subject}
    assert [e.actor for e in events] == ["Sam Lee", *["Ana Ruiz"] * 4]
    assert verify().altered == []


def test_removed_words_are_nowhere_and_what_they_stood_in_stays(rule, people, sign_in):
    asked = say(rule, "My number is 5550199, call me, @ravi", people.sam)
    answer(asked, "I will.", people.ravi)
    assert "5550199" in whole_database()

    assert post(sign_in(people.sam), "remove", asked).status_code == 302

    assert "5550199" not in whole_database()
    page = sign_in(people.mia).get(page_of(rule)).text
    assert "Removed." in page
    assert "Sam Lee" in page
    assert "I will." in page
    assert not Mention.objects.filter(comment=asked).exists()
    assert Event.objects.filter(verb="comment removed").get().actor == "Sam Lee"
    assert verify().altered == []


def test_what_was_removed_takes_no_answer_and_does_not_open_again(rule, people, sign_in):
    asked = say(rule, "May we?", people.sam)
    does(verbs.remove, asked, people.sam)

    refused = post(sign_in(people.mia), "answer", asked, text="We may.")

    assert refused.status_code == 422
    assert "What you answer was removed meanwhile." in refused.text
    assert does(verbs.reopen, asked, people.ana).is_open is False
    assert does(verbs.resolve, asked, people.ana).resolved_at is None
    assert Comment.objects.count() == 1


def test_an_answer_that_comes_late_is_kept_and_an_answer_to_an_answer_is_one_in_the_thread(rule, people):
    asked = say(rule, "May we?", people.sam, part="text")
    first = answer(asked, "We may.", people.ana)
    does(verbs.resolve, asked, people.sam)
    late = answer(first, "And should.", people.mia)

    assert (late.answer_to, late.part) == (asked, "text")
    assert not Comment.objects.open().exists()


def test_a_part_that_no_rule_has_and_empty_words_are_refused(rule, people, sign_in):
    sam = sign_in(people.sam)
    for data in ({"text": " \n "}, {"text": "x", "part": "secrets"}, {"text": "x" * 4001}, {}):
        assert sam.post(page_of(rule), data).status_code == 422
    for text, part in ((" ", ""), ("x", "secrets")):
        with pytest.raises(ValidationError):
            say(rule, text, people.sam, part=part)
    asked = say(rule, "May we?", people.sam)
    refused = post(sam, "answer", asked, text="")
    assert refused.status_code == 422
    assert f'href="#answer-{asked.pk}-text"' in refused.text
    assert Comment.objects.count() == 1


def test_the_database_refuses_what_makes_no_sense(rule, people):
    asked = say(rule, "May we?", people.sam)
    answered = answer(asked, "We may.", people.ana)
    now = timezone.now()
    for said, values in [
        (asked, {"resolved_at": now}),
        (asked, {"resolved_by": people.ana}),
        (asked, {"text": ""}),
        (asked, {"erased_at": now}),
        (asked, {"answer_to": asked}),
        (answered, {"resolved_by": people.ana, "resolved_at": now}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=said.pk).update(**values)


# Who may


def test_whoever_may_read_the_rule_may_ask_and_answer(rule, people, sign_in):
    for who in (people.sam, people.mia, people.ravi, people.ana, people.ada):
        client = sign_in(who)
        assert client.post(page_of(rule), {"text": f"{who} asks"}).status_code == 302
        assert post(client, "answer", Comment.objects.first(), text=f"{who} answers").status_code == 302
    assert Comment.objects.count() == 10


def test_those_who_asked_and_those_who_write_the_rule_say_that_it_is_resolved(rule, people, sign_in):
    may = {"sam": 302, "ana": 302, "petra": 302, "ada": 302, "ravi": 403, "mia": 403}
    for name, status in may.items():
        asked = say(rule, "May we?", people.sam)
        assert post(sign_in(getattr(people, name)), "resolve", asked).status_code == status, name
        asked.refresh_from_db()
        assert asked.is_open == (status == 403)
        does(verbs.resolve, asked, people.ana)
        assert post(sign_in(getattr(people, name)), "reopen", asked).status_code == status, name


def test_an_answer_of_ones_own_is_no_way_to_resolve_what_others_asked(rule, people, sign_in):
    asked = say(rule, "May we?", people.sam)
    answered = answer(asked, "We may.", people.mia)

    for verb in ("resolve", "reopen", "answer", "done"):
        assert post(sign_in(people.mia), verb, answered, text="x").status_code == 404
    assert Comment.objects.open().get() == asked


def test_words_are_removed_by_their_author_or_an_administrator(rule, people, sign_in):
    for name, status in {"sam": 302, "ada": 302, "ana": 403, "mia": 403}.items():
        said = say(rule, "Words", people.sam)
        assert post(sign_in(getattr(people, name)), "remove", said).status_code == status, name


def test_a_comment_is_found_at_its_own_rule_alone(rule, people, sign_in):
    other, asked = in_force(people, title="Robes"), say(rule, "May we?", people.sam)

    address = reverse("comment_resolve", args=[other.slug, asked.pk])
    assert sign_in(people.ana).post(address).status_code == 404


# Once


def test_a_double_click_is_one_comment_and_one_answer(rule, people, sign_in):
    sam, address = sign_in(people.sam), page_of(rule)
    data = {"text": "May we?", "client_key": read(sam.get(address)).data["client_key"]}
    assert len({sam.post(address, data).url for _click in range(2)}) == 1
    asked = Comment.objects.get()
    data = {"text": "We may.", "client_key": "0b0e7c46-6a33-4e0a-9d0e-0e1a3f0f7a11"}
    for _click in range(2):
        assert post(sam, "answer", asked, **data).status_code == 302

    assert Comment.objects.count() == 2
    assert Event.objects.filter(verb="commented").count() == 2


def test_a_key_of_somebody_else_neither_shows_nor_stops_anything(rule, people, sign_in):
    key = "0b0e7c46-6a33-4e0a-9d0e-0e1a3f0f7a11"
    mine = say(rule, "Mine", people.sam, client_key=key)

    response = sign_in(people.mia).post(page_of(rule), {"text": "Hers", "client_key": key})

    assert response.status_code == 302
    assert Comment.objects.exclude(pk=mine.pk).get().text == "Hers"


def test_two_clicks_at_once_are_one_comment(transactional_db, sign_in):
    people = gather()
    rule = in_force(people, title="Towels")
    data = {"text": "May we?", "client_key": "0b0e7c46-6a33-4e0a-9d0e-0e1a3f0f7a11"}

    answers = at_once(*(partial(sign_in(people.sam).post, page_of(rule), data) for _click in range(2)))

    assert [response.status_code for response in answers] == [302, 302]
    assert Comment.objects.count() == 1


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

    assert ", ".join(str(found[0]) for found in named_in(text)) == called


def test_of_two_with_one_name_those_who_may_read_are_called(people):
    namesake = person("sam2", "Sam Lee")
    Membership.objects.create(person=namesake, team=people.pool)
    rule = in_force(people, title="Alarm", restricted=True, restricted_to=[people.pool], by=people.petra)

    said = say(rule, "@Sam Lee, is it on?", people.petra)

    assert [mention.person for mention in said.mentions.all()] == [namesake]


def test_reading_and_being_read_agree(people):
    """Whoever is listed as a reader of a rule finds it, and nobody else."""
    otto = person("otto", "Otto Beck")
    Membership.objects.create(person=otto, team=people.pool, role=Role.MANAGER)
    person("gone", "Gwen Gone", is_active=False)
    rules = [in_force(people), RuleFactory(by=people.ana, title="Draft")]
    rules += [in_force(people, restricted=True, restricted_to=[team]) for team in (people.desk, people.pool)]
    rules += [RuleFactory(by=people.ana, restricted=True, restricted_to=[people.pool])]
    rules += [in_force(people, restricted=True)]
    rules += [actions.capture("Noted", "So.", client_key=None, by=people.sam, now=timezone.now())]
    for rule in rules:
        found = {who for who in User.objects.active() if Rule.objects.for_reader(who).filter(pk=rule.pk).exists()}
        assert set(readers_of(rule)) == found, rule
    assert {len(readers_of(rule)) for rule in rules} == {1, 3, 4, 5, 7}


# To do


def test_who_is_mentioned_finds_it_under_to_do_until_they_answer(rule, people, sign_in):
    mia = sign_in(people.mia)
    asked = say(rule, "Is this so at the pool, @mia?", people.sam)
    assert "You were mentioned or answered Towels Sam Lee" in to_do(mia)
    assert f'href="{page_of(rule)}#comment-{asked.pk}"' in mia.get("/to-do/").text

    post(mia, "answer", asked, text="It is.")

    assert "Nothing waits for you." in to_do(mia)
    assert "You were mentioned or answered Towels Mia Brandt" in to_do(sign_in(people.sam))


def test_done_puts_it_away_for_one_person_and_twice_is_once(rule, people, sign_in):
    asked = say(rule, "Look, @mia and @Ravi Shah", people.sam)
    mia = sign_in(people.mia)
    for _click in range(2):
        assert post(mia, "done", asked).url == "/to-do/"

    assert "Nothing waits for you." in to_do(mia)
    assert "You were mentioned or answered Towels" in to_do(sign_in(people.ravi))
    assert "Open questions on your rules Towels" in to_do(sign_in(people.ana))


def test_people_are_chosen_without_script_and_nobody_is_told_of_their_own_words(rule, people, sign_in):
    sam = sign_in(people.sam)
    data = {"text": "Look, @sam", "people": [people.mia.pk, people.ravi.pk]}

    told = sam.post(page_of(rule), data, follow=True)

    assert "It waits under To do for Mia Brandt, Ravi Shah." in told.text
    assert set(Mention.objects.values_list("person__username", flat=True)) == {"mia", "ravi"}
    assert "Nothing waits for you." in to_do(sam)


def test_the_owner_hears_of_everything_new_though_nobody_names_them(rule, people, sign_in):
    ana = sign_in(people.ana)
    asked = say(rule, "May we?", people.sam)
    assert "Open questions on your rules Towels Sam Lee" in to_do(ana)
    post(ana, "done", asked)
    assert "Open questions on your rules" not in to_do(ana)
    answer(asked, "I think so.", people.mia)
    assert "Open questions on your rules" in to_do(ana)
    post(ana, "answer", asked, text="We may.")
    assert "Open questions on your rules" not in to_do(ana)
    say(rule, "And I?", people.sam)
    Rule.objects.filter(pk=rule.pk).update(owner=people.ravi)
    assert "Open questions on your rules" not in to_do(ana)
    assert to_do(sign_in(people.ravi)).count("Towels Sam Lee") == 2


def test_what_names_the_owner_stands_under_to_do_once(rule, people, sign_in):
    say(rule, "May we, @ana?", people.sam)

    assert to_do(sign_in(people.ana)).count("May we") == 1


def test_whoever_resolves_it_has_seen_it(rule, people, sign_in):
    asked = say(rule, "May we, @ana?", people.sam)
    post(sign_in(people.ana), "resolve", asked)

    assert "You were mentioned" not in to_do(sign_in(people.ana))


def test_the_oldest_comes_first(rule, people, sign_in):
    now = timezone.now()
    for days, text in ((1, "Newer"), (9, "Oldest"), (5, "Older")):
        verbs.comment(rule, f"{text}, @mia", by=people.sam, now=now - timedelta(days=days))

    page = to_do(sign_in(people.mia))
    assert page.index("Oldest") < page.index("Older") < page.index("Newer")


# Restricted rules


def test_of_a_rule_of_other_teams_nothing_leaks(people, sign_in):
    rule = in_force(people, title="Alarm code", by=people.petra, restricted=True, restricted_to=[people.pool])
    asked = say(rule, "Is it on? @mia", people.petra)
    mia, sam = sign_in(people.mia), sign_in(people.sam)
    assert "1 open" in mia.get(rule.get_absolute_url()).text
    assert "Alarm code" in to_do(mia)

    for address in (page_of(rule), rule.get_absolute_url()):
        assert sam.get(address).status_code == 404
    assert sam.post(page_of(rule), {"text": "x"}).status_code == 404
    for verb in ("answer", "resolve", "reopen", "remove", "done"):
        assert post(sam, verb, asked, text="x").status_code == 404
    assert "Alarm code" not in sign_in(people.ana).get("/rules/pack/", {"chosen": rule.reference}).text
    Mention.objects.create(comment=asked, person=people.sam)  # he was of the team once
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
    words = "Sam Lee cannot read this rule, and would not find your words."
    assert refused.status_code == 422
    assert re.search(rf'id="error_1_say-text"[^>]*>(<strong>)?{words}', refused.text)
    assert f'<a href="#say-text">Your question or comment: {words}</a>' in refused.text
    assert read(refused).data["text"] == "Look, @Sam Lee"
    picked = mia.post(page_of(rule), {"text": "Look", "people": people.sam.pk})
    assert picked.status_code == 422
    assert "Somebody you chose cannot read this rule." in picked.text
    assert "Sam Lee" not in picked.text
    with pytest.raises(ValidationError):
        say(rule, "Look", people.mia, people=[people.sam])
    asked = say(rule, "Is it on?", people.petra)
    refused = post(mia, "answer", asked, text="Ask @sam")
    assert refused.status_code == 422
    assert "Sam Lee cannot read this rule" in refused.text
    assert Comment.objects.count() == 1


def test_who_left_and_who_may_no_longer_read_is_not_told(rule, people):
    asked = say(rule, "May we?", people.sam)
    User.objects.filter(pk=people.sam.pk).update(is_active=False)

    answered = answer(asked, "We may.", people.ana)

    assert not answered.mentions.exists()
    with pytest.raises(ValidationError):
        say(rule, "Where is @sam?", people.ana)


def test_staff_read_the_title_that_is_in_force_and_not_the_one_being_written(rule, people, sign_in):
    say(rule, "Look, @sam", people.ana)
    actions.write(rule, actions.Text({"title": "Linen"}), version=rule.version, by=people.ana, now=timezone.now())
    rule.refresh_from_db()
    sam = sign_in(people.sam)

    for shown in (read(sam.get(page_of(rule))).text, to_do(sam)):
        assert "Towels" in shown
        assert "Linen" not in shown
    assert "Linen" in read(sign_in(people.ana).get(page_of(rule))).text


# As text


@pytest.mark.parametrize("text", [*ODD.values(), *HOSTILE])
def test_whatever_somebody_writes_is_shown_as_text_or_sent_back_as_typed(rule, people, sign_in, text):
    sam = sign_in(people.sam)
    sent = sam.post(page_of(rule), {"text": text})
    if sent.status_code == 302:
        said = Comment.objects.get()
        answer(said, said.text, people.mia)
        for shown in (sam.get(page_of(rule)), sign_in(people.ana).get("/rules/pack/")):
            assert read(shown).text.count(line(said.text)) >= 2
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
        shown = sam.get(page_of(rule), {"part": odd})
        assert read(shown).wrong == set()
        assert " selected" not in shown.text


def test_what_is_said_of_a_part_that_the_rule_no_longer_has_keeps_its_words(people, sign_in):
    rule = in_force(people, flexibility="black", rows=BLACK_ROWS)
    say(rule, "Which law?", people.sam, part="reasons")
    actions.decide(rule, "grey", "It may.", version=rule.version, by=people.ana, now=timezone.now())

    assert "Why it cannot bend" in read(sign_in(people.ana).get(page_of(rule))).text


# Parts of the page


def test_a_script_gets_the_threads_alone_with_the_focus_on_what_is_new(rule, people, sign_in):
    sam, script = sign_in(people.sam), {"HX-Request": "true"}
    part = sam.post(page_of(rule), {"text": "May we?"}, headers=script)
    asked = Comment.objects.get()

    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div id="discussion"')
    assert "<html" not in part.text
    assert re.search(rf'<article[^>]* id="comment-{asked.pk}"[^>]* autofocus', part.text)
    assert 'role="status">Saved.' in part.text
    wrong = sam.post(page_of(rule), {"text": ""}, headers=script)
    assert wrong.status_code == 422
    assert "<html" not in wrong.text
    resolved = sam.post(reverse("comment_resolve", args=[rule.slug, asked.pk]), headers=script)
    assert '<details class="closed" open>' in resolved.text
    for headers in ({}, script):
        assert "HX-Request" in sam.get(page_of(rule), headers=headers)["Vary"]


def test_only_the_form_that_was_sent_is_fresh(rule, people, sign_in):
    """What somebody has begun to type elsewhere on the page stays."""
    one, other = say(rule, "One?", people.ana), say(rule, "Other?", people.ana)
    sam, script = sign_in(people.sam), {"HX-Request": "true"}

    def kept(response):
        return set(re.findall(r'id="(say|answer-\d+)" hx-preserve', response.text))

    answers = {f"answer-{said.pk}" for said in (one, other)}
    assert kept(sam.get(page_of(rule))) == {"say"} | answers
    address = reverse("comment_answer", args=[rule.slug, one.pk])
    for text in ("Yes.", ""):
        assert kept(sam.post(address, {"text": text}, headers=script)) == {"say", f"answer-{other.pk}"}
    assert kept(sam.post(page_of(rule), {"text": ""}, headers=script)) == answers
    new = kept(sam.post(page_of(rule), {"text": "New?"}, headers=script))
    assert new == answers | {f"answer-{Comment.objects.last().pk}"}
    address = reverse("comment_resolve", args=[rule.slug, one.pk])
    assert "say" in kept(sign_in(people.ana).post(address, headers=script))


# What it costs


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_ask_the_database_as_often_with_300_comments_as_with_three(rule, people, sign_in):
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
        asked = say(rule, f"Question {n}, @ana and @sam?", people.mia)
        answer(asked, "Yes, @ana.", people.ravi)
        return does(verbs.resolve, say(rule, f"Settled {n}", people.sam), people.ana)

    talk(0)
    few = count()
    for n in range(1, 100):
        talk(n)
    print(few)
    assert Comment.objects.count() == 300
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
    asked = [say(rule, "May we?", people.sam) for _n in range(3)]
    does(verbs.resolve, asked[0], people.sam)
    answer(asked[1], "We may.", people.ana)
    assert "Questions and comments (2 open)" in sam.get(rule.get_absolute_url()).text


# Better words


@pytest.fixture
def barrier(people):
    felt = {"effect": "barrier", "cause": "wording"}
    return in_force(people, title="No diving", flexibility="black", rows=BLACK_ROWS, **felt)


def test_one_click_asks_the_owner_and_the_leads_for_better_words(barrier, people, sign_in):
    petra, address = sign_in(people.petra), reverse("rule_find_words", args=[barrier.slug])
    assert "Find better words together" in petra.get(barrier.get_absolute_url()).text
    first = petra.post(address)

    asked = Comment.objects.get()
    assert first.url == f"{page_of(barrier)}#comment-{asked.pk}"
    assert (asked.part, asked.author) == ("say", people.petra)
    assert asked.text.startswith("@Ana Ruiz, @Ravi Shah: Customers feel this rule as a barrier")
    assert {mention.person for mention in asked.mentions.all()} == {people.ana, people.ravi}
    assert petra.post(address).url == first.url
    assert Event.objects.filter(verb="commented").count() == 1
    does(verbs.resolve, asked, people.petra)
    petra.post(address)
    assert Comment.objects.count() == 2
    with pytest.raises(ValidationError):
        does(verbs.reopen, asked, people.petra)
    assert "There is a newer one of these" in post(petra, "reopen", asked, follow=True).client.get("/rules/").text


def test_only_a_check_that_blames_the_words_asks_for_better_ones(barrier, people, sign_in):
    ana, address = sign_in(people.ana), reverse("rule_find_words", args=[barrier.slug])
    for values in ({"effect": "adds"}, {"cause": "briefing"}, {"flexibility": "grey"}):
        Rule.objects.filter(pk=barrier.pk).update(effect="barrier", cause="wording", flexibility="black")
        Rule.objects.filter(pk=barrier.pk).update(**values)
        assert "Find better words" not in ana.get(barrier.get_absolute_url()).text
        assert "The check does not say" in ana.post(address, follow=True).text
    assert not Comment.objects.exists()


def test_leads_who_may_not_read_the_rule_are_not_asked(people):
    words = {"effect": "barrier", "cause": "wording", "flexibility": "black"}
    rule = in_force(people, restricted=True, restricted_to=[people.pool], by=people.petra, team=people.desk, **words)

    asked = verbs.find_better_words(rule, by=people.petra, now=timezone.now())

    assert "@" not in asked.text
    assert not asked.mentions.exists()


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
    assert "Put together by Ana Ruiz." in default
    assert not re.search("Robes|Soap|Sponges", default)
    assert "As it is written now; not in force." in chosen
    assert "Why grey It may." in chosen
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
        assert {n for n, words in pieces.items() if words in page} == {name}
        assert "No diving" in page
        assert "Black" in page


def test_the_register_leads_to_the_pack_and_staff_make_none(rule, people, sign_in):
    assert 'formaction="/rules/pack/"' in sign_in(people.ana).get("/rules/").text
    assert "/rules/pack/" not in sign_in(people.sam).get("/rules/").text
    assert sign_in(people.ravi).get("/rules/pack/").status_code == 403


def test_an_unwritten_rule_can_be_talked_about_and_printed(people, sign_in):
    rule = actions.capture("Lost keys", "Five pounds.", client_key=None, by=people.mia, now=timezone.now())
    say(rule, "Since when?", people.sam)

    page = read(sign_in(people.ana).get("/rules/pack/")).text
    assert "Not yet written Five pounds." in page
    assert "Since when?" in page


def test_a_draft_from_a_document_that_somebody_asked_about_stays(people):
    now = timezone.now()
    rule = actions.take_in({"title": "Robes", "source": "a.md"}, "", by=people.ana, now=now)
    say(rule, "Is this ours?", people.petra)

    with pytest.raises(ValidationError, match="Somebody has worked on it"):
        actions.take_out(rule, by=people.ana, now=now)


# In the admin


def test_an_administrator_removes_words_through_the_verb(rule, people, sign_in):
    said = [say(rule, f"Bad words {n}", people.sam) for n in range(2)]
    data = {"action": "remove_words", "_selected_action": [one.pk for one in said]}

    answered = sign_in(people.ada).post(reverse("admin:registry_comment_changelist"), data)

    assert answered.status_code == 302
    assert set(Comment.objects.values_list("text", flat=True)) == {""}
    assert Event.objects.filter(verb="comment removed", actor="Ada Osei").count() == 2
