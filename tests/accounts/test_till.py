"""A shared till: it changes hands quickly, and keeps no more than the names of the day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from policyhub.accounts.models import Session
from tests.pages import read
from tests.people import PASSWORD

SIGN_IN = "/sign-in/"
SWITCH = "Switch person"


@pytest.fixture
def till(people):
    """A browser that Sam has made a till and signed out of."""
    client = Client()
    enter(client, "sam")
    client.post("/till/", {"on": "1"})
    client.post("/sign-out/")
    return client


def enter(client, username):
    response = client.post(SIGN_IN, {"login": username, "password": PASSWORD, "remember": "on"})
    assert response.status_code == 302, response.text


def names(client):
    """The people whom the sign-in page offers."""
    return [name for part in read(client.get(SIGN_IN)).parts("nav.names") for name in part.links]


def test_it_offers_the_names_of_the_day_the_last_first(till):
    enter(till, "mia")
    till.post("/sign-out/")
    assert names(till) == ["Mia Brandt", "Sam Lee"]
    assert read(till.get(SIGN_IN, {"as": "mia"})).value("login") == "mia"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_from_midnight_on_it_knows_nobody(people, zone):
    """Also where the browser keeps the cookie for longer than it was told."""
    people.organisation.time_zone = zone
    people.organisation.save()
    midnight = datetime(2026, 7, 5, tzinfo=ZoneInfo(zone))
    client = Client()
    with time_machine.travel(midnight - timedelta(minutes=5), tick=False):
        client.cookies["till"] = "1"
        enter(client, "sam")
        client.post("/sign-out/")
        assert client.cookies["till_names"]["max-age"] == 5 * 60
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert names(client) == ["Sam Lee"]
    with time_machine.travel(midnight, tick=False):
        assert "Sam Lee" not in read(client.get(SIGN_IN)).text
        enter(client, "mia")
        client.post("/sign-out/")
        assert names(client) == ["Mia Brandt"]
        assert "Sam Lee" not in client.get(SIGN_IN).text


def test_names_that_somebody_made_up_are_not_shown(till):
    till.cookies["till_names"] = "WyJ4IiwiWCJd:1abc:xyz"
    assert till.get(SIGN_IN).status_code == 200
    assert names(till) == []


def test_a_sign_in_there_ends_with_the_browser(till):
    assert not read(till.get(SIGN_IN)).has("checkbox")
    enter(till, "mia")
    assert till.cookies["sessionid"]["max-age"] == ""
    elsewhere = Client()
    enter(elsewhere, "mia")
    assert elsewhere.cookies["sessionid"]["max-age"], "the control: elsewhere it lasts"


def test_the_bar_says_switch_person_there_and_sign_out_elsewhere(till, sign_in, people):
    enter(till, "mia")
    assert read(till.get("/")).has("button", SWITCH)
    elsewhere = read(sign_in(people.mia).get("/"))
    assert elsewhere.has("button", "Sign out")
    assert not elsewhere.has("button", SWITCH)


def test_it_can_be_no_till_any_more(till):
    enter(till, "mia")
    till.post("/till/", {"on": "0"})
    page = read(till.get("/"))
    assert page.has("button", "Sign out")
    assert not page.has("button", SWITCH)
    till.post("/sign-out/")
    assert "Mia Brandt" not in read(till.get(SIGN_IN)).text
    assert Session.objects.filter(user__isnull=False).count() == 0
