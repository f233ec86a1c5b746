"""Mail goes out once, whoever sends it and whatever fails; the clock does each thing once."""

import smtplib
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core import mail as sent
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import DatabaseError, transaction

from policyhub.accounts.actions import invite
from policyhub.accounts.models import Invitation, User
from policyhub.background import jobs, mail
from policyhub.background.models import Outbox
from policyhub.evidence.models import Seal
from policyhub.evidence.record import record
from policyhub.evidence.verify import verify
from tests.accounts.test_people import meeting, side_by_side
from tests.people import People, gather

pytestmark = pytest.mark.engine  # claims and locks

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    """There is one; Django's tests keep what it is given in ``mail.outbox``."""
    settings.EMAIL_HOST = "mail.example.org"


@pytest.fixture(autouse=True)
def clock(monkeypatch: Any) -> list[float]:
    """Seconds that a delivery has taken so far: none, unless a test lets them pass."""
    seconds = [0.0]
    monkeypatch.setattr(mail, "monotonic", lambda: seconds[0])
    return seconds


@pytest.fixture
def sam(people: People) -> User:
    return people.sam


def promise(person: User, period: str = "2026-W10", kind: str = "challenge", **texts: str) -> None:
    fields = {"subject": "Your challenge", "text": "Which rule is it?", **texts}
    address = fields.pop("address", person.email)
    mail.queue(kind, person.pk, address, period=period, now=NOON, **fields)


def fail_with(monkeypatch: Any, *problems: Exception | None) -> list[EmailMessage]:
    """The server fails so, one problem after the other, the last for ever; None is success. Returns the tries."""
    tried: list[EmailMessage] = []
    really = EmailBackend.send_messages

    def send_messages(self: Any, messages: list[EmailMessage]) -> int:
        tried.extend(messages)
        problem = problems[min(len(tried), len(problems)) - 1]
        if problem:
            raise problem
        return int(really(self, messages))

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return tried


def message_ids() -> list[str]:
    return [message.message()["Message-ID"] for message in sent.outbox]


# --- The promise ---


def test_the_same_mail_promised_twice_is_one(sam: User) -> None:
    promise(sam)
    promise(sam, subject="Another subject", text="Another text")
    row = Outbox.objects.get()
    assert (row.subject, row.text) == ("Your challenge", "Which rule is it?")
    mail.deliver(NOON)
    promise(sam)
    assert mail.deliver(NOON + HOUR) == ""
    assert len(sent.outbox) == 1


def test_another_person_kind_or_period_is_another_mail(people: People) -> None:
    promise(people.sam)
    promise(people.mia)
    promise(people.sam, period="2026-W11")
    promise(people.sam, kind="letter")
    assert Outbox.objects.count() == 4


def test_a_mail_is_promised_with_what_causes_it_or_not_at_all(people: People) -> None:
    with transaction.atomic():
        invite(Invitation(name="Ivy", team=people.desk, email="ivy@example.org"), link="", by=people.ada, now=NOON)
        assert Outbox.objects.exists()
        transaction.set_rollback(True)
    assert not Invitation.objects.exists()
    assert not Outbox.objects.exists()


def test_an_invitation_by_mail_carries_its_link(people: People) -> None:
    ivy = Invitation(name="Ivy", team=people.desk, email="ivy@example.org")
    invite(ivy, link="https://rules.example.org/join/TOKEN/", by=people.ada, now=NOON)
    mail.deliver(NOON)
    assert sent.outbox[0].to == ["ivy@example.org"]
    assert f"https://rules.example.org/join/{ivy.token}/" in sent.outbox[0].body


# --- Delivery ---


