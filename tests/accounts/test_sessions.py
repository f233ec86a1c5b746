"""Whose a session is comes with the session, and is looked at anew for each request."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts import sessions
from policyhub.accounts.backend import AuthenticationBackend
from policyhub.accounts.models import Membership, Organisation, Role, Team
from policyhub.accounts.sessions import SessionStore


def key_of(client):
    return client.session.session_key


def test_one_statement_reads_person_roles_and_organisation(people, sign_in):
    Membership.objects.create(person=people.ravi, team=people.pool, role=Role.STAFF)
    Organisation.objects.update(second_factor=True, name="Lakeside & Son")
    store = SessionStore(key_of(sign_in(people.ravi)))

    with CaptureQueriesContext(connection) as queries:
        row = store.row
        assert (row.user, row.user.name, row.user.is_admin, row.user.is_active) == (
            people.ravi,
            "Ravi Shah",
            False,
            True,
        )
        assert row.user.roles == {people.desk.pk: "lead", people.pool.pk: "staff"}
        assert (row.organisation.name, row.organisation.second_factor) == ("Lakeside & Son", True)
        assert row.organisation.customers_pages is False
        assert store["_auth_user_id"] == str(people.ravi.pk)
    assert len(queries) == 1
    assert (row.user.joined_at, row.user.phone) == (people.ravi.joined_at, people.ravi.phone)


def test_somebody_without_a_team_has_no_roles(people, sign_in):
    Membership.objects.filter(person=people.sam).delete()
    assert SessionStore(key_of(sign_in(people.sam))).row.user.roles == {}


def test_a_session_of_nobody_and_a_house_of_nobody(db):
    store = SessionStore()
    store["note"] = "kept"
    store.save()
    row = sessions.read_session(store.session_key, timezone.now())
    assert (row.user, row.organisation) == (None, None)
    assert SessionStore(store.session_key)["note"] == "kept"


def test_the_backend_takes_the_person_of_the_session_once(people, sign_in):
    """What is asked later is asked of the database."""
    backend, store = AuthenticationBackend(), SessionStore(key_of(sign_in(people.sam)))
    store.load()
    with CaptureQueriesContext(connection) as queries:
        assert backend.get_user(people.sam.pk) == people.sam
    assert len(queries) == 0
    people.sam.is_active = False
    people.sam.save()
    assert backend.get_user(people.sam.pk) is None


def test_the_person_of_one_session_is_not_that_of_another(people, sign_in):
    backend = AuthenticationBackend()
    SessionStore(key_of(sign_in(people.sam))).load()
    assert backend.get_user(people.mia.pk) == people.mia
    SessionStore(key_of(sign_in(people.sam))).load()
    SessionStore("no such session").load()
    with CaptureQueriesContext(connection) as queries:
        assert backend.get_user(people.sam.pk) == people.sam
    assert len(queries) == 1


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER])
def test_a_role_that_changed_past_the_verb_holds_at_the_next_request(people, sign_in, role):
    sam = sign_in(people.sam)
    assert sam.get("/rules/new/").status_code == 403
    Membership.objects.filter(person=people.sam).update(role=role)
    assert sam.get("/rules/new/").status_code == (200 if role == Role.MANAGER else 403)


def test_a_page_for_the_public_does_not_depend_on_a_cookie(people, sign_in):
    Organisation.objects.update(customers_pages=True)
    over = Client()
    over.cookies["sessionid"] = "of a session that is over"
    for client in (Client(), sign_in(people.sam), over):
        page = client.get("/customers/")
        assert page.status_code == 200
        assert page.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert not page.cookies


def test_leaving_a_team_is_seen_in_the_same_statement(people, sign_in):
    sam = sign_in(people.sam)
    assert sam.get("/").status_code == 200
    Team.objects.create(name="Another")
    Membership.objects.filter(person=people.sam).update(team=Team.objects.get(name="Another"))
    assert list(SessionStore(key_of(sam)).row.user.roles) == [Team.objects.get(name="Another").pk]
