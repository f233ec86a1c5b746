"""Every verb in every state, and what each of them must not let through."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from policyhub.accounts.models import Membership
from policyhub.authoring.actions import unwritten
from policyhub.classification.actions import classify
from policyhub.classification.models import Decision
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.publishing import actions as publishing
from policyhub.registry import states, writing
from policyhub.registry.models import Edition, Rule, SignOff
from policyhub.registry.models.edition import State
from policyhub.registry.models.rule import OldSlug
from policyhub.registry.states import TRANSITIONS, RuleState
from policyhub.registry.writing import RuleInput
from policyhub.ui.pages import Stale
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, option, put_in_force
from tests.people import PASSWORD, People

BEFORE = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = BEFORE + timedelta(days=1)


def days(n: float) -> datetime:
    return NOW + timedelta(days=n)


def propose(rule: Rule, by: Any, now: datetime = NOW, **proposal: Any) -> Edition:
    number = publishing.next_number(rule)
    return publishing.propose(rule, publishing.Proposal(**proposal), number=number, by=by, now=now)


def sign(edition: Edition, by: Any, now: datetime = NOW, meaning: str = "approve", comment: str = "") -> Edition:
    return publishing.sign(edition, meaning, comment, digest=edition.digest, by=by, now=now)


def adopt(people: People, source: str = "old/rules.md", now: datetime = BEFORE) -> Edition | None:
    values = {"title": "As it was", "statement": "So it is.", "source": source, "owner": people.ana}
    return publishing.adopt(values, "policy", by="command line", now=now)


def retire(rule: Rule, by: Any, now: datetime = NOW) -> Edition:
    number = publishing.next_number(rule)
    return publishing.retire(rule, why="It is over.", successor=None, number=number, by=by, now=now)


def restore(rule: Rule, by: Any, now: datetime = NOW) -> Edition:
    return publishing.restore(rule, why="It was missed.", number=publishing.next_number(rule), by=by, now=now)


# Every standing with every verb


def rule_that_is(standing: RuleState, people: People) -> Rule:
    if standing == RuleState.UNWRITTEN:
        return writing.capture("Lost children", "We wait.", client_key=None, by=people.sam, now=BEFORE)
    rule: Rule = RuleFactory(by=people.ana, now=BEFORE)
    if standing == RuleState.WAITING:
        propose(rule, people.petra, BEFORE)
    if standing == RuleState.PLANNED:
        put_in_force(rule, people.ana, BEFORE, planned=days(7))
    if standing in {RuleState.IN_FORCE, RuleState.RETIRED}:
        put_in_force(rule, people.ana, BEFORE)
    if standing == RuleState.RETIRED:
        retire(rule, people.ana, BEFORE)
    return rule


def latest(rule: Rule) -> Edition:
    return rule.editions.last() or Edition(rule=rule)


def write(rule: Rule, people: People) -> Rule:
    text = RuleInput({"statement": "Another sentence.", "owner": people.ana})
    return writing.write(rule, text, version=rule.version, by=people.ana, now=NOW)


def decide(rule: Rule, people: People) -> Rule:
    return classify.decide(rule, "grey", "It depends.", version=rule.version, by=people.ana, now=NOW)


DONE: dict[str, tuple[Callable[[Rule, People], Any], str]] = {  # verb: how it is done, the name of its event
    "take over": (lambda r, p: unwritten.take_over(r, "procedure", by=p.ana, now=NOW), "taken over"),
    "ask for more": (lambda r, p: unwritten.ask_for_more(r, "Since when?", by=p.ana, now=NOW), "asked for more"),
    "tell more": (lambda r, p: unwritten.tell_more(r, "Since the flood.", by=p.ana, now=NOW), "told more"),
    "write": (write, "written"),
    "change kind": (lambda r, p: writing.change_kind(r, "procedure", by=p.ana, now=NOW), "kind changed"),
    "decide": (decide, "decided"),
    "propose": (lambda r, p: propose(r, p.ana), "proposed"),
    "put in force": (lambda r, p: put_in_force(r, p.ana, NOW), "put in force"),
    "sign": (lambda r, p: sign(latest(r), p.ana), "signed"),
    "return": (lambda r, p: sign(latest(r), p.ana, meaning="changes", comment="Why?"), "returned"),
    "withdraw": (lambda r, p: publishing.withdraw(latest(r), by=p.ana, now=NOW), "withdrawn"),
    "retire": (lambda r, p: retire(r, p.ana), "retired"),
    "restore": (lambda r, p: restore(r, p.ana), "restored"),
}
BECOMES = {
    "propose": RuleState.WAITING,
    "put in force": RuleState.IN_FORCE,
    "sign": RuleState.IN_FORCE,
    "return": RuleState.WRITTEN,
    "withdraw": RuleState.WRITTEN,
    "retire": RuleState.RETIRED,
    "restore": RuleState.IN_FORCE,
    "take over": RuleState.WRITTEN,
    ("write", RuleState.UNWRITTEN): RuleState.WRITTEN,
    ("put in force", RuleState.PLANNED): RuleState.PLANNED,  # the one that is planned still is
}


def everything() -> list[Any]:
    """All that a verb might leave behind."""
    return [list(model._base_manager.order_by("pk").values()) for model in (Rule, Edition, SignOff, Decision, Event)]


def test_the_tables_of_verbs_are_alike():
    assert set(DONE) == set(TRANSITIONS)


@pytest.mark.parametrize("verb", DONE)
@pytest.mark.parametrize("standing", RuleState)
def test_each_verb_in_each_standing(standing, verb, people):
    rule = rule_that_is(standing, people)
    if (verb, standing) == ("change kind", RuleState.IN_FORCE):  # possible as long as nobody has signed
        rule = adopt(people).rule
    assert states.rule_state(rule, NOW) == standing
    before, events = everything(), Event.objects.count()
    do, name = DONE[verb]
    if standing in TRANSITIONS[verb]:
        do(rule, people)
        new = Event.objects.order_by("pk")[events:]
        assert [(e.chain.subject, e.verb, e.at, e.actor) for e in new] == [(rule.subject, name, NOW, "Ana Ruiz")]
        rule = Rule.objects.get(pk=rule.pk)
        assert states.rule_state(rule, NOW) == BECOMES.get((verb, standing), BECOMES.get(verb, standing))
    else:
        with pytest.raises(ValidationError):
            do(rule, people)
        assert everything() == before


# Who signs


@pytest.fixture
def two_sign(people):
    """A second person signs, and two managers are there."""
    people.organisation.second_person = True
    people.organisation.save()
    return people


def test_a_proposer_cannot_sign_where_a_second_person_does(two_sign):
    waiting = propose(RuleFactory(by=two_sign.ana), two_sign.ana)
    before = everything()
    for meaning, comment in [("approve", ""), ("comment", "Fine."), ("changes", "No.")]:
        with pytest.raises(ValidationError):
            sign(waiting, two_sign.ana, meaning=meaning, comment=comment)
    assert everything() == before
    signed = sign(waiting, two_sign.petra, meaning="comment", comment="Fine.")
    signature = signed.signoffs.get()
    assert (signed.state, signed.starts) == (State.APPROVED, NOW)
    assert (signature.person, signature.person_name, signature.role) == (two_sign.petra, "Petra Novak", "manager")
    assert (signature.meaning, signature.at, signature.digest) == ("comment", NOW, signed.digest)


def test_nobody_puts_in_force_alone_where_a_second_person_signs(two_sign):
    rule = RuleFactory(by=two_sign.ana)
    with pytest.raises(ValidationError):
        put_in_force(rule, two_sign.ana, NOW)
    put_in_force_by_two(rule, two_sign)
    assert retire(rule, two_sign.ana).state == State.WAITING
    assert rule.edition_at(NOW).number == 1


def put_in_force_by_two(rule: Rule, people: People, now: datetime = NOW) -> Edition:
    return sign(propose(rule, people.ana, now), people.petra, now)


def test_a_retired_rule_comes_back_only_with_a_second_signature(two_sign):
    rule = RuleFactory(by=two_sign.ana)
    put_in_force_by_two(rule, two_sign)
    sign(retire(rule, two_sign.ana), two_sign.petra)
    back = restore(rule, two_sign.ana)
    assert back.state == State.WAITING
    with pytest.raises(ValidationError):
        sign(back, two_sign.ana)
    assert sign(back, two_sign.petra, days(1)).is_in_force(days(1))


@pytest.mark.parametrize("who", ["ada", "ravi", "sam", "mia"])
def test_whoever_does_not_manage_cannot_sign(who, people):
    """Ada administers PolicyHub and does nothing else."""
    waiting = propose(RuleFactory(by=people.ana), people.ana)
    before = everything()
    with pytest.raises(ValidationError):
        sign(waiting, getattr(people, who))
    assert everything() == before
    with pytest.raises(ValidationError):
        put_in_force(RuleFactory(by=people.ana), getattr(people, who), NOW)
    assert Edition.objects.count() == 1


def test_a_manager_of_another_team_cannot_sign(people):
    waiting = propose(RuleFactory(by=people.petra, team=people.pool), people.petra)
    with pytest.raises(ValidationError):
        sign(waiting, people.ana)
    assert sign(waiting, people.petra).state == State.APPROVED


def test_who_left_cannot_sign(people):
    waiting = propose(RuleFactory(by=people.ana), people.ana)
    people.petra.is_active = False
    people.petra.save()
    with pytest.raises(ValidationError):
        sign(waiting, people.petra)


def test_the_switch_rests_while_there_is_one_manager(two_sign):
    Membership.objects.filter(person=two_sign.petra).delete()
    edition = put_in_force(RuleFactory(by=two_sign.ana), two_sign.ana, NOW)
    assert edition.signoffs.get().meaning == SignOff.Meaning.ALONE
    assert sign(propose(RuleFactory(by=two_sign.ana), two_sign.ana), two_sign.ana).state == State.APPROVED


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_whoever_asks_for_changes_says_which(comment, people):
    waiting = propose(RuleFactory(by=people.ana), people.ana)
    before = everything()
    with pytest.raises(ValidationError) as problem:
        sign(waiting, people.petra, meaning="changes", comment=comment)
    assert problem.value.message_dict == {"comment": ["Say what should change."]}
    assert everything() == before


# Somebody was quicker


def test_a_signature_under_another_text_is_refused(people):
    rule, other = RuleFactory.create_batch(2, by=people.ana)
    waiting, other_waiting = propose(rule, people.ana), propose(other, people.ana)
    before = everything()
    with pytest.raises(Stale):
        publishing.sign(waiting, "approve", "", digest=other_waiting.digest, by=people.petra, now=NOW)
    assert everything() == before


def test_a_text_signed_already_is_not_signed_again(people):
    waiting = propose(RuleFactory(by=people.ana), people.ana)
    sign(waiting, people.petra)
    with pytest.raises(ValidationError):
        sign(waiting, people.ana)
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize("verb", [publishing.propose, publishing.put_in_force])
@pytest.mark.parametrize("number", [0, 1, 3])
def test_an_edition_that_nobody_expects_is_refused(number, verb, people):
    rule = RuleFactory(by=people.ana)
    put_in_force(rule, people.ana, BEFORE)
    before = everything()
    with pytest.raises(Stale):
        verb(rule, publishing.Proposal(), number=number, by=people.ana, now=NOW)
    assert everything() == before


def test_a_double_click_puts_one_edition_in_force(people):
    rule = RuleFactory(by=people.ana)
    publishing.put_in_force(rule, publishing.Proposal(), number=1, by=people.ana, now=NOW)
    with pytest.raises(Stale):
        publishing.put_in_force(rule, publishing.Proposal(), number=1, by=people.ana, now=NOW)
    assert Edition.objects.count() == SignOff.objects.count() == Event.objects.filter(verb="put in force").count() == 1


@pytest.mark.parametrize("verb", ["write", "decide"])
def test_a_save_over_another_save_is_refused(verb, people):
    rule = RuleFactory(by=people.ana)
    opened = Rule.objects.get(pk=rule.pk)
    write(rule, people)
    before = everything()
    with pytest.raises(Stale):
        DONE[verb][0](opened, people)
    assert everything() == before


# Documents


def test_a_document_is_taken_over_once(people):
    first = adopt(people)
    before = everything()
    assert adopt(people) is None
    values = {"title": "As it was", "source": "old/rules.md"}
    assert writing.take_in(values, "", by=people.ana, now=NOW) is None
    assert everything() == before
    assert (first.adopted, first.state, first.starts) == (True, State.APPROVED, BEFORE)
    assert first.proposed_by_name == "command line"
    assert not first.signoffs.exists()


def test_the_kind_changes_until_somebody_signs(people):
    rule = adopt(people).rule
    rule = writing.change_kind(rule, "standard", by=people.ana, now=NOW)
    assert (rule.kind, rule.kind_object().target) == ("standard", "")
    put_in_force(rule, people.ana, NOW)
    before = everything()
    with pytest.raises(ValidationError):
        writing.change_kind(rule, "policy", by=people.ana, now=NOW)
    assert everything() == before


def test_changing_the_kind_keeps_what_every_rule_has(people):
    steps = [{"text": "Look", "who": "", "firmness": "adapt", "basis": "", "warning": ""}]
    rule = RuleFactory(by=people.ana, kind="procedure", trigger="Somebody asks", rows={"steps": steps, **GREY_ROWS})
    for kind in ("", "policy"):
        rule = writing.change_kind(rule, kind, by=people.ana, now=NOW)
        assert (rule.kind, rule.title, rule.statement) == (kind, rule.title, "We do it like this.")
        assert [s.options.count() for s in rule.situations.live()] == [2]
    assert rule.kind_object().principle == ""


# Complete before in force

WHOLE_BLACK = {"say_it": "I want you home well.", "effect": "adds", "rows": BLACK_ROWS}
INCOMPLETE: dict[str, dict[str, Any]] = {
    "black with nothing": {"flexibility": "black"},
    "black without a reason": {"flexibility": "black", **WHOLE_BLACK, "rows": {"benefits": BLACK_ROWS["benefits"]}},
    "black without a benefit": {"flexibility": "black", **WHOLE_BLACK, "rows": {"reasons": BLACK_ROWS["reasons"]}},
    "black without words": {"flexibility": "black", **WHOLE_BLACK, "say_it": ""},
    "black without the check": {"flexibility": "black", **WHOLE_BLACK, "effect": ""},
    "grey with nothing": {"flexibility": "grey"},
    "grey without a line": {"flexibility": "grey", "rows": {"situations": GREY_ROWS["situations"]}},
    "grey without a situation": {"flexibility": "grey", "rows": {"lines": GREY_ROWS["lines"]}},
    "grey with one option": {
        "flexibility": "grey",
        "rows": {**GREY_ROWS, "situations": [{"text": "Late", "options": [option()]}]},
    },
    "grey without a limit": {
        "flexibility": "grey",
        "rows": {**GREY_ROWS, "situations": [{"text": "Late", "options": [option(), option(limit_words="")]}]},
    },
    "grey without a grantor": {
        "flexibility": "grey",
        "rows": {**GREY_ROWS, "situations": [{"text": "Late", "options": [option(), option(grantor="named")]}]},
    },
}


@pytest.fixture
def complete_first(people):
    people.organisation.complete_before_in_force = True
    people.organisation.save()
    return people


@pytest.mark.parametrize("what", INCOMPLETE)
def test_what_is_not_complete_is_not_put_in_force(what, complete_first, sign_in):
    rule = RuleFactory(by=complete_first.ana, **INCOMPLETE[what])
    before = everything()
    for verb in (propose, put_in_force):
        with pytest.raises(ValidationError):
            verb(rule, complete_first.ana, NOW)
    form = {"number": 1, "change": "meaning", "password": PASSWORD}
    response = sign_in(complete_first.ana).post(f"{rule.get_absolute_url()}propose/", form)
    assert response.status_code == 422
    assert publishing.missing_to_publish(rule)[0].label in response.context["form"].non_field_errors()
    assert everything() == before


@pytest.mark.parametrize(
    "whole", [{"flexibility": "black", **WHOLE_BLACK}, {"flexibility": "grey", "rows": GREY_ROWS}]
)
def test_what_is_complete_is_put_in_force(whole, complete_first):
    assert put_in_force(RuleFactory(by=complete_first.ana, **whole), complete_first.ana, NOW).is_in_force(NOW)


def test_a_rule_that_meets_no_customer_needs_no_words_for_them(complete_first):
    rows = {"reasons": BLACK_ROWS["reasons"]}
    rule = RuleFactory(by=complete_first.ana, flexibility="black", rows=rows, meets_customers=False)
    assert put_in_force(rule, complete_first.ana, NOW).is_in_force(NOW)


def test_what_lost_its_parts_does_not_come_back(people):
    rule = RuleFactory(by=people.ana, flexibility="black")
    put_in_force(rule, people.ana, BEFORE)
    retire(rule, people.ana, BEFORE)
    people.organisation.complete_before_in_force = True
    people.organisation.save()
    with pytest.raises(ValidationError):
        restore(rule, people.ana)
    assert states.rule_state(rule, NOW) == RuleState.RETIRED


def test_what_was_proposed_before_the_switch_is_not_signed_after_it(people):
    waiting = propose(RuleFactory(by=people.ana, flexibility="black"), people.ana)
    people.organisation.complete_before_in_force = True
    people.organisation.save()
    with pytest.raises(ValidationError):
        sign(waiting, people.petra)
    assert sign(waiting, people.petra, meaning="changes", comment="The reason?").state == State.WAITING
    assert Edition.objects.get().state == State.RETURNED


def test_an_incomplete_rule_may_always_be_retired(people):
    rule = RuleFactory(by=people.ana, flexibility="black")
    put_in_force(rule, people.ana, BEFORE)
    people.organisation.complete_before_in_force = True
    people.organisation.save()
    sign(retire_waiting(rule, people), people.ana)
    assert states.rule_state(rule, NOW) == RuleState.RETIRED


def retire_waiting(rule: Rule, people: People) -> Edition:
    """Ada administers, so she may propose that it ends, and no more."""
    return retire(rule, people.ada)


@pytest.mark.parametrize("name", ["statement", "owner"])
def test_nothing_is_in_force_without_its_sentence_and_owner(name, people):
    rule = RuleFactory(by=people.ana, **{name: None if name == "owner" else ""})
    before = everything()
    for verb in (propose, put_in_force):
        with pytest.raises(ValidationError):
            verb(rule, people.ana, NOW)
    assert everything() == before


# From when to when


def in_force_at(rule: Rule, at: datetime) -> int | None:
    editions = list(rule.editions.in_force(at))
    assert len(editions) < 2
    return editions[0].number if editions else None


def test_a_planned_edition_takes_over_without_a_job(people):
    rule = RuleFactory(by=people.ana)
    put_in_force(rule, people.ana, NOW)
    put_in_force(rule, people.ana, NOW, planned=days(7))
    first, second = rule.editions.all()
    assert first.ends == second.starts == days(7)
    assert [in_force_at(rule, at) for at in (NOW, days(7) - timedelta(microseconds=1), days(7))] == [1, 1, 2]


SAMPLES = [days(n) for n in (-1, 0.1, 1, 2, 3, 4, 5)]


def expected(plans: dict[int, datetime], at: datetime) -> int | None:
    """Of all editions begun by then, the one that began last; of two that begin together, the later one."""
    begun = [(starts, number) for number, starts in plans.items() if starts <= at]
    return max(begun)[1] if begun else None


@pytest.mark.parametrize("order", sorted(set(permutations([0, 2, 4, 4]))))
def test_whatever_order_they_are_signed_in_one_edition_is_in_force(order, people):
    rule = RuleFactory(by=people.ana, now=BEFORE)
    plans: dict[int, datetime] = {}
    for n, plan in enumerate(order):
        now = NOW + timedelta(minutes=n)
        edition = put_in_force(rule, people.ana, now, planned=days(plan) if plan else None)
        plans[edition.number] = days(plan) if plan else now
        assert [in_force_at(rule, at) for at in SAMPLES] == [expected(plans, at) for at in SAMPLES]
    for number in sorted(plans, reverse=order[0] < order[1]):
        if plans[number] > days(1):
            publishing.withdraw(rule.editions.get(number=number), by=people.ana, now=days(1))
            del plans[number]
            assert [in_force_at(rule, at) for at in SAMPLES] == [expected(plans, at) for at in SAMPLES]
    assert verify().altered == []


def test_withdrawing_what_is_planned_restores_the_end_before(people):
    rule = RuleFactory(by=people.ana)
    put_in_force(rule, people.ana, NOW)
    put_in_force(rule, people.ana, NOW, planned=days(9))
    planned = put_in_force(rule, people.ana, NOW, planned=days(5))
    assert rule.editions.get(number=1).ends == days(5)
    publishing.withdraw(planned, by=people.ana, now=days(1))
    assert rule.editions.get(number=1).ends == days(9)
    publishing.withdraw(rule.editions.get(number=2), by=people.ana, now=days(2))
    assert rule.editions.get(number=1).ends is None
    assert [(e.state, e.withdrawn_at) for e in rule.editions.filter(number__gt=1)] == [
        (State.WITHDRAWN, days(2)),
        (State.WITHDRAWN, days(1)),
    ]


def test_what_has_begun_is_not_withdrawn(people):
    rule = RuleFactory(by=people.ana)
    running = put_in_force(rule, people.ana, NOW)
    put_in_force(rule, people.ana, NOW, planned=days(9))
    before = everything()
    with pytest.raises(ValidationError):
        publishing.withdraw(running, by=people.ana, now=days(1))
    assert everything() == before


def test_an_edition_is_never_in_force_backwards(people):
    late = put_in_force(RuleFactory(by=people.ana), people.ana, NOW, planned=days(-3))
    assert late.starts == NOW
    waiting = propose(RuleFactory(by=people.ana), people.petra, NOW, planned=days(3))
    assert sign(waiting, people.ana, days(5)).starts == days(5)


def test_a_planned_day_holds_when_it_is_signed_in_time(people):
    waiting = propose(RuleFactory(by=people.ana), people.petra, NOW, planned=days(3))
    assert sign(waiting, people.ana, days(1)).starts == days(3)


def test_of_two_editions_with_one_start_the_later_holds(people):
    rule = RuleFactory(by=people.ana)
    for _ in range(2):
        put_in_force(rule, people.ana, NOW, planned=days(3))
    assert [(e.starts, e.ends) for e in rule.editions.all()] == [(days(3), days(3)), (days(3), None)]
    assert in_force_at(rule, days(3)) == 2
    publishing.withdraw(rule.editions.get(number=2), by=people.ana, now=NOW)
    assert in_force_at(rule, days(3)) == 1


def test_a_returned_text_can_be_proposed_anew(people):
    rule = RuleFactory(by=people.ana)
    sign(propose(rule, people.ana), people.petra, meaning="changes", comment="Shorter.")
    write(Rule.objects.get(pk=rule.pk), people)
    again = sign(propose(rule, people.ana), people.petra)
    assert (again.number, again.content_data["statement"]) == (2, "Another sentence.")


def test_what_is_in_force_does_not_change_when_the_text_is_written_on(people):
    rule = RuleFactory(by=people.ana)
    edition = put_in_force(rule, people.ana, NOW)
    write(rule, people)
    assert rule.edition_at(NOW).content == edition.content


# Writing


def test_the_same_key_twice_is_one_rule(people):
    captured = [writing.capture("Parties", "", client_key=UUID(int=7), by=people.sam, now=NOW) for _ in range(2)]
    text = RuleInput({"title": "Parties"})
    written = [writing.write_new("", text, client_key=UUID(int=8), by=people.ana, now=NOW) for _ in range(2)]
    assert captured[0] == captured[1]
    assert written[0] == written[1]
    assert Rule.objects.count() == Event.objects.count() == 2


def test_sent_again_it_is_the_same_rule_also_once_somebody_else_worked_on_it(people):
    def capture(by=people.sam, title="Parties"):
        return writing.capture(title, "We help.", client_key=UUID(int=7), by=by, now=NOW)

    noted = capture()
    unwritten.tell_more(noted, "Up to ten.", by=people.mia, now=NOW)
    writing.write(Rule.objects.get(), RuleInput({"title": "Birthdays"}), version=2, by=people.ana, now=NOW)
    assert capture() == noted
    assert capture(title="Weddings") != noted, "other words of the same page"
    assert capture(by=people.mia) != noted, "a kept page in other hands"
    assert Rule.objects.count() == 3


def test_a_row_that_was_in_an_edition_is_dropped_and_not_deleted(people):
    rule = RuleFactory(by=people.ana, flexibility="grey", rows=GREY_ROWS)
    put_in_force(rule, people.ana, BEFORE)
    writing.write(rule, RuleInput({}, {"lines": []}), version=rule.version, by=people.ana, now=NOW)
    assert list(rule.lines.live()) == []
    assert rule.lines.get().dropped_at == NOW


def test_a_new_title_gives_a_new_address_and_keeps_the_old_one(people):
    rule = RuleFactory(by=people.ana, title="Lost and found")
    rule = writing.write(rule, RuleInput({"title": "Found things"}), version=rule.version, by=people.ana, now=NOW)
    assert rule.slug == "found-things"
    assert OldSlug.objects.get(slug="lost-and-found").rule_id == rule.pk


def test_nobody_decides_without_saying_why(people):
    rule = RuleFactory(by=people.ana)
    before = everything()
    for rationale in ("", " \n"):
        with pytest.raises(ValidationError):
            classify.decide(rule, "black", rationale, version=rule.version, by=people.ana, now=NOW)
    assert everything() == before
