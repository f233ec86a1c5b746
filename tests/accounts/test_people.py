"""Coming in, going out, and what ends a session."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from policyhub.accounts import actions
from policyhub.accounts.adapter import NoSignupAdapter
from policyhub.accounts.models import Invitation, Membership, Organisation, Role, Session, Team, User
from policyhub.evidence.models import Event
from tests.pages import read
from tests.people import PASSWORD, People, gather, person

NEW = "another battery, correct"


def signed_in(client: Client) -> bool:
    return client.get("/to-do/").status_code == 200


def side_by_side(*calls: Callable[[], Any]) -> list[Any]:
    """Runs each in a thread of its own; returns what each returned or raised."""
    outcomes: list[Any] = [None] * len(calls)

    def run(place: int) -> None:
        try:
            outcomes[place] = calls[place]()
        except Exception as problem:
            outcomes[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    close_old_connections()
    return outcomes


def meeting(monkeypatch: Any, where: Any, name: str, parties: int = 2) -> None:
    """All callers of ``where.name`` go in at the same time."""
    barrier, really = threading.Barrier(parties, timeout=20), getattr(where, name)

    def together(*args: Any, **kwargs: Any) -> Any:
        barrier.wait()
        return really(*args, **kwargs)

    monkeypatch.setattr(where, name, together)


# --- The first page ---


def first_page(username: str = "ana") -> Any:
    fields = {"organisation": "Lakeside", "name": "Ana Ruiz", "username": username, "email": "", "password": NEW}
    return Client(HTTP_HOST="localhost").post("/start/own/", fields | {"time_zone": "Europe/Berlin", "language": "en"})


def test_start_page_is_there_while_there_is_nobody_and_gone_after(db: None) -> None:
    assert Client().get("/start/").status_code == 200
    assert Client().get("/", follow=True).redirect_chain[-1][0] == "/start/"
    response = first_page()
    assert response.status_code == 302
    assert signed_in(response.client)
    ana = User.objects.get()
    assert ana.is_admin
    assert list(ana.roles.values()) == [Role.MANAGER]
    assert Client().get("/start/").status_code == Client().get("/start/own/").status_code == 404
    assert first_page("other").status_code == 404
    assert Organisation.objects.get().name == "Lakeside"
    assert User.objects.count() == 1


def test_start_page_says_what_is_wrong_and_makes_nothing(db: None) -> None:
    response = Client().post(
        "/start/own/", {"organisation": "Lakeside", "name": "Ana", "username": "ana", "password": "x"}
    )
    assert response.status_code == 422
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.engine
def test_two_starts_at_once_make_one_organisation(transactional_db: None, monkeypatch: Any) -> None:
    meeting(monkeypatch, actions, "start")
    answers = side_by_side(lambda: first_page("ana"), lambda: first_page("petra"))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert User.objects.count() == Organisation.objects.count() == Team.objects.count() == 1
    assert list(Event.objects.values_list("verb", flat=True)) == ["started"]


@pytest.mark.engine
def test_two_starts_at_once_would_make_two_people_without_the_check(transactional_db: None, monkeypatch: Any) -> None:
    """The control of the test above."""
    meeting(monkeypatch, actions, "start")
    monkeypatch.setattr(User.objects, "exists", lambda: False)
    answers = side_by_side(lambda: first_page("ana"), lambda: first_page("petra"))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert User.objects.count() == 2


# --- Signing in and out ---


def try_to_sign_in(login: str, password: str = PASSWORD, **extra: Any) -> Any:
    return Client().post("/sign-in/", {"login": login, "password": password}, **extra)


@pytest.mark.parametrize("login", ["sam", "SAM", "sam@example.org", "Sam@Example.org"])
def test_people_sign_in_by_user_name_or_by_e_mail(people: People, login: str) -> None:
    response = try_to_sign_in(login)
    assert response.status_code == 302
    assert signed_in(response.client)
    assert Session.objects.get(session_key=response.client.session.session_key).user == people.sam


def test_sam_signs_out_by_the_button_and_not_by_the_address(people: People, sign_in: Any) -> None:
    client = sign_in(people.sam)
    client.get("/sign-out/")
    assert signed_in(client)
    client.post("/sign-out/")
    assert not signed_in(client)
    assert not Session.objects.filter(user=people.sam).exists()


def test_nobody_signs_up(people: People) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for address in ("/sign-up/", "/signup/", "/accounts/signup/", "/accounts/login/", "/register/"):
        assert Client().get(address).status_code == 404
    assert not NoSignupAdapter().is_open_for_signup(None)


def test_sign_in_leads_on_to_the_page_that_was_wanted_and_never_elsewhere(people: People) -> None:
    fields = {"login": "sam", "password": PASSWORD}
    assert Client().post("/sign-in/", {**fields, "next": "/rules/"}).url == "/rules/"
    assert Client().post("/sign-in/", {**fields, "next": "https://elsewhere.example/"}).url == "/"


def refusal(login: str, password: str = "wrong") -> tuple[int, str]:
    """Status and page of a refused sign-in, without what was typed and the token that differs each time."""
    response = try_to_sign_in(login, password)
    token = read(response).form("Sign in")["csrfmiddlewaretoken"]
    return response.status_code, response.content.decode().replace(token, "TOKEN").replace(login, "LOGIN")


def test_a_wrong_password_is_answered_as_an_unknown_person_is(people: People) -> None:
    User.objects.filter(pk=people.mia.pk).update(is_active=False)
    refused = refusal("sam")
    assert refused[0] == 422
    assert "not correct" in refused[1]
    assert refusal("nobody") == refusal("mia") == refused
    assert refusal("sam@example.org") == refusal("nobody@example.org") == refusal("mia@example.org")


def test_only_somebody_who_left_and_knows_the_password_is_told_so(people: People) -> None:
    User.objects.filter(pk=people.mia.pk).update(is_active=False)
    response = Client().post("/sign-in/", {"login": "mia", "password": PASSWORD}, follow=True)
    assert read(response).has("status", "You can no longer sign in. Ask an administrator.")
    assert not signed_in(response.client)
    assert not Session.objects.filter(user=people.mia).exists()


def test_a_wrong_password_costs_an_unknown_person_as_much_work(people: People, monkeypatch: Any) -> None:
    worked = count_hashing(monkeypatch)
    refusal("sam")
    hashes = len(worked)
    refusal("nobody")
    assert hashes >= 1
    assert len(worked) == 2 * hashes


def count_hashing(monkeypatch: Any) -> list[str]:
    """Passwords that reached the hasher."""
    worked: list[str] = []
    really = MD5PasswordHasher.encode

    def encode(self: Any, password: str, *args: Any) -> str:
        worked.append(password)
        return really(self, password, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return worked


def test_guessing_one_persons_password_from_many_places_ends_after_twenty(people: People, monkeypatch: Any) -> None:
    worked = count_hashing(monkeypatch)
    with time_machine.travel("2026-03-02 12:00Z", tick=False) as clock:
        for n in range(50):
            try_to_sign_in("sam", f"guess {n}", REMOTE_ADDR=f"10.0.0.{n}")
        assert len([guess for guess in worked if guess.startswith("guess")]) <= 20 + 4
        assert "Too many" in read(try_to_sign_in("sam", REMOTE_ADDR="10.0.1.1")).main.text
        assert try_to_sign_in("ravi", REMOTE_ADDR="10.0.1.1").status_code == 302, "others still come in"
        clock.shift(timedelta(minutes=6))
        assert try_to_sign_in("sam", REMOTE_ADDR="10.0.1.1").status_code == 302


def test_guessing_from_one_place_ends_after_thirty_whatever_header_it_sends(people: People, monkeypatch: Any) -> None:
    worked = count_hashing(monkeypatch)
    with time_machine.travel("2026-03-02 12:00Z", tick=False):
        for n in range(50):
            try_to_sign_in(f"name{n}", f"guess {n}", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
    assert 5 < len([guess for guess in worked if guess.startswith("guess")]) <= 30 + 4


# --- Invitations ---


@pytest.fixture
def invited(people: People) -> Invitation:
    invitation = Invitation(name="Ivy Green", team=people.pool, role=Role.LEAD, email="ivy@example.org")
    return actions.invite(invitation, link="https://x.example/join/TOKEN/", by=people.ada, now=timezone.now())


def come_in(invitation: Invitation, username: str = "ivy") -> Any:
    fields = {"name": "Ivy Green", "username": username, "email": "ivy@example.org", "password": NEW}
    return Client().post(f"/join/{invitation.token}/", fields)


def test_an_invitation_lets_one_person_in_with_its_role_and_only_once(people: People, invited: Invitation) -> None:
    assert Client().get(f"/join/{invited.token}/").status_code == 200
    response = come_in(invited)
    assert response.status_code == 302
    assert signed_in(response.client)
    ivy = User.objects.get(username="ivy")
    assert ivy.roles == {people.pool.pk: Role.LEAD}
    assert not ivy.is_admin
    again = come_in(invited, "second")
    assert again.status_code == Client().get(f"/join/{invited.token}/").status_code == 410
    assert read(again).has("heading", "This link no longer works")
    assert not User.objects.filter(username="second").exists()


@pytest.mark.parametrize(("days", "status"), [(13.99, 200), (14.01, 410)])
def test_an_invitation_is_good_for_two_weeks(people: People, days: float, status: int) -> None:
    with time_machine.travel("2026-03-02 12:00Z") as clock:
        link = actions.invite(Invitation(name="Ivy", team=people.pool), link="", by=people.ada, now=timezone.now())
        clock.shift(timedelta(days=days))
        assert Client().get(f"/join/{link.token}/").status_code == status
        assert come_in(link).status_code == (302 if status == 200 else 410)
    assert User.objects.filter(username="ivy").exists() == (status == 200)


def test_an_invitation_cannot_be_guessed(people: People, invited: Invitation) -> None:
    assert len(invited.token) >= 22, "128 bits at 6 bits a letter"
    assert Client().get(f"/join/{invited.token[:-1]}/").status_code == 404
    assert Client().get("/join/x/").status_code == 404


@pytest.mark.engine
def test_a_double_click_on_come_in_makes_one_person(transactional_db: None, monkeypatch: Any) -> None:
    people = gather()
    link = actions.invite(Invitation(name="Ivy", team=people.pool), link="", by=people.ada, now=timezone.now())
    before = User.objects.count()
    meeting(monkeypatch, actions, "join")
    answers = side_by_side(lambda: come_in(link), lambda: come_in(link))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert User.objects.count() == before + 1
    assert list(Membership.objects.filter(person__username="ivy").values_list("team", flat=True)) == [people.pool.pk]


# --- What ends sessions ---


@pytest.fixture
def five_clients(people: People, sign_in: Any) -> list[Client]:
    """Sam on five devices."""
    clients = [sign_in(people.sam) for _ in range(5)]
    assert Session.objects.filter(user=people.sam).count() == 5
    return clients


def test_seeing_somebody_off_ends_all_their_sessions(people: People, sign_in: Any, five_clients: list[Client]) -> None:
    sign_in(people.ada).post(f"/settings/people/{people.sam.pk}/active/", {"active": "0"})
    assert not Session.objects.filter(user=people.sam).exists()
    assert [signed_in(client) for client in five_clients] == [False] * 5
    assert not signed_in(try_to_sign_in("sam").client)


def test_letting_somebody_in_again_lets_them_sign_in(people: People, sign_in: Any) -> None:
    ada = sign_in(people.ada)
    for active in ("0", "1"):
        ada.post(f"/settings/people/{people.sam.pk}/active/", {"active": active})
    assert try_to_sign_in("sam").status_code == 302


def test_a_new_role_ends_all_their_sessions(people: People, sign_in: Any, five_clients: list[Client]) -> None:
    sign_in(people.ada).post(f"/settings/people/{people.sam.pk}/", {"team": people.desk.pk, "role": "lead"})
    assert not Session.objects.filter(user=people.sam).exists()
    assert [signed_in(client) for client in five_clients] == [False] * 5


def test_a_demoted_manager_can_do_no_more_of_it(people: People, sign_in: Any) -> None:
    ana = sign_in(people.ana)
    assert ana.get("/rules/new/").status_code == 200
    sign_in(people.ada).post(f"/settings/people/{people.ana.pk}/", {"team": people.desk.pk, "role": "staff"})
    assert ana.get("/rules/new/").status_code == 302
    assert sign_in(people.ana).get("/rules/new/").status_code == 403


def test_ada_changes_her_own_role_and_goes_on(people: People, sign_in: Any) -> None:
    client, elsewhere = sign_in(people.ada), sign_in(people.ada)
    fields = {"team": people.desk.pk, "role": "manager"}
    response = client.post(f"/settings/people/{people.ada.pk}/", fields, follow=True)
    assert response.status_code == 200
    assert read(response).has("status", "Saved.")
    assert not signed_in(elsewhere)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(people: People, five_clients: list[Client]) -> None:
    client, *elsewhere = five_clients
    assert client.post("/password/", {"old": PASSWORD, "new": NEW}).status_code == 302
    assert Session.objects.filter(user=people.sam).count() == 1, "the others are gone before they ask again"
    assert signed_in(client)
    assert [signed_in(other) for other in elsewhere] == [False] * 4
    session = Session.objects.get(user=people.sam)
    assert session.session_key == client.session.session_key
    assert session.stamp == User.objects.get(pk=people.sam.pk).get_session_auth_hash()
    assert try_to_sign_in("sam").status_code == 422
    assert try_to_sign_in("sam", NEW).status_code == 302


@pytest.mark.parametrize(("old", "new"), [("wrong", NEW), (PASSWORD, "short"), (PASSWORD, "password123"), ("", "")])
def test_a_password_change_needs_the_old_one_and_a_good_new_one(
    people: People, sign_in: Any, old: str, new: str
) -> None:
    client, elsewhere = sign_in(people.sam), sign_in(people.sam)
    assert client.post("/password/", {"old": old, "new": new}).status_code == 422
    assert signed_in(client)
    assert signed_in(elsewhere)
    assert User.objects.get(pk=people.sam.pk).check_password(PASSWORD)


def test_a_session_says_whose_it_is_and_by_which_password(people: People) -> None:
    client = try_to_sign_in("sam").client
    session = Session.objects.get()
    assert (session.session_key, session.user) == (client.session.session_key, people.sam)
    assert session.stamp == people.sam.get_session_auth_hash()
    assert session.expire_date > timezone.now()


def test_a_session_whose_stamp_is_old_lets_nobody_in(people: People, sign_in: Any) -> None:
    client = sign_in(people.sam)
    people.sam.set_password(NEW)
    people.sam.save()  # past the verb: the session row is still there
    assert Session.objects.filter(user=people.sam).exists()
    assert not signed_in(client)


def test_what_changes_nothing_leaves_nothing(people: People, sign_in: Any) -> None:
    """A second click on the same button is no second event, and signs nobody out."""
    ada, sam = sign_in(people.ada), sign_in(people.sam)
    events = Event.objects.count()
    ada.post(f"/settings/people/{people.sam.pk}/active/", {"active": "1"})
    ada.post(f"/settings/people/{people.sam.pk}/", {"team": people.desk.pk, "role": "staff"})
    fields = {"name": "Lakeside Leisure", "time_zone": "Europe/London", "language": "en", "currency": "£"}
    assert ada.post("/settings/", fields).status_code == 302
    assert Event.objects.count() == events
    assert signed_in(sam)
    for _ in range(2):
        ada.post(f"/settings/people/{people.sam.pk}/active/", {"active": "0"})
    assert Event.objects.count() == events + 1


# --- The last administrator ---


def test_the_last_administrator_stays(people: People, sign_in: Any) -> None:
    ada, events = sign_in(people.ada), Event.objects.count()
    response = ada.post(f"/settings/people/{people.ada.pk}/active/", {"active": "0"}, follow=True)
    assert "PolicyHub needs an administrator, and this is the only one." in read(response).errors
    assert User.objects.get(pk=people.ada.pk).is_active
    assert signed_in(ada)
    assert Event.objects.count() == events


def test_one_of_two_administrators_may_leave(people: People, sign_in: Any) -> None:
    person("olga", "Olga Ray", is_admin=True)
    ada = sign_in(people.ada)
    assert ada.post(f"/settings/people/{people.ada.pk}/active/", {"active": "0"}).status_code == 302
    assert not User.objects.get(pk=people.ada.pk).is_active
    assert not signed_in(ada)


def see_each_other_off(monkeypatch: Any, verb: Any) -> list[Any]:
    """Two administrators see each other off at once; each has checked before the other one writes."""
    ada, olga = gather().ada, person("olga", "Olga Ray", is_admin=True)
    barrier, really = threading.Barrier(2), User.save

    def save(self: User, *args: Any, **kwargs: Any) -> None:
        with suppress(threading.BrokenBarrierError):  # the other one is made to wait, as it should be
            barrier.wait(0.5)
        really(self, *args, **kwargs)

    monkeypatch.setattr(User, "save", save)
    now = timezone.now()
    return side_by_side(
        lambda: verb(User.objects.get(pk=ada.pk), False, by=olga, now=now),
        lambda: verb(User.objects.get(pk=olga.pk), False, by=ada, now=now),
    )


@pytest.mark.engine
def test_two_administrators_cannot_see_each_other_off_at_once(transactional_db: None, monkeypatch: Any) -> None:
    answers = see_each_other_off(monkeypatch, actions.set_active)
    assert sorted(type(answer) for answer in answers if answer) == [ValidationError]
    assert User.objects.active().filter(is_admin=True).count() == 1


@pytest.mark.engine
def test_two_administrators_would_see_each_other_off_without_the_lock(
    transactional_db: None, monkeypatch: Any
) -> None:
    """The control of the test above: the same verb, with neither its lock nor its transaction."""
    monkeypatch.setattr(actions, "_lock", lambda: None)
    assert see_each_other_off(monkeypatch, actions.set_active.__wrapped__) == [None, None]
    assert not User.objects.active().filter(is_admin=True).exists()


# --- The example's front door ---


@pytest.fixture
def example(people: People, settings: Any) -> People:
    settings.DEMO = True
    people.mia.set_unusable_password()
    people.mia.save()
    return people


def be(username: str, **extra: Any) -> Any:
    return Client(HTTP_HOST="localhost").post("/demo/sign-in/", {"username": username}, **extra)


def test_in_the_example_one_click_signs_in_as_somebody_without_a_password(example: People) -> None:
    buttons = read(Client(HTTP_HOST="localhost").get("/demo/")).names("button")
    assert "Sign in as Mia Brandt" in buttons
    assert "Sign in as Sam Lee" not in buttons
    response = be("mia")
    assert response.status_code == 302
    assert signed_in(response.client)
    assert Session.objects.get().user == example.mia


def test_in_the_example_nobody_becomes_somebody_who_has_a_password(example: People) -> None:
    assert be("sam").status_code == 404
    assert be("nobody").status_code == be("").status_code == 404
    User.objects.filter(pk=example.mia.pk).update(is_active=False)
    assert be("mia").status_code == 404
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_HOST": "testserver"},
    ],
    ids=["from another machine", "from nowhere", "through a proxy", "through another", "by another name"],
)
def test_the_examples_door_is_for_this_machine_alone(example: People, extra: dict[str, str]) -> None:
    assert Client(HTTP_HOST="localhost").get("/demo/", **extra).status_code == be("mia", **extra).status_code == 404
    assert Client(HTTP_HOST="localhost").get("/demo/", REMOTE_ADDR="::1").status_code == 200


def test_without_the_example_there_is_no_such_door(example: People, settings: Any) -> None:
    settings.DEMO = False
    assert Client(HTTP_HOST="localhost").get("/demo/").status_code == be("mia").status_code == 404
    assert not Session.objects.exists()


def test_a_script_whose_session_is_over_is_sent_to_sign_in_with_the_whole_page(people, client):
    response = client.get("/?q=towels", headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response.headers["HX-Redirect"].startswith("/sign-in/")
    assert response.content == b""
