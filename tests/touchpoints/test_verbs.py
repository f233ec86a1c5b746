"""What may happen to a touchpoint, and what each verb leaves on record."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry.kinds import kinds
from policyhub.registry.models import Rule
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints.actions import NeedAnswer
from policyhub.touchpoints.models import Need, Touchpoint, touchpoints_of
from policyhub.ui.pages import Stale
from tests.factories import RuleFactory, touchpoint

verbs = touchpoints
TAKEN = "is already on the list"


@pytest.fixture
def by_ana(people):
    return {"by": people.ana, "now": timezone.now()}


@pytest.fixture
def pay(people):
    return touchpoint("Pay", people.ana)


@pytest.fixture
def till(people):
    return RuleFactory(by=people.ana, title="Till")


def events(subject):
    return list(Event.objects.filter(chain__subject=subject).order_by("sequence"))


def last(subject):
    event = events(subject)[-1]
    return event.verb, json.loads(event.before), json.loads(event.after)


def names():
    return [listed.name for listed in Touchpoint.objects.live()]


# Adding


def test_a_touchpoint_is_added_with_one_event(people, by_ana):
    made = verbs.add("  Pay ", "At the till.", **by_ana)

    assert names() == ["Pay"]
    assert last(made.subject) == ("added", {}, {"name": "Pay", "note": "At the till."})
    assert events(made.subject)[0].actor == "Ana Ruiz"


@pytest.mark.parametrize("name", ["pay", "PAY", " Pay", "Ｐay"])
def test_a_name_is_on_the_list_once_whatever_its_letters(people, pay, by_ana, name):
    with pytest.raises(ValidationError, match=TAKEN):
        verbs.add(name, **by_ana)
    assert names() == ["Pay"]


@pytest.mark.parametrize(("first", "second"), [("Ärger melden", "ÄRGER MELDEN"), ("Spaß haben", "SPASS HABEN")])
def test_letters_beyond_english_are_told_alike_on_both_engines(people, by_ana, first, second):
    verbs.add(first, **by_ana)
    with pytest.raises(ValidationError):
        verbs.add(second, **by_ana)


def test_the_database_itself_keeps_a_name_once(people, pay):
    with pytest.raises(IntegrityError), transaction.atomic():
        Touchpoint.objects.create(name="PAY", folded="pay", added_at=timezone.now())


def test_a_touchpoint_needs_a_name(people, by_ana):
    with pytest.raises(ValidationError):
        verbs.add(" ", **by_ana)


def test_several_are_added_in_their_order_and_twice_is_once(people, by_ana):
    first = verbs.add_all(["Pay", "Join", "pay"], **by_ana)
    again = verbs.add_all(["Pay", "Join", "Complain"], **by_ana)

    assert [added.name for added in first] == ["Pay", "Join"]
    assert [added.name for added in again] == ["Complain"]
    assert names() == ["Pay", "Join", "Complain"]
    batches = {event.batch for added in first for event in events(added.subject)}
    assert len(batches) == 1
    assert None not in batches


def test_what_was_dropped_comes_back_as_it_was(people, till, by_ana):
    pay = touchpoint("Pay", people.ana, till, standard="Nobody waits.")
    verbs.drop(pay, **by_ana)
    assert names() == []
    assert list(touchpoints_of(till)) == []
    assert last(pay.subject)[1]["needs"] == {"standard": {"needed": False, "why": "Nobody waits."}}

    back = verbs.add("pay", **by_ana)

    assert back.pk == pay.pk
    assert list(touchpoints_of(till)) == [back]
    assert Need.objects.get().why == "Nobody waits."


# Renaming


def test_other_words_leave_the_old_ones_on_record(people, pay, by_ana):
    verbs.rename(pay, "Pay a bill", "By card too.", **by_ana)

    before, after = {"name": "Pay", "note": ""}, {"name": "Pay a bill", "note": "By card too."}
    assert last(pay.subject) == ("renamed", before, after)
    assert names() == ["Pay a bill"]
    with pytest.raises(ValidationError):
        verbs.add("PAY A BILL", **by_ana)


def test_a_name_in_other_capitals_is_its_own(people, pay, by_ana):
    assert verbs.rename(pay, "PAY", "", **by_ana).name == "PAY"


def test_a_name_of_another_is_refused(people, pay, by_ana):
    touchpoint("Join", people.ana)
    with pytest.raises(ValidationError, match=TAKEN):
        verbs.rename(pay, "join", "", **by_ana)


# Deciding


def test_a_decision_says_who_when_and_what_stood_before(people, pay, by_ana):
    verbs.decide(pay, {"policy": NeedAnswer(True)}, **by_ana)
    verbs.decide(pay, {"policy": NeedAnswer(False, " The law says it. ")}, by=people.petra, now=timezone.now())

    need = Need.objects.get()
    assert (need.needed, need.why, need.decided_by_name) == (False, "The law says it.", "Petra Novak")
    decided = {"needed": False, "why": "The law says it."}
    assert last(pay.subject) == ("needs decided", {"policy": {"needed": True, "why": ""}}, {"policy": decided})


def test_not_needed_says_why(people, pay, by_ana):
    with pytest.raises(ValidationError, match="Say in one line why none is needed"):
        verbs.decide(pay, {"policy": NeedAnswer(False, " ")}, **by_ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.create(
            touchpoint=pay,
            kind="policy",
            needed=False,
            decided_by=people.ana,
            decided_by_name="Ana",
            decided_at=timezone.now(),
        )


def test_not_sure_takes_the_decision_back(people, pay, by_ana):
    verbs.decide(pay, {"policy": NeedAnswer(True, "Money.")}, **by_ana)
    verbs.decide(pay, {"policy": NeedAnswer(None)}, **by_ana)

    assert not Need.objects.exists()
    assert last(pay.subject)[2] == {"policy": {"needed": None, "why": ""}}


def test_none_of_the_kinds_is_one_decision_and_one_event(people, pay, by_ana):
    verbs.decide(pay, dict.fromkeys(kinds, NeedAnswer(False, "It is a machine.")), **by_ana)

    assert Need.objects.filter(needed=False).count() == len(kinds) == 3
    assert [event.verb for event in events(pay.subject)] == ["added", "needs decided"]
    assert set(last(pay.subject)[2]) == set(kinds)


def test_a_kind_that_is_none_is_refused(people, pay, by_ana):
    with pytest.raises(ValidationError):
        verbs.decide(pay, {"guideline": NeedAnswer(True)}, **by_ana)


def test_what_changes_nothing_leaves_no_event(people, pay, till, by_ana):
    verbs.decide(pay, {"policy": NeedAnswer(True)}, **by_ana)
    verbs.link_rules(pay, add=[till], **by_ana)
    before = len(events(pay.subject))

    verbs.decide(pay, {"policy": NeedAnswer(True), "standard": NeedAnswer(None)}, **by_ana)
    verbs.link_rules(pay, add=[till], **by_ana)
    verbs.rename(pay, "Pay", "", **by_ana)

    assert len(events(pay.subject)) == before


# Linking


def test_a_rule_is_linked_and_taken_away_again(people, pay, till, by_ana):
    verbs.link_rules(pay, add=[till], **by_ana)
    assert last(pay.subject) == ("rules linked", {"rules": []}, {"rules": [till.reference]})
    assert list(Rule.objects.covering(pay.pk)) == [till]

    verbs.link_rules(pay, remove=[till], **by_ana)
    assert last(pay.subject) == ("rules linked", {"rules": [till.reference]}, {"rules": []})
    assert not Rule.objects.covering(pay.pk).exists()


def test_a_rule_says_itself_what_it_covers(people, pay, till, by_ana):
    join = touchpoint("Join", people.ana, till)
    verbs.link_rules(pay, add=[till], **by_ana)
    assert set(touchpoints_of(till)) == {pay, join}


def test_linking_is_no_new_text_of_the_rule(people, pay, till, by_ana):
    version, count = till.version, len(events(till.subject))
    verbs.link_rules(pay, add=[till], **by_ana)

    assert Rule.objects.get(pk=till.pk).version == version
    assert len(events(till.subject)) == count


# Merging and dropping


def test_merging_moves_rules_and_fills_what_was_not_decided(people, till, by_ana):
    refund = RuleFactory(by=people.ana, title="Refund")
    keeps = touchpoint("Ask for a refund", people.ana, till, policy=True)
    goes = touchpoint("Refunds", people.ana, till, refund, policy="No.", standard="At once.")
    verbs.merge(keeps, goes, **by_ana)

    assert names() == ["Ask for a refund"]
    assert set(keeps.rules.all()) == {till, refund}
    assert {n.kind: (n.needed, n.why) for n in keeps.needs.all()} == {
        "policy": (True, ""),
        "standard": (False, "At once."),
    }
    goes.refresh_from_db()
    assert (goes.merged_into, goes.dropped_at is None) == (keeps, False)


def test_merging_leaves_one_event_on_each_and_loses_nothing(people, till, by_ana):
    keeps, goes = touchpoint("Ask for a refund", people.ana), touchpoint("Refunds", people.ana, till, policy="No.")
    verbs.merge(keeps, goes, **by_ana)

    verb, _before, after = last(keeps.subject)
    assert (verb, after["merged"], after["rules"]) == ("merged", goes.subject, [till.reference])
    verb, before, after = last(goes.subject)
    assert (verb, after) == ("dropped", {"merged_into": keeps.subject})
    assert before["needs"] == {"policy": {"needed": False, "why": "No."}}
    assert events(keeps.subject)[-1].batch == events(goes.subject)[-1].batch is not None


def test_merged_ones_follow_when_theirs_is_merged_too(people, by_ana):
    a, b, c = (touchpoint(name, people.ana) for name in ("Refund", "Refunds", "Money back"))
    verbs.merge(b, a, **by_ana)
    verbs.merge(c, b, **by_ana)

    assert {merged.merged_into for merged in Touchpoint.objects.exclude(dropped_at=None)} == {c}


def test_the_name_of_a_merged_one_is_free_for_something_new(people, pay, by_ana):
    paying = touchpoint("Paying", people.ana)
    verbs.merge(pay, paying, **by_ana)

    assert verbs.add("Paying", **by_ana).pk != paying.pk


def test_nothing_is_merged_with_itself(people, pay, by_ana):
    with pytest.raises(ValidationError):
        verbs.merge(pay, pay, **by_ana)


@pytest.mark.parametrize(
    "verb",
    [
        lambda touchpoint, by: verbs.rename(touchpoint, "Pay up", "", **by),
        lambda touchpoint, by: verbs.decide(touchpoint, {"policy": NeedAnswer(True)}, **by),
        lambda touchpoint, by: verbs.link_rules(touchpoint, **by),
        lambda touchpoint, by: verbs.drop(touchpoint, **by),
        lambda touchpoint, by: verbs.merge(touchpoint, verbs.add("Else", **by), **by),
        lambda touchpoint, by: verbs.merge(verbs.add("Else", **by), touchpoint, **by),
    ],
    ids=["rename", "decide", "link rules", "drop", "merge", "merge away"],
)
def test_nothing_happens_any_more_to_what_was_dropped(people, pay, by_ana, verb):
    verbs.drop(pay, **by_ana)
    count = len(events(pay.subject))
    with pytest.raises(Stale):
        verb(pay, by_ana)
    assert len(events(pay.subject)) == count


def test_all_of_it_stands_before_verify(people, till, by_ana):
    keeps, goes = touchpoint("Ask", people.ana, till, policy=True), touchpoint("Demand", people.ana, standard="No.")
    verbs.merge(keeps, goes, **by_ana)
    verbs.drop(keeps, **by_ana)

    assert verify().altered == []
