"""A good answer becomes an option with a name on it; the ledger says what grew, and thanks."""

import json
from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.feedback import option_credits
from policyhub.feedback.actions import cases as verbs
from policyhub.feedback.actions import promote
from policyhub.registry import writing
from policyhub.registry.models import Option, Rule, Situation
from tests.authoring.test_two_savers import at_once
from tests.conftest import share
from tests.discussion.talk import queries
from tests.factories import RuleFactory, put_in_force
from tests.pages import read

from .counter import ask, grey, log, post, say, stored, words_of

ADD = "Add as an option"
EMPTY = "None yet."


@pytest.fixture
def rule(people):
    return grey(people)


@pytest.fixture
def case(people, rule):
    """Sam's, with what Ravi made of it."""
    open_case = ask("the parcel came late", people.sam, rule=rule, situation_key=rule.situations.get().key)
    return say(open_case, "agree", people.ravi)


def grow(case, by, text="Credit the postage", situation=None):
    return promote.make_option(case, text, situation=situation, by=by, now=timezone.now())


def in_force_now(rule, people):
    put_in_force(Rule.objects.get(pk=rule.pk), people.ana)
    return Rule.objects.get(pk=rule.pk)


def situations(rule):
    return [(s.text, [o.text for o in s.options.live()]) for s in rule.situations.live()]


def test_one_click_drafts_an_option_with_credit_where_it_was_asked(people, sign_in, rule, case):
    offered = read(sign_in(people.ana).get(f"/ask/{case.pk}/")).form(ADD)
    key = str(rule.situations.get().key)
    assert (offered["situation"], offered["text"]) == (key, "Credit the postage.")
    last = Event.objects.latest("pk").pk
    answer = post(sign_in(people.ana), "option", case, situation=key, text="Credit the postage.")
    assert answer.url == reverse("authoring:section", args=[rule.slug, "situations"])
    assert "Added as a draft, with thanks to Sam Lee." in words_of(answer.client.get(answer.url))
    drafted = Option.objects.get(text="Credit the postage.")
    assert (drafted.credited_to, drafted.grantor, drafted.situation) == ("Sam Lee", "lead", rule.situations.get())
    assert (stored(case).grown_option_key, str(stored(case).grown_situation_key)) == (drafted.key, key)
    events = Event.objects.filter(pk__gt=last).values_list("chain__subject", "verb")
    assert list(events) == [(rule.subject, "written"), (case.subject, "became an option")]
    assert verify().altered == []


def test_nothing_is_in_force_until_somebody_signs(people, sign_in, rule, case):
    grow(case, people.ana, situation=rule.situations.get().key)
    assert "Credit the postage" not in sign_in(people.sam).get(rule.get_absolute_url()).text
    rule = in_force_now(rule, people)
    assert "Credit the postage" in sign_in(people.sam).get(rule.get_absolute_url()).text


def test_what_is_there_stays_word_for_word(people, rule, case):
    before = list(Option.objects.order_by("pk").values())
    grow(case, people.ana, situation=rule.situations.get().key)
    assert list(Option.objects.order_by("pk").values())[: len(before)] == before


def test_an_adjusted_answer_is_drafted_in_the_words_of_whoever_adjusted_it(people, sign_in, rule):
    case = say(ask("the parcel came late", people.sam, rule=rule), "adjust", people.ravi, "Credit half of it.")
    page = read(sign_in(people.ana).get(f"/ask/{case.pk}/"))
    assert (page.form(ADD)["situation"], page.form(ADD)["text"]) == ("new", "Credit half of it.")
    assert "New: the parcel came late" in page.text
    post(sign_in(people.ana), "option", case, situation="new", text="Credit half of it.")
    assert situations(rule)[-1] == ("the parcel came late", ["Credit half of it."])


@pytest.mark.parametrize(("by", "role"), [("ravi", "lead"), ("petra", "manager"), ("ada", "manager")])
def test_an_option_starts_with_the_role_of_whoever_answered(people, rule, by, role):
    """Somebody asked up: that anyone may decide it is for whoever saves it to say."""
    case = say(ask("late", people.sam, rule=rule), "agree", getattr(people, by))
    grow(case, people.ana, "Credit it all")
    assert Option.objects.get(text="Credit it all").grantor == role


@pytest.mark.parametrize(
    ("question", "language", "reads"),
    [
        ("Somebody for one length", "en", "somebody for one length"),
        ("A parcel came late", "en", "a parcel came late"),
        ("I cannot find it", "en", "I cannot find it"),
        ("I'm asked for it", "en", "I'm asked for it"),
        ("ID card lost", "en", "ID card lost"),
        ("Quittung fehlt", "de", "Quittung fehlt"),
        ("Ice is wanted", "en", "ice is wanted"),
    ],
)
def test_a_question_reads_on_behind_when(people, question, language, reads):
    rule = grey(people, language=language)
    case = say(ask(question, people.sam, rule=rule), "agree", people.ravi)
    promote.make_situation(case, by=people.ana, now=timezone.now())
    assert situations(rule)[-1] == (reads, [])


