"""Guessing passwords, codes and links: it ends soon, is shared by all processes, and locks nobody else out."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client

from policyhub.accounts import passwords
from policyhub.accounts.passwords import BoundedArgon2PasswordHasher
from policyhub.registry.models import Rule
from tests.conftest import share
from tests.factories import RuleFactory, put_in_force
from tests.pages import read
from tests.people import PASSWORD, People

WAIT = "Too many wrong passwords. Wait a few minutes, then try again."
STRANGER, COLLEAGUE = "203.0.113.9", "203.0.113.10"


@pytest.fixture
def guesses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that reached the hasher."""
    reached: list[str] = []
    really = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, *args: object) -> str:
        reached.append(password)
        return really(self, password, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return reached


def enter(client: Client, username: str, password: str = PASSWORD, address: str = STRANGER) -> int:
    return client.post("/sign-in/", {"login": username, "password": password}, REMOTE_ADDR=address).status_code


def guessed(guesses: list[str]) -> int:
    return sum(password.startswith("guess") for password in guesses)


def test_a_stolen_session_guesses_the_password_five_times(people: People, sign_in, guesses: list[str]) -> None:
    """At each of the pages that take it, all counted together."""
    session = sign_in(people.ana)
    pages = {
        "/password/": {"old": "guess", "new": "a towel is enough for two"},
        "/me/confirm-reset/": {"password": "guess"},
        "/me/second-factor/": {"password": "guess", "code": "000000"},
    }
    answers = [session.post(address, data) for _ in range(share(400) // 2 + 3) for address, data in pages.items()]
    assert {answer.status_code for answer in answers} == {422}
    assert WAIT in read(answers[-1]).main.text
    assert guessed(guesses) <= 5
    with time_machine.travel(timedelta(minutes=6)):
        assert session.post("/me/confirm-reset/", {"password": PASSWORD}).status_code == 302


def test_a_signature_is_not_guessed_either(people: People, sign_in, guesses: list[str]) -> None:
    rule: Rule = RuleFactory(title="Towels", flexibility="black", owner=people.ana, team=people.desk, by=people.ana)
    put_in_force(rule, people.ana)
    session, address = sign_in(people.ana), f"/rules/{rule.slug}/retire/"
    form = read(session.get(address)).form("Retire")
    for _ in range(8):
        answer = session.post(address, form | {"why": "No longer needed.", "password": "guess"})
    assert WAIT in read(answer).main.text
    assert guessed(guesses) <= 5
    assert session.post(address, form | {"why": "No longer needed.", "password": PASSWORD}).status_code == 422


def test_strangers_do_not_lock_a_person_out_of_their_own_device(people: People, guesses: list[str]) -> None:
    own = Client()
    assert enter(own, "sam", address=COLLEAGUE) == 302
    own.post("/sign-out/")
    for n in range(80):
        enter(Client(), "sam", f"guess {n}", address=f"198.51.100.{n}")
    assert guessed(guesses) <= 20
    assert enter(Client(), "sam", address="198.51.100.200") == 422, "the control: from elsewhere it is closed"
    assert enter(own, "sam", address=COLLEAGUE) == 302


def test_one_address_that_guesses_closes_nothing_to_others_there(people: People) -> None:
    """A shop behind one address: one person mistypes, thirty others sign in within a minute."""
    for _ in range(7):
        enter(Client(), "sam", "guess")
    assert enter(Client(), "sam") == 422
    assert [enter(Client(), "ravi") for _ in range(30)] == [302] * 30


def test_a_forged_device_is_a_stranger(people: People, guesses: list[str]) -> None:
    client = Client()
    client.cookies["known_device"] = "WyJ4IixbInNhbSJdXQ:1abc:forged"
    for n in range(9):
        enter(client, "sam", f"guess {n}")
    assert guessed(guesses) == 5


def test_links_are_not_tried_out(db: None) -> None:
    answers = [Client().get(f"/join/{n}/").status_code for n in range(25)]
    assert answers[:20] == [404] * 20
    assert answers[-1] == 429


def test_counts_are_in_the_database(people: People) -> None:
    """So that four processes share them."""
    enter(Client(), "sam", "guess")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM policyhub_cache")
        assert cursor.fetchone()[0] > 0
    cache.clear()


def test_no_more_than_two_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    def encode(*_args: object) -> str:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        threading.Event().wait(0.02)
        with lock:
            at_once -= 1
        return ""

    monkeypatch.setattr(passwords.Argon2PasswordHasher, "encode", encode)
    threads = [threading.Thread(target=BoundedArgon2PasswordHasher().encode, args=("a", "b")) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


@pytest.mark.parametrize("password", ["policyhub1234!", "Lakeside Leisure 1", "passwordpassword", "123456789012"])
def test_obvious_passwords_are_refused(password: str, people: People, sign_in) -> None:
    answer = sign_in(people.sam).post("/password/", {"old": PASSWORD, "new": password})
    assert answer.status_code == 422
    assert "Many people use this password" in read(answer).main.text
