"""A second factor: set up, asked for, lost; asked of those who decide where the organisation wants it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from policyhub.accounts import second_factor
from policyhub.accounts.models import Organisation, Session
from policyhub.accounts.views import BACKEND
from policyhub.evidence.models import Event
from tests.accounts.test_people import refusal
from tests.pages import read
from tests.people import PASSWORD


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


def code_of(secret, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def offered(response):
    """The secret as the page shows it, in groups of letters, and as its form sends it, sealed."""
    page = read(response)
    return page.part("code").text, page.value("sealed")


def recovery_codes(response):
    codes = [code.text for code in read(response).parts("code")]
    assert all(code.isdigit() and len(code) == 8 for code in codes)
    return codes


def set_up(client):
    """Turn it on as a person would; returns the secret and the recovery codes."""
    letters, sealed = offered(client.get("/me/second-factor/"))
    secret = letters.replace(" ", "")
    data = {"sealed": sealed, "code": code_of(secret), "password": PASSWORD}
    answer = client.post("/me/second-factor/", data)
    assert answer.status_code == 200
    return secret, recovery_codes(answer)


def begin(username="sam"):
    """Type the password; returns the browser that is now asked for a code."""
    client = Client()
    answer = client.post("/sign-in/", {"login": username, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/sign-in/code/")
    return client


def is_in(client):
    return client.get("/to-do/").status_code == 200


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_from_then_on_a_code_is_asked_after_the_password(people, sam):
    secret, codes = set_up(sam)
    assert len(codes) == 10
    client = begin()
    assert not is_in(client)
    assert read(client.get("/sign-in/code/")).has("heading", "Verification code")
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 422
    assert not is_in(client)
    assert client.post("/sign-in/code/", {"code": code_of(secret, 1)}).status_code == 302
    assert is_in(client)
    assert verbs() == ["second factor on"]


def test_a_code_works_once(people, sam):
    secret, _codes = set_up(sam)
    code = code_of(secret, 1)
    assert begin().post("/sign-in/code/", {"code": code}).status_code == 302
    assert begin().post("/sign-in/code/", {"code": code}).status_code == 422


def test_a_recovery_code_works_once_and_new_ones_replace_them(people, sam):
    _secret, codes = set_up(sam)
    assert begin().post("/sign-in/code/", {"code": codes[0]}).status_code == 302
    assert begin().post("/sign-in/code/", {"code": codes[0]}).status_code == 422
    assert sam.post("/me/second-factor/codes/", {"password": "no"}).status_code == 422
    fresh = recovery_codes(sam.post("/me/second-factor/codes/", {"password": PASSWORD}))
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    assert begin().post("/sign-in/code/", {"code": codes[1]}).status_code == 422
    assert begin().post("/sign-in/code/", {"code": fresh[0]}).status_code == 302
    assert verbs() == ["second factor on", "recovery codes made"]


def test_guessing_codes_is_stopped(people, sam):
    secret, _codes = set_up(sam)
    client = begin()
    for n in range(12):
        client.post("/sign-in/code/", {"code": f"{n:06}"})
    assert client.post("/sign-in/code/", {"code": code_of(secret, 1)}).status_code in {302, 422, 429}
    assert not is_in(client)


def test_turning_it_on_takes_the_password_and_a_right_code(people, sam):
    for wrong in ({"password": "no"}, {"code": "000000"}, {"sealed": "forged"}):
        letters, sealed = offered(sam.get("/me/second-factor/"))
        data = {"sealed": sealed, "code": code_of(letters.replace(" ", "")), "password": PASSWORD} | wrong
        assert sam.post("/me/second-factor/", data).status_code == 422
    assert not Authenticator.objects.exists()
    assert verbs() == []


def test_what_was_mistyped_keeps_the_same_secret(people, sam):
    letters, sealed = offered(sam.get("/me/second-factor/"))
    again = sam.post("/me/second-factor/", {"sealed": sealed, "code": "000000", "password": PASSWORD})
    assert offered(again)[0] == letters


def test_turning_it_on_or_off_ends_the_other_sessions(people, sam, sign_in):
    other = sign_in(people.sam)
    set_up(sam)
    assert is_in(sam)
    assert not is_in(other)
    assert sam.post("/me/second-factor/off/", {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.exists()
    assert Session.objects.filter(user=people.sam).count() == 1
    assert verbs() == ["second factor on", "second factor off"]


def test_an_administrator_lets_somebody_in_who_lost_the_phone(people, sam, sign_in):
    set_up(sam)
    ada = sign_in(people.ada)
    assert read(ada.get(f"/settings/people/{people.sam.pk}/")).has("button", "Turn off two-step verification")
    assert ada.post(f"/settings/people/{people.sam.pk}/second-factor/reset/").status_code == 302
    assert not is_in(sam)
    assert Client().post("/sign-in/", {"login": "sam", "password": PASSWORD}).url == "/"
    assert verbs() == ["second factor on", "second factor reset"]


def test_secrets_lie_sealed_in_the_database(people, sam, settings):
    secret, codes = set_up(sam)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key that is long enough to be one, and then some more"
    assert second_factor.EncryptedMFAAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_where_it_is_asked_those_who_decide_set_it_up_first(people, sign_in, sam):
    Organisation.objects.update(second_factor=True)
    for person in (people.ana, people.ada):
        client = sign_in(person)
        for address in ("/", "/rules/", "/settings/" if person.is_admin else "/to-do/", "/me/"):
            assert client.get(address).url == "/me/second-factor/"
        assert client.get("/", HTTP_HX_REQUEST="true").headers["HX-Redirect"] == "/me/second-factor/"
        page = read(client.get("/me/second-factor/"))
        assert "Your organisation requires this for managers and administrators." in page.main.text
        assert client.post("/rules/capture/", {"title": "x"}).url == "/me/second-factor/"
        set_up(client)
        assert client.get("/rules/").status_code == 200
    assert sam.get("/rules/").status_code == 200


def test_people_of_the_example_are_not_asked(people, sign_in):
    Organisation.objects.update(second_factor=True)
    client = sign_in(people.ana)
    people.ana.set_unusable_password()
    people.ana.save()
    assert not second_factor.must_set_up(people.ana, Organisation.current())
    client.force_login(people.ana, backend=BACKEND)
    assert client.get("/rules/").status_code == 200


def test_an_unknown_name_and_a_wrong_password_are_answered_alike(people, sam):
    set_up(sam)
    wrong, unknown = refusal("sam"), refusal("nobody")
    assert wrong[0] == 422
    assert wrong == unknown
