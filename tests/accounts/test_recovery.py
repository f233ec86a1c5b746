"""An account that somebody else could use: a password link signs nobody in, is told, and stands beside signatures."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from policyhub.accounts import actions, recovery, second_factor
from policyhub.accounts.models import Invitation, Role, User
from policyhub.background.models import Outbox
from policyhub.evidence.models import Event
from policyhub.publishing import actions as publishing
from policyhub.registry.models import Edition
from tests.accounts.test_second_factor import set_up
from tests.accounts.test_settings import password_link
from tests.factories import RuleFactory
from tests.pages import read
from tests.people import PASSWORD, People

NEW = "quite another battery"


@pytest.fixture
def ada(people: People, sign_in) -> Client:
    return sign_in(people.ada)


def proposed(people: People, by: User) -> Edition:
    rule = RuleFactory(
        title="Towels", statement="One each.", flexibility="black", owner=people.ana, team=people.desk, by=by
    )
    return publishing.propose(rule, publishing.Proposal(), number=1, by=by, now=timezone.now())


def use_link(ada: Client, person: User) -> Client:
    """What an administrator can do alone: make the link and use it themselves."""
    thief = Client()
    assert thief.post(password_link(ada, person), {"password": NEW}).status_code == 302
    return thief


def test_the_link_signs_nobody_in(people: People, ada: Client) -> None:
    thief = use_link(ada, people.ana)
    assert thief.get("/to-do/").status_code == 302
    assert read(thief.get("/sign-in/")).has("status", "Password saved. Sign in with it.")


def test_the_second_factor_is_still_asked(people: People, ada: Client, sign_in) -> None:
    set_up(sign_in(people.ana))
    thief = use_link(ada, people.ana)
    response = thief.post("/sign-in/", {"login": "ana", "password": NEW})
    assert response.headers["Location"].startswith("/sign-in/code/")
    assert thief.get("/to-do/").status_code == 302


def test_nothing_proposed_before_is_signed_until_it_is_confirmed(people: People, ada: Client) -> None:
    edition = proposed(people, by=people.petra)
    use_link(ada, people.ana)
    with pytest.raises(ValidationError, match="Your account was reset"):
        publishing.sign(edition, "approve", "", digest=edition.digest, by=people.ana, now=timezone.now())
    ana = Client()
    ana.post("/sign-in/", {"login": "ana", "password": NEW})
    assert read(ana.get("/to-do/")).has("link", "Was it you?")
    assert ana.post("/me/confirm-reset/", {"password": "no"}).status_code == 422
    assert ana.post("/me/confirm-reset/", {"password": NEW}).status_code == 302
    publishing.sign(edition, "approve", "", digest=edition.digest, by=people.ana, now=timezone.now())
    assert Event.objects.filter(verb="reset confirmed").count() == 1


def test_the_person_is_told_by_mail(people: People, ada: Client) -> None:
    use_link(ada, people.ana)
    assert Outbox.objects.get(kind="account_reset").address == "ana@example.org"


def test_a_reset_of_the_second_factor_is_told_and_confirmed_alike(people: People, ada: Client, sign_in) -> None:
    set_up(sign_in(people.ana))
    edition = proposed(people, by=people.petra)
    second_factor.reset(people.ana, by=people.ada, now=timezone.now())
    assert Outbox.objects.filter(kind="account_reset").count() == 1
    with pytest.raises(ValidationError, match="Your account was reset"):
        publishing.sign(edition, "approve", "", digest=edition.digest, by=people.ana, now=timezone.now())


def test_what_was_done_stands_beside_each_signature_for_a_week(people: People, ada: Client, sign_in) -> None:
    edition = proposed(people, by=people.petra)
    use_link(ada, people.ana)
    recovery.confirm_reset(people.ana, now=timezone.now())
    publishing.sign(edition, "approve", "", digest=edition.digest, by=people.ana, now=timezone.now())
    text = read(sign_in(people.petra).get(f"/rules/{edition.rule.slug}/history/")).main.text
    assert "Ada Osei created a password reset link for this account" in text
    assert "A password reset link was used" in text
    later = timezone.now() + recovery.SHOWN_FOR
    assert recovery.notes_by_signature([(1, people.ana.pk, later)]) == {1: []}


def test_an_account_made_by_invitation_says_whose(people: People) -> None:
    now = timezone.now()
    invitation = Invitation(name="Noor", team=people.desk, role=Role.MANAGER)
    actions.invite(invitation, link="TOKEN", by=people.ada, now=now)
    noor = actions.join(invitation, person=User(username="noor", name="Noor"), password=PASSWORD, now=now)
    (notes,) = recovery.notes_by_signature([(1, noor.pk, timezone.now())]).values()
    assert notes == [
        f"This account was created on {notes[0].split(' on ')[1].split(' with ')[0]} with an invitation from Ada Osei."
    ]


def test_others_changes_are_not_shown_beside_ones_own_signature(people: People, ada: Client) -> None:
    use_link(ada, people.ana)
    assert recovery.notes_by_signature([(1, people.petra.pk, timezone.now())]) == {1: []}


@pytest.mark.parametrize("typed", ["Sam@Example.ORG", "SAM@EXAMPLE.ORG"])
def test_an_address_typed_with_capitals_signs_in(typed: str, people: People) -> None:
    people.sam.email = typed
    people.sam.save()
    assert User.objects.get(pk=people.sam.pk).email == "sam@example.org"
    for login in (typed, "sam@example.org"):
        assert Client().post("/sign-in/", {"login": login, "password": PASSWORD}).status_code == 302
