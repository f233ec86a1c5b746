"""An empty PolicyHub is set up at the machine itself, or with the code from its terminal, and has its own names."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.test.client import RequestFactory

from policyhub import settings as module
from policyhub.accounts.models import User
from policyhub.accounts.set_up_code import is_from_this_machine, set_up_code
from tests.pages import read
from tests.people import People

FIELDS = {
    "organisation": "Lakeside",
    "name": "Ana",
    "username": "ana",
    "email": "",
    "password": "correct horse battery",
}
FIELDS |= {"time_zone": "Europe/London", "language": "en"}
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "testserver"}


def set_up(**more: str) -> int:
    return Client(**ELSEWHERE).post("/start/own/", FIELDS | more).status_code


def test_from_another_machine_it_takes_the_code(db: None) -> None:
    assert "code" in read(Client(**ELSEWHERE).get("/start/own/")).fields
    assert set_up() == 422
    assert set_up(code="0000-0000") == 422
    assert not User.objects.exists()
    assert set_up(code=set_up_code().upper()) == 302
    assert User.objects.get().is_admin


def test_the_code_is_not_guessed(db: None) -> None:
    for _ in range(25):
        set_up(code="0000-0000")
    assert set_up(code=set_up_code()) == 422


def test_at_the_machine_it_asks_for_none(db: None) -> None:
    here = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost:8000")
    assert "code" not in read(here.get("/start/own/")).fields
    assert here.post("/start/own/", FIELDS).status_code == 302


@pytest.mark.parametrize(
    ("meta", "is_here"),
    [
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}, True),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "testserver"}, False),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "localhost"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_X_FORWARDED_PROTO": "https"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_FORWARDED": "for=192.0.2.7"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_X_REAL_IP": "192.0.2.7"}, False),
    ],
)
def test_what_counts_as_this_machine(meta: dict[str, str], is_here: bool) -> None:
    assert is_from_this_machine(RequestFactory().get("/", **meta)) is is_here


def test_the_command_prints_it_while_there_is_nobody(db: None) -> None:
    printed = io.StringIO()
    call_command("set_up_code", stdout=printed)
    assert set_up_code() in printed.getvalue()


def test_and_nothing_later(people: People) -> None:
    printed = io.StringIO()
    call_command("set_up_code", stdout=printed)
    assert printed.getvalue() == ""


def test_served_to_the_network_it_answers_to_its_own_names_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "Till-3.shop.example")
    hosts = module.machine_hosts()
    assert {"till-3", "till-3.shop.example", "till-3.shop.example.local"} <= set(hosts)
    assert "*" not in hosts
    assert all(host and "evil" not in host for host in hosts)


def test_a_name_that_is_not_its_own_gets_a_page(db: None) -> None:
    answer = Client(HTTP_HOST="evil.example").get("/")
    assert answer.status_code == 400
    assert "ALLOWED_HOSTS" in answer.text