def test_each_mail_is_sent_once_to_its_person_under_its_own_number(people: People) -> None:
    for person in (people.sam, people.mia, people.ravi):
        promise(person)
    assert mail.deliver(NOON) == "3 sent"
    assert mail.deliver(NOON) == mail.deliver(NOON + 24 * HOUR) == ""
    assert [message.to for message in sent.outbox] == [[p.email] for p in (people.sam, people.mia, people.ravi)]
    assert message_ids() == [row.message_id for row in Outbox.objects.all()]
    assert len(set(message_ids())) == 3
    assert all(row.sent_at == NOON and row.attempts == 1 for row in Outbox.objects.all())


def test_nothing_is_sent_before_its_time(sam: User) -> None:
    promise(sam)
    Outbox.objects.update(not_before=NOON + HOUR)
    assert mail.deliver(NOON + HOUR - MINUTE) == ""
    assert mail.deliver(NOON + HOUR) == "1 sent"


def test_without_a_mail_server_nothing_is_sent_and_nothing_is_lost(sam: User, settings: Any) -> None:
    promise(sam)
    settings.EMAIL_HOST = ""
    for hour in range(40):
        assert mail.deliver(NOON + hour * HOUR) == ""
    row = Outbox.objects.get()
    assert (row.sent_at, row.attempts, row.error, sent.outbox) == (None, 0, "", [])
    settings.EMAIL_HOST = "mail.example.org"
    assert mail.deliver(NOON + 48 * HOUR) == "1 sent"


def test_a_subject_cannot_carry_headers(sam: User) -> None:
    promise(sam, subject="Hello\r\nBcc: all@example.org\n\nx")
    mail.deliver(NOON)
    message = sent.outbox[0].message()
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: all@example.org x"


# --- A server that fails ---


def test_mail_waits_longer_after_each_failure_and_is_given_up_with_its_reason(sam: User, monkeypatch: Any) -> None:
    promise(sam)
    tried = fail_with(monkeypatch, ConnectionRefusedError("nobody answers"))
    times, now = [], NOON
    while now < NOON + 24 * HOUR:
        before = len(tried)
        assert mail.deliver(now) == ""
        times += [now] if len(tried) > before else []
        now += 5 * MINUTE
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert len(times) == Outbox.MOST_ATTEMPTS
    assert waits == [mail.LEASE * 2**n for n in range(Outbox.MOST_ATTEMPTS - 1)]
    row = Outbox.objects.get()
    assert (row.attempts, row.error, row.sent_at) == (Outbox.MOST_ATTEMPTS, "nobody answers", None)
    assert sent.outbox == []