def test_a_situation_alone_and_then_its_option(people, sign_in, rule, case):
    answer = post(sign_in(people.ana), "situation", case)
    assert answer.url == reverse("authoring:section", args=[rule.slug, "situations"])
    assert situations(rule)[-1] == ("the parcel came late", [])
    made = Situation.objects.get(text="the parcel came late")
    assert stored(case).grown_situation_key == made.key
    grow(stored(case), people.ana, situation=made.key)
    assert situations(rule)[-1] == ("the parcel came late", ["Credit the postage"])
    assert len(situations(rule)) == 2


def test_a_second_click_drafts_nothing_more(people, sign_in, rule, case):
    for _n in range(3):
        post(sign_in(people.ana), "option", case, situation="new", text="Credit the postage.")
        post(sign_in(people.ana), "situation", case)
    assert Option.objects.filter(text="Credit the postage.").count() == 1
    assert len(situations(rule)) == 2
    assert Event.objects.filter(verb="written").count() == 2


@pytest.mark.engine
def test_two_who_click_at_once_draft_one_option(transactional_db, people):
    rule = grey(people)
    for n in range(share(20)):
        case = say(ask(f"late {n}", people.sam, rule=rule), "agree", people.ravi)
        at_once(*(partial(grow, case, by, f"Credit {n}") for by in (people.ana, people.petra)))
        assert Option.objects.filter(text=f"Credit {n}").count() == 1
    assert verify().altered == []


@pytest.mark.engine
def test_two_cases_grow_at_once_and_both_options_stay(transactional_db, people):
    rule = grey(people)
    for n in range(share(20)):
        cases = [say(ask(f"{word} {n}", people.sam, rule=rule), "agree", people.ravi) for word in ("one", "two")]
        at_once(*(partial(grow, case, people.ana, f"{case.about}") for case in cases))
        assert Option.objects.filter(text__in=[f"one {n}", f"two {n}"], dropped_at=None).count() == 2
    assert verify().altered == []


@pytest.mark.parametrize("what", ["not answered", "to talk about", "erased", "without a rule"])
def test_what_nobody_affirmed_grows_into_nothing(people, rule, what):
    case = ask("x", people.sam, rule=None if what == "without a rule" else rule)
    if what != "not answered":
        case = say(case, "talk" if what == "to talk about" else "agree", people.ravi)
    if what == "erased":
        verbs.erase(case, by=people.sam, now=timezone.now())
    with pytest.raises(ValidationError):
        grow(case, people.ana)
    with pytest.raises(ValidationError):
        promote.make_situation(case, by=people.ana, now=timezone.now())
    assert len(situations(rule)) == 1


def test_bad_input_comes_back_as_typed(people, sign_in, rule, case):
    client = sign_in(people.ana)
    for data in ({"situation": "new", "text": " "}, {"situation": str(uuid4()), "text": "Typed"}, {"text": "Typed"}):
        answer = post(client, "option", case, **data)
        assert answer.status_code == 422
        assert read(answer).has("alert")
        assert read(answer).form(ADD)["text"].strip() == data["text"].strip()
    assert post(client, "option", case, situation="new", text="x" * 301).status_code == 422
    assert Option.objects.count() == 4


def test_an_option_names_no_customer(people, sign_in, rule, case):
    client, key = sign_in(people.ana), str(rule.situations.get().key)
    answer = post(client, "option", case, situation=key, text="As for John Smith")
    assert answer.status_code == 422
    assert "It's not a customer's name" in words_of(answer)
    assert post(client, "option", case, situation=key, text="As for John Smith", no_name="on").status_code == 302


def test_only_those_who_write_the_rule_let_it_grow(people, sign_in, rule, case):
    assert not read(sign_in(people.ravi).get(f"/ask/{case.pk}/")).has("button", ADD)
    for somebody in (people.ravi, people.sam):
        assert post(sign_in(somebody), "option", case, situation="new", text="x").status_code == 403
        assert post(sign_in(somebody), "situation", case).status_code == 403
    assert Option.objects.count() == 4


def test_where_there_is_no_rule_one_may_be_written(people, sign_in):
    case = say(ask("Lost key & all", people.sam), "agree", people.ravi)
    ana = sign_in(people.ana)
    address = read(ana.get(f"/ask/{case.pk}/")).link("Write a rule from this")
    assert address == "/rules/capture/?title=Lost%20key%20%26%20all"
    assert read(ana.get(address)).part("[name=title]").root["value"] == "Lost key & all"
    assert "/rules/capture/" not in sign_in(people.ravi).get(f"/ask/{case.pk}/").text
    assert post(sign_in(people.ana), "option", case, situation="new", text="x").status_code == 403


