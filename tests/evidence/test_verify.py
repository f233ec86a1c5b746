"""Somebody alters what was recorded, past every guard; verify names what it was."""

import contextlib
import json
import random
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from policyhub.classification.actions import classify
from policyhub.classification.models import Decision
from policyhub.evidence import guards
from policyhub.evidence.canonical import canonical, digest, moment
from policyhub.evidence.models import Chain, Event, Seal
from policyhub.evidence.record import record
from policyhub.evidence.seals import seal_day
from policyhub.evidence.verbs import subject_display
from policyhub.evidence.verify import verify
from policyhub.publishing import actions as publishing
from policyhub.publishing import checks
from policyhub.registry import writing
from policyhub.registry.models import Edition, Rule, SignOff
from policyhub.registry.models.edition import State
from tests.conftest import share
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.people import People

pytestmark = pytest.mark.engine  # evidence is read back from the engine, its guards included

BEGAN = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
LATER = BEGAN + timedelta(days=40)


def day(n: int) -> datetime:
    return BEGAN + timedelta(days=n)


def returned(rule: Rule, people: People, n: int) -> None:
    waiting = publishing.propose(
        rule, publishing.Proposal(), number=publishing.next_number(rule), by=people.ana, now=day(n)
    )
    publishing.sign(waiting, "changes", "Say why.", digest=waiting.digest, by=people.petra, now=day(n + 1))


def signed(rule: Rule, people: People, n: int, **proposal: Any) -> Edition:
    proposal = publishing.Proposal(**proposal)
    waiting = publishing.propose(rule, proposal, number=publishing.next_number(rule), by=people.ana, now=day(n))
    return publishing.sign(waiting, "comment", "Well said.", digest=waiting.digest, by=people.petra, now=day(n + 1))


def retired(rule: Rule, people: People, n: int) -> None:
    number = publishing.next_number(rule)
    publishing.retire(rule, why="Nobody needs it.", successor=None, number=number, by=people.ana, now=day(n))


def lead_varied_lives(people: People) -> list[str]:
    """Twelve rules that were written, decided, signed, planned, sent back, withdrawn, retired, restored, adopted,
    with a seal in the middle and one at the end; returns their references."""
    ana = people.ana
    looks: list[dict[str, Any]] = [
        {"flexibility": "black", "rows": BLACK_ROWS},
        {"flexibility": "grey", "rows": GREY_ROWS, "kind": "procedure", "trigger": "Somebody asks"},
        {"flexibility": "grey", "kind": "standard", "target": "Within a day"},
    ]
    rules = [RuleFactory(by=ana, now=day(0), **looks[n % 3]) for n in range(11)]
    for rule in rules[:8]:
        put_in_force(rule, ana, day(1), note=f"First of {rule.reference}")
    for n, rule in enumerate(rules[8:]):
        signed(rule, people, 2 + n, planned=day(8))
    seal_day(day(5).date(), now=day(6))
    put_in_force(rules[0], ana, day(10), planned=day(100))
    publishing.withdraw(put_in_force(rules[1], ana, day(10), planned=day(90)), by=ana, now=day(11))
    retired(rules[2], people, 12)
    retired(rules[3], people, 12)
    publishing.restore(rules[3], why="Missed.", number=publishing.next_number(rules[3]), by=ana, now=day(14))
    returned(rules[4], people, 15)
    classify.decide(rules[5], "undecided", "", version=rules[5].version, by=people.petra, now=day(16))
    publishing.propose(rules[5], publishing.Proposal(), number=2, by=people.petra, now=day(17))
    signed(rules[6], people, 18, change="wording", objections="None.")
    values = {"title": "Taken over", "source": "old/rules.md", "owner": ana, "body": "As it was."}
    adopted = publishing.adopt(values, "", by="command line", now=day(20))
    writing.capture("Unwritten", "We just know.", client_key=None, by=people.sam, now=day(21))
    seal_day(day(30).date(), now=day(31))
    connection.check_constraints()  # else PostgreSQL drops no trigger of a table that it still has to check
    return [rule.reference for rule in rules] + [adopted.rule.reference]


@pytest.fixture
def lives(people):
    return lead_varied_lives(people)