@pytest.mark.parametrize(
    "problem",
    [
        ConnectionRefusedError("nobody answers"),
        TimeoutError("timed out"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPRecipientsRefused({"sam@example.org": (550, b"no such person")}),
        smtplib.SMTPResponseException(421, "later"),
        smtplib.SMTPDataError(451, "greylisted"),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_a_mail_that_failed_goes_out_later_under_the_same_number(
    sam: User, monkeypatch: Any, problem: Exception
) -> None:
    promise(sam)
    tried = fail_with(monkeypatch, problem, None)
    assert mail.deliver(NOON) == ""
    assert Outbox.objects.get().error == str(problem)
    assert mail.deliver(NOON + mail.LEASE - MINUTE) == ""
    assert mail.deliver(NOON + mail.LEASE) == "1 sent"
    row = Outbox.objects.get()
    assert (row.error, row.attempts, row.sent_at) == ("", 2, NOON + mail.LEASE)
    assert len({message.extra_headers["Message-ID"] for message in tried}) == 1
    assert len(sent.outbox) == 1


def test_a_mail_that_cannot_be_sent_does_not_hold_up_the_others(people: People) -> None:
    promise(people.sam, address="a@b\nBcc: all@example.org")
    promise(people.mia)
    assert mail.deliver(NOON) == "1 sent"
    assert [message.to for message in sent.outbox] == [[people.mia.email]]
    assert "newlines" in Outbox.objects.get(person=people.sam).error


def test_an_address_that_the_server_cannot_take_does_not_hold_up_the_others(people: People, monkeypatch: Any) -> None:
    promise(people.sam)
    promise(people.mia)
    fail_with(monkeypatch, ValueError('Invalid address ""'), None)
    assert mail.deliver(NOON) == "1 sent"
    assert Outbox.objects.get(person=people.sam).error == 'Invalid address ""'


def test_a_sender_killed_after_sending_leads_to_one_more_with_the_same_number(sam: User, monkeypatch: Any) -> None:
    promise(sam)
    really = EmailBackend.send_messages
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", lambda *args: really(*args) and killed())
        with pytest.raises(KeyboardInterrupt):
            mail.deliver(NOON)
    assert len(sent.outbox) == 1
    assert mail.deliver(NOON + MINUTE) == "", "the lease still holds"
    assert mail.deliver(NOON + mail.LEASE) == "1 sent"
    assert mail.deliver(NOON + 24 * HOUR) == ""
    assert len(sent.outbox) == 2
    assert len(set(message_ids())) == 1


def killed() -> None:
    raise KeyboardInterrupt


def test_a_lease_begins_when_a_mail_is_taken_however_slow_the_server_is(
    people: People, clock: list[float], monkeypatch: Any
) -> None:
    """Four minutes a mail: while the third is on its way, another sender finds nothing to take."""
    for person in (people.sam, people.mia, people.ravi):
        promise(person)
    others: list[str] = []
    really = mail.send

    def slow(outgoing: Outbox, now: datetime, server: Any) -> bool:
        clock[0] += 240
        others.append(mail.deliver(NOON + timedelta(seconds=clock[0]))) if outgoing.person == people.ravi else None
        return really(outgoing, now, server)

    monkeypatch.setattr(mail, "send", slow)
    assert mail.deliver(NOON) == "3 sent"
    assert others == [""]
    assert len(sent.outbox) == 3


# --- Two senders ---


@pytest.fixture
def forty(transactional_db: None) -> int:
    people = gather()
    for person in (people.sam, people.mia, people.ravi, people.ana):
        for week in range(10):
            promise(person, period=f"2026-W{week}")
    return 40


def deliver_twice_at_once(monkeypatch: Any) -> list[Any]:
    """Both senders have read what is due, and reach for each mail at the same time."""
    meeting(monkeypatch, mail, "claim")
    return side_by_side(lambda: mail.deliver(NOON), lambda: mail.deliver(NOON))


def test_two_senders_at_once_send_each_mail_once(forty: int, monkeypatch: Any) -> None:
    answers = deliver_twice_at_once(monkeypatch)
    assert sum(int(answer.split()[0]) for answer in answers if answer) == forty
    assert len(sent.outbox) == len(set(message_ids())) == forty
    assert set(Outbox.objects.values_list("attempts", "error")) == {(1, "")}
    assert not Outbox.objects.filter(sent_at=None).exists()


def test_two_senders_at_once_would_send_each_mail_twice_without_the_claim(forty: int, monkeypatch: Any) -> None:
    """The control of the test above."""
    monkeypatch.setattr(mail, "claim", lambda *args: True)
    assert deliver_twice_at_once(monkeypatch) == [f"{forty} sent"] * 2
    assert len(sent.outbox) == 2 * forty
    assert len(set(message_ids())) == forty


def test_a_mail_is_taken_as_it_was_read_or_not_at_all(sam: User) -> None:
    """Whoever comes late with what was true before gets nothing: taken, tried since, or sent."""
    promise(sam)
    read_before = Outbox.objects.get()
    assert mail.claim(read_before, NOON)
    assert not mail.claim(read_before, NOON + MINUTE), "taken"
    assert not mail.claim(read_before, NOON + HOUR), "tried since, though its lease is over"
    read_again = Outbox.objects.get()
    assert not mail.claim(read_again, NOON + MINUTE)
    Outbox.objects.update(sent_at=NOON)
    assert not mail.claim(read_again, NOON + HOUR), "sent"


def test_the_same_mail_promised_by_two_at_once_is_one(transactional_db: None) -> None:
    sam = gather().sam
    start = threading.Barrier(2, timeout=20)
    answers = side_by_side(*[lambda: (start.wait(), promise(sam))] * 2)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Outbox.objects.count() == 1


# --- The clock ---


def happened(now: datetime = NOON) -> None:
    record("organisation", "settings changed", by="somebody", now=now, after={"name": "Lakeside"})


def test_what_is_due_is_done_once_and_nothing_right_after(sam: User) -> None:
    happened()
    promise(sam)
    done = dict(jobs.run_due(NOON))
    assert done == {"seal": "Seal of 2026-03-01 made", "mail": "1 sent"}
    assert dict(jobs.run_due(NOON)) == dict(jobs.run_due(NOON + HOUR)) == {}
    assert Seal.objects.count() == len(sent.outbox) == 1


def test_each_day_is_sealed_once_and_a_missed_day_does_no_harm(db: None) -> None:
    for now in (NOON, NOON + HOUR, NOON + 24 * HOUR, NOON + 25 * HOUR, NOON + 96 * HOUR):
        happened(now)
        list(jobs.run_due(now))
    days = [str(day) for day in Seal.objects.order_by("day").values_list("day", flat=True)]
    assert days == ["2026-03-01", "2026-03-02", "2026-03-05"]
    assert verify().altered == []


def test_a_clock_that_was_set_back_seals_nothing_again(db: None) -> None:
    happened()
    list(jobs.run_due(NOON))
    assert list(jobs.run_due(NOON - HOUR)) == list(jobs.run_due(NOON - 48 * HOUR)) == []
    assert Seal.objects.count() == 1


def test_two_clocks_at_once_seal_a_day_once(transactional_db: None, monkeypatch: Any) -> None:
    happened()
    barrier, really = threading.Barrier(2), Seal.save

    def save(self: Seal, *args: Any, **kwargs: Any) -> None:
        with suppress(threading.BrokenBarrierError):  # on SQLite the second waits outside
            barrier.wait(0.5)
        really(self, *args, **kwargs)

    monkeypatch.setattr(Seal, "save", save)
    answers = side_by_side(*[lambda: list(jobs.run_due(NOON))] * 2)
    assert sorted(answers) == [[], [("seal", "Seal of 2026-03-01 made")]]
    assert Seal.objects.count() == 1


def run_due(*args: str) -> list[str]:
    out = StringIO()
    call_command("run_due", *args, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_prints_a_line_per_job_and_nothing_right_after(sam: User) -> None:
    happened()
    promise(sam)
    with time_machine.travel(NOON, tick=False):
        assert run_due() == ["seal: Seal of 2026-03-01 made", "mail: 1 sent"]
        assert run_due() == []


def test_the_command_goes_on_every_so_often_and_outlives_a_database_that_is_away(
    db: None, monkeypatch: Any, capsys: Any
) -> None:
    turns: list[float] = []

    def job(now: datetime) -> str:
        if not turns:
            raise DatabaseError("away")
        return "something"

    def sleep(seconds: float) -> None:
        turns.append(seconds)
        if len(turns) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "jobs", {"one": job})
    monkeypatch.setattr("policyhub.background.management.commands.run_due.time.sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        call_command("run_due", "--every", "60")
    assert capsys.readouterr().out.splitlines() == ["one: failed, the log says why"] + ["one: something"] * 2
    assert turns == [60, 60, 60]


def test_a_job_that_fails_does_not_stop_the_others(monkeypatch):
    monkeypatch.setattr(jobs, "jobs", {"bad": lambda now: str(1 / 0), "good": lambda now: "done"})

    assert dict(jobs.run_due(datetime.now(UTC))) == {"bad": "failed, the log says why", "good": "done"}