def test_an_affirmed_log_grows_too_and_on_a_black_rule_it_is_said_that_it_waits(people, sign_in):
    rule = RuleFactory(by=people.ana, team=people.desk, title="Diving", flexibility="black")
    put_in_force(rule, people.ana)
    case = say(log("deep end", people.sam, rule=rule), "agree", people.ana)
    answer = post(sign_in(people.ana), "option", case, situation="new", text="Show the deep end")
    page = answer.client.get(answer.url)
    assert "Staff only see options while a rule is grey." in words_of(page)


def test_the_line_of_the_queue_offers_it_at_once(people, sign_in, rule):
    case = ask("the parcel came late", people.sam, rule=rule)
    answer = post(sign_in(people.ana), "answer", case, htmx=True, answer="agree")
    assert read(answer).get("button", ADD).find_parent("form")["action"] == f"/ask/{case.pk}/option/"
    assert (
        "/option/"
        not in post(sign_in(people.ravi), "answer", ask("x", people.sam, rule=rule), htmx=True, answer="agree").text
    )


# The ledger


def test_an_empty_ledger_says_how_it_grows(people, sign_in, rule):
    assert EMPTY in words_of(sign_in(people.sam).get("/grown/"))


def test_the_ledger_says_who_proposed_it_since_when_and_how_often_it_helped(people, sign_in, rule, case, monkeypatch):
    key = grow(case, people.ana).grown_option_key
    rule = in_force_now(rule, people)
    first = rule.editions.last().starts
    writing.write(
        rule, writing.RuleInput({"say_it": "Gladly."}), version=rule.version, by=people.ana, now=timezone.now()
    )
    in_force_now(rule, people)
    monkeypatch.setattr(option_credits, "use_counts", lambda keys: {k: 7 for k in keys if k == key})
    page_text = words_of(sign_in(people.mia).get("/grown/"))
    assert "Late refund When the parcel came late" in page_text
    assert "Credit the postage" in page_text
    assert "Idea by Sam Lee." in page_text
    assert f"Approved on {timezone.localtime(first):%-d %B %Y}." in page_text
    assert "Offered 7 times since." in page_text
    assert "Thank you, Sam Lee." in page_text
    (entry,) = option_credits.option_credits(
        option_credits.credited_options(people.mia, timezone.now()), people.mia, timezone.now()
    )
    assert entry.approved_at == first, "the first edition that has it, not the last"


def test_a_drafted_option_is_told_but_its_words_are_the_writers(people, sign_in, rule, case):
    grow(case, people.ana)
    page_text = words_of(sign_in(people.sam).get("/grown/"))
    assert "Idea by Sam Lee. Draft, not in force yet." in page_text
    assert "Credit the postage" not in page_text, "nobody shall offer it yet"
    assert "Credit the postage" in words_of(sign_in(people.ana).get("/grown/"))


def test_the_ledger_reads_as_the_edition_in_force_does(people, sign_in, rule, case):
    made = grow(case, people.ana)
    rule = in_force_now(rule, people)
    Option.objects.filter(key=made.grown_option_key).update(text="Credit nothing")
    assert "Credit the postage" in words_of(sign_in(people.ana).get("/grown/"))
    Option.objects.filter(key=made.grown_option_key).update(dropped_at=timezone.now())
    assert "Credit the postage" in words_of(sign_in(people.sam).get("/grown/")), "it is still in force"
    in_force_now(rule, people)
    assert EMPTY in words_of(sign_in(people.sam).get("/grown/"))


def test_restricted_rules_are_not_in_the_ledger_of_others(people, sign_in, rule, case):
    grow(case, people.ana)
    in_force_now(rule, people)
    Rule.objects.filter(pk=rule.pk).update(restricted=True)
    rule.restricted_to.set([people.desk])
    assert EMPTY in words_of(sign_in(people.mia).get("/grown/"))
    assert "Late refund" in words_of(sign_in(people.sam).get("/grown/"))


def test_the_ledger_costs_the_same_with_many(people, sign_in, rule, case):
    grow(case, people.ana)
    in_force_now(rule, people)
    few = queries(sign_in(people.sam), "/grown/")
    for n in range(20):
        grow(say(ask(f"x {n}", people.sam, rule=rule), "agree", people.ravi), people.ana)
    in_force_now(rule, people)
    assert queries(sign_in(people.sam), "/grown/") == few


def test_events_of_growing_hold_keys_and_no_words(people, rule, case):
    grow(case, people.ana)
    after = json.loads(Event.objects.get(verb="became an option").after)
    assert set(after) == {"rule", "option", "situation"}
    assert after["option"] == str(stored(case).grown_option_key)