class Tamperer:
    """Somebody who may write to the database and knows the application. Each method alters one thing at random
    and returns the subject that verify has to name."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def ways(self) -> list[str]:
        return [name for name in dir(self) if name.startswith(("edition_", "sign_", "decision_", "event_", "seal_"))]

    def one_of(self, rows: Any) -> Any:
        return self.random.choice(list(rows.order_by("pk")))

    def another_text(self, text: str) -> str:
        """One character more, or one changed."""
        at = self.random.randrange(len(text) + 1)
        other = self.random.choice([c for c in "xé\n" if c != text[at : at + 1]])
        return text[:at] + other + text[at + self.random.randrange(2) :]

    def another_digest(self, text: str) -> str:
        at = self.random.randrange(64)
        return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]

    def another_time(self, at: datetime | None) -> datetime:
        step = timedelta(microseconds=1) * self.random.choice([-1, 1, 60_000_000, 86_400_000_000])
        return (at or LATER) + step

    def set(self, row: Any, **values: Any) -> str:
        """Write past the model and its queryset, and name the rule that the row belongs to."""
        subject = self.subject(row)
        assert type(row)._base_manager.filter(pk=row.pk).update(**values) == 1
        return subject

    def subject(self, row: Any) -> str:
        if isinstance(row, Event):
            return str(row.chain.subject.removeprefix("rule:"))
        if isinstance(row, Seal):
            return f"seal of {row.day}"
        rule = row.edition.rule if isinstance(row, SignOff) else row.rule
        return str(rule.reference)

    def drop(self, row: Any) -> str:
        subject = self.subject(row)
        type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")
        return subject

    # Editions

    def edition_content(self) -> str:
        edition = self.one_of(Edition.objects)
        return self.set(edition, content=self.another_text(edition.content))

    def edition_content_with_its_digest(self) -> str:
        edition = self.one_of(Edition.objects)
        content = self.another_text(edition.content)
        return self.set(edition, content=content, digest=digest(content))

    def edition_content_without_what_it_must_have(self) -> str:
        edition = self.one_of(Edition.objects)
        content = edition.raw()
        del content["edition"][self.random.choice(sorted(content["edition"]))]
        return self.set(edition, content=canonical(content), digest=digest(canonical(content)))

    def edition_digest(self) -> str:
        edition = self.one_of(Edition.objects)
        return self.set(edition, digest=self.another_digest(edition.digest))

    def edition_note(self) -> str:
        edition = self.one_of(Edition.objects)
        return self.set(edition, note=self.another_text(edition.note))

    def edition_number(self) -> str:
        return self.set(self.one_of(Edition.objects.filter(adopted=False)), number=self.random.randrange(7, 99))

    def edition_change(self) -> str:
        edition = self.one_of(Edition.objects.exclude(change="wording"))
        return self.set(edition, change="wording")

    def edition_proposer(self) -> str:
        edition = self.one_of(Edition.objects)
        return self.set(edition, proposed_by_name=self.another_text(edition.proposed_by_name))

    def edition_proposers_key(self) -> str:
        edition = self.one_of(Edition.objects.exclude(proposed_by=None))
        return self.set(edition, proposed_by_id=edition.proposed_by_id + 1)

    def edition_of_another_rule(self) -> str:
        edition = self.one_of(Edition.objects)
        return self.set(edition, rule_id=Rule.objects.get(title="Unwritten").pk)

    def edition_starts(self) -> str:
        edition = self.one_of(Edition.objects.exclude(starts=None))
        return self.set(edition, starts=self.another_time(edition.starts))

    def edition_ends(self) -> str:
        edition = self.one_of(Edition.objects.filter(state=State.APPROVED))
        return self.set(edition, ends=self.another_time(edition.ends))

    def edition_without_end(self) -> str:
        return self.set(self.one_of(Edition.objects.exclude(ends=None)), ends=None)

    def edition_planned(self) -> str:
        edition = self.one_of(Edition.objects)
        return self.set(edition, planned=self.another_time(edition.planned))

    def edition_proposed_at(self) -> str:
        edition = self.one_of(Edition.objects)
        return self.set(edition, proposed_at=self.another_time(edition.proposed_at))

    def edition_state(self) -> str:
        edition = self.one_of(Edition.objects.exclude(state=State.WITHDRAWN).filter(adopted=False))
        return self.set(edition, state=State.WITHDRAWN)

    def edition_put_in_force_past_the_signature(self) -> str:
        edition = self.one_of(Edition.objects.exclude(state=State.APPROVED))
        return self.set(edition, state=State.APPROVED, starts=edition.starts or LATER, withdrawn_at=None)

    def edition_adopted(self) -> str:
        edition = self.one_of(Edition.objects.filter(number=1, state=State.APPROVED))
        return self.set(edition, adopted=not edition.adopted)

    def edition_gone(self) -> str:
        edition = self.one_of(Edition.objects)
        for table in ("registry_signoff", "lookup_card", "search_searchrow"):
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE edition_id = %s", [edition.pk])
        return self.drop(edition)

    def edition_nobody_made(self) -> str:
        edition = self.one_of(Edition.objects.filter(adopted=False))
        edition.pk, edition.number, edition.state = None, 99, State.WITHDRAWN
        Edition._base_manager.bulk_create([edition])
        return self.subject(edition)

    # Signatures

    def sign_name(self) -> str:
        signature = self.one_of(SignOff.objects)
        return self.set(signature, person_name=self.another_text(signature.person_name))

    def sign_person(self) -> str:
        signature = self.one_of(SignOff.objects)
        return self.set(signature, person_id=signature.person_id + 1)

    def sign_role(self) -> str:
        return self.set(self.one_of(SignOff.objects), role="lead")

    def sign_meaning(self) -> str:
        return self.set(self.one_of(SignOff.objects.exclude(meaning="approve")), meaning="approve")

    def sign_comment(self) -> str:
        signature = self.one_of(SignOff.objects)
        return self.set(signature, comment=self.another_text(signature.comment))

    def sign_digest(self) -> str:
        signature = self.one_of(SignOff.objects)
        return self.set(signature, digest=self.another_digest(signature.digest))

    def sign_time(self) -> str:
        signature = self.one_of(SignOff.objects)
        return self.set(signature, at=self.another_time(signature.at))

    def sign_another_edition(self) -> str:
        signature = self.one_of(SignOff.objects)
        others = Edition.objects.exclude(pk=signature.edition_id).exclude(signoffs__person=signature.person_id)
        return self.set(signature, edition=self.one_of(others))

    def sign_gone(self) -> str:
        return self.drop(self.one_of(SignOff.objects))

    def sign_forged(self) -> str:
        signature = self.one_of(SignOff.objects)
        signature.pk, signature.person_id = None, signature.person_id + 100
        SignOff._base_manager.bulk_create([signature])
        return self.subject(signature)

    # Decisions

    def decision_rationale(self) -> str:
        decision = self.one_of(Decision.objects)
        return self.set(decision, rationale=self.another_text(decision.rationale))

    def decision_text(self) -> str:
        decision = self.one_of(Decision.objects)
        return self.set(decision, text=self.another_text(decision.text))

    def decision_chosen(self) -> str:
        decision = self.one_of(Decision.objects)
        return self.set(decision, chosen="grey" if decision.chosen == "black" else "black")

    def decision_scope(self) -> str:
        return self.set(self.one_of(Decision.objects), scope="clause")

    def decision_suggested(self) -> str:
        return self.set(self.one_of(Decision.objects), suggested="black", model_version="7")

    def decision_name(self) -> str:
        decision = self.one_of(Decision.objects)
        return self.set(decision, by_name=self.another_text(decision.by_name))

    def decision_time(self) -> str:
        decision = self.one_of(Decision.objects)
        return self.set(decision, at=self.another_time(decision.at))

    def decision_gone(self) -> str:
        return self.drop(self.one_of(Decision.objects))

    # Events

    def event_before(self) -> str:
        event = self.one_of(Event.objects)
        return self.set(event, before=self.another_text(event.before))

    def event_after(self) -> str:
        event = self.one_of(Event.objects)
        return self.set(event, after=self.another_text(event.after))

    def event_after_of_another_shape(self) -> str:
        shapes = ['{"editions":7}', '{"editions":{"1":7}}', "[]", "7", "", '{"editions":{"1":{"state":[]}}}']
        return self.set(self.one_of(Event.objects), after=self.random.choice(shapes))

    def event_actor(self) -> str:
        event = self.one_of(Event.objects)
        return self.set(event, actor=self.another_text(event.actor))

    def event_actors_key(self) -> str:
        event = self.one_of(Event.objects)
        return self.set(event, actor_key_id=(event.actor_key_id or 0) + 1)

    def event_verb(self) -> str:
        event = self.one_of(Event.objects)
        return self.set(event, verb=self.another_text(event.verb))

    def event_batch(self) -> str:
        return self.set(self.one_of(Event.objects), batch=UUID(int=self.random.getrandbits(128)))

    def event_at(self) -> str:
        event = self.one_of(Event.objects)
        return self.set(event, at=self.another_time(event.at))

    def event_digest(self) -> str:
        event = self.one_of(Event.objects)
        return self.set(event, digest=self.another_digest(event.digest))

    def event_previous(self) -> str:
        return self.set(self.one_of(Event.objects), previous=64 * "0")

    def event_rewritten_with_its_digest(self) -> str:
        event = self.one_of(Event.objects)
        event.actor = self.another_text(event.actor)
        return self.set(event, actor=event.actor, digest=event.compute_digest(event.chain.subject))

    def event_gone(self) -> str:
        return self.drop(self.one_of(Event.objects))

    def event_of_another_chain(self) -> str:
        event = self.one_of(Event.objects.exclude(chain__subject="organisation"))
        to = self.one_of(Chain.objects.exclude(pk=event.chain_id))
        return self.set(event, chain=to, sequence=to.length + 1)

    def event_places_swapped(self) -> str:
        first = self.one_of(Event.objects.filter(sequence__lt=F("chain__length")))
        second = Event.objects.get(chain=first.chain_id, sequence=first.sequence + 1)
        for event, place in [(first, 9999), (second, first.sequence), (first, second.sequence)]:
            self.set(event, sequence=place)
        return self.subject(first)

    def event_tail_cut(self) -> str:
        chain = self.one_of(Chain.objects.filter(length__gt=1))
        keep = self.random.randrange(chain.length)
        Event._base_manager.filter(chain=chain, sequence__gt=keep)._raw_delete("default")
        return str(chain.subject.removeprefix("rule:"))

    def event_tail_cut_and_the_chain_with_it(self) -> str:
        chain = self.one_of(Chain.objects.filter(length__gt=1))
        last_event = Event.objects.get(chain=chain, sequence=self.random.randrange(1, chain.length))
        Event._base_manager.filter(chain=chain, sequence__gt=last_event.sequence)._raw_delete("default")
        Chain.objects.filter(pk=chain.pk).update(length=last_event.sequence, head=last_event.digest)
        return str(chain.subject.removeprefix("rule:"))

    def event_whole_chain_recomputed(self) -> str:
        chain = self.one_of(Chain.objects)
        first = self.random.randrange(1, chain.length + 1)
        previous = ""
        for event in list(Event.objects.filter(chain=chain).order_by("sequence")):
            event.previous = previous
            event.actor += " Junior" if event.sequence == first else ""
            previous = event.compute_digest(chain.subject)
            self.set(event, previous=event.previous, actor=event.actor, digest=previous)
        Chain.objects.filter(pk=chain.pk).update(head=previous)
        return str(chain.subject.removeprefix("rule:"))

    def event_chain_renamed(self) -> str:
        chain = self.one_of(Chain.objects)
        Chain.objects.filter(pk=chain.pk).update(subject=chain.subject + "x")
        return str(chain.subject.removeprefix("rule:"))

    # Seals

    def seal_heads(self) -> str:
        seal = self.one_of(Seal.objects)
        return self.set(seal, heads=self.another_text(seal.heads))

    def seal_heads_with_its_digest(self) -> str:
        seal = self.one_of(Seal.objects)
        heads = json.loads(seal.heads)
        subject = self.random.choice(sorted(heads))
        heads[subject] = self.random.choice([7, "x", ["x", "x"], [1, 2, 3], [999, "x"], None])
        seal.heads = canonical(heads)
        self.set(seal, heads=seal.heads, digest=seal.compute_digest())
        return "seal"  # of this day, or of the day after: theirs must follow on

    def seal_at(self) -> str:
        seal = self.one_of(Seal.objects)
        return self.set(seal, at=self.another_time(seal.at))

    def seal_digest(self) -> str:
        seal = self.one_of(Seal.objects)
        return self.set(seal, digest=self.another_digest(seal.digest))

    def seal_first_one_gone(self) -> str:
        first, second = Seal.objects.order_by("day")
        self.drop(first)
        return self.subject(second)


def test_every_single_alteration_is_named(lives):
    seed = 20260105
    tamperer = Tamperer(seed)
    guards.remove()
    unseen = []
    ways = tamperer.ways()
    for n in range(max(share(1000), len(ways))):
        way = ways[n % len(ways)]
        with transaction.atomic():
            subject = getattr(tamperer, way)()
            problems = [line for line in verify().altered if not line.startswith("The guard ")]
            if not any(subject in line for line in problems):
                unseen.append((n, way, subject, problems))
            transaction.set_rollback(True)
    assert unseen == [], f"with seed {seed}"


def test_control_a_tamperer_who_changes_nothing_is_not_named(lives):
    guards.remove()
    assert {line.split(" guard_")[0] for line in verify().altered} == {"The guard"}


def test_no_false_alarm(lives):
    for n in range(share(100)):
        rule = Rule.objects.get(reference=lives[n % len(lives)])
        record(rule.subject, "looked at", by="nobody", now=day(32 + n), after={"n": n})
        assert verify().altered == []


def test_verify_counts_and_says_that_all_is_intact(lives, capsys):
    call_command("verify")
    editions, events = Edition.objects.count(), Event.objects.count()
    assert editions > 15
    assert events > 40
    assert capsys.readouterr().out == f"{editions} versions, {events} events intact\n"


def test_verify_says_what_was_altered_and_fails(lives, capsys):
    guards.remove()
    edition = Edition.objects.get(rule__reference=lives[0], number=1)
    Edition._base_manager.filter(pk=edition.pk).update(note="Something else")
    guards.install()
    with pytest.raises(CommandError) as problem:
        call_command("verify")
    assert problem.value.returncode == 1
    expected = f"Version 1 of {lives[0]}: its text or details were altered\n"
    assert capsys.readouterr().err == expected


def change_as_somebody_else(change: Callable[[], Any]) -> None:
    """Do it in a connection of its own, and wait until it is done."""

    def in_its_own_connection() -> None:
        try:
            change()
        finally:
            connection.close()

    thread = threading.Thread(target=in_its_own_connection)
    thread.start()
    thread.join()


@pytest.mark.parametrize("guarded", [True, False], ids=["in one moment", "control"])
def test_somebody_who_writes_while_verify_reads_raises_no_alarm(guarded, transactional_db, people, monkeypatch):
    """Control: without one moment for all reads, the edition that Ana puts in force meanwhile looks like a forgery."""
    rule = RuleFactory(by=people.ana, now=day(0))
    original = checks.recorded_editions

    def meanwhile() -> Any:
        events = original()
        change_as_somebody_else(lambda: put_in_force(rule, people.ana, day(1)))
        return events

    monkeypatch.setattr(checks, "recorded_editions", meanwhile)
    if not guarded:
        monkeypatch.setattr("policyhub.evidence.verify.consistent_snapshot", contextlib.nullcontext)
    altered = verify().altered
    assert rule.editions.count() == 1
    assert altered == ([] if guarded else [f"Version 1 of {rule.reference}: no event recorded it"])


def test_a_day_is_sealed_once(people):
    rule = RuleFactory(by=people.ana, now=day(0))
    seal = seal_day(date(2026, 1, 5), now=day(1))
    assert json.loads(seal.heads) == {rule.subject: [1, Chain.objects.get(subject=rule.subject).head]}
    assert seal_day(date(2026, 1, 5), now=day(1)) is None
    assert seal_day(date(2026, 1, 4), now=day(1)) is None
    assert Seal.objects.count() == 1
    assert verify().altered == []


def test_a_seal_holds_what_moved_since_the_one_before(people):
    still, moving = (RuleFactory(by=people.ana, now=day(0)) for _ in range(2))
    first = seal_day(date(2026, 1, 5), now=day(1))
    put_in_force(moving, people.ana, day(2))
    second = seal_day(date(2026, 1, 8), now=day(3))
    assert set(json.loads(first.heads)) == {still.subject, moving.subject}
    assert set(json.loads(second.heads)) == {moving.subject}
    assert second.previous == first.digest
    assert seal_day(date(2026, 1, 9), now=day(4)).heads == "{}"
    assert verify().altered == []


def test_a_chain_rewritten_whole_is_seen_only_because_it_was_sealed(people):
    rule = RuleFactory(by=people.ana, now=day(0))
    connection.check_constraints()
    guards.remove()
    with transaction.atomic():
        Tamperer(1).event_whole_chain_recomputed()
        guards.install()
        assert verify().altered == []
        transaction.set_rollback(True)
    seal_day(date(2026, 1, 5), now=day(1))
    Tamperer(1).event_whole_chain_recomputed()
    guards.install()
    assert verify().altered == [f"{subject_display(rule.subject)}: the events aren't the ones sealed on 2026-01-05"]


def test_the_same_thing_has_one_digest_however_it_was_put_together():
    first = {"b": [1, {"z": None, "a": "é"}], "a": Decimal("40.00")}
    second = {"a": Decimal("40.00"), "b": [1, {"a": "é", "z": None}]}
    assert canonical(first) == canonical(second) == '{"a":"40.00","b":[1,{"a":"é","z":null}]}'
    assert digest(canonical(first)) == digest(canonical(second))
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_moment_is_the_same_in_every_zone():
    new_york = datetime(2026, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert canonical({"at": new_york}) == canonical({"at": new_york.astimezone(UTC)})
    assert canonical(new_york) == '"2026-07-01T14:30:00.000000Z"'
    assert len(moment(datetime(33, 1, 1, tzinfo=UTC))) == len(moment(new_york))


def test_half_a_character_has_a_digest_too():
    assert digest(canonical({"text": "\ud800"})) != digest(canonical({"text": "?"}))


def test_what_has_no_form_is_refused():
    with pytest.raises(TypeError):
        canonical({"thing": object()})
