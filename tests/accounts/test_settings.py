"""Looking after people and the organisation: lists of people, links, administrators, mail, what needs attention."""

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from policyhub.accounts import actions, attention
from policyhub.accounts.models import Invitation, Membership, Organisation, Role, Team, User
from policyhub.background import mail
from policyhub.background.models import MailServer, Outbox
from policyhub.evidence.models import Event
from tests.pages import read
from tests.people import PASSWORD

LAST_ADMINISTRATOR = "PolicyHub needs an administrator, and this is the only one."


@pytest.fixture
def ada(people, sign_in):
    return sign_in(people.ada)


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


# People from a list


def invite(client, lines="", file=None):
    return client.post("/settings/people/list/", {"lines": lines} | ({"file": file} if file else {}))


def test_a_pasted_list_makes_a_link_for_each(people, ada):
    lines = "Name, Team, Role, E-mail\nIvo Kern, desk, lead, ivo@example.org\nEva Roth, Pool\n\nKim Orr;"
    assert invite(ada, lines.replace(";", "")).status_code == 302
    made = list(Invitation.objects.order_by("pk").values_list("name", "team__name", "role", "email"))
    assert made == [
        ("Ivo Kern", "Desk", "lead", "ivo@example.org"),
        ("Eva Roth", "Pool", "staff", ""),
        ("Kim Orr", "Desk", "staff", ""),
    ]
    assert verbs() == ["invited"] * 3
    assert len(set(Event.objects.values_list("batch", flat=True))) == 1
    assert Outbox.objects.get().address == "ivo@example.org"
    links = [link.text for link in read(ada.get("/settings/people/")).parts("code.link")]
    assert len(links) == len(set(links)) == 3
    assert all("/join/" in link for link in links)


def test_a_file_from_a_spreadsheet_does_too(people, ada):
    table = SimpleUploadedFile("people.csv", "\ufeffName;Team;Rolle\nJörg Wölk;Pool;manager\n".encode())
    assert invite(ada, file=table).status_code == 302
    assert Invitation.objects.get().name == "Jörg Wölk"
    assert Invitation.objects.get().role == Role.MANAGER


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ("Ivo, Attic", "Line 1, Ivo: There's no team called “Attic”."),
        ("Eva\nIvo, Desk, boss", "Line 2, Ivo: “boss” isn't a role. Use staff, lead or manager."),
        ("Ivo, Desk, staff, nonsense", "Line 1, Ivo: Enter an email address, such as name@example.org."),
        ("Ivo, Desk, staff, sam@example.org", "Line 1, Ivo: This email address is already in use."),
        (", Desk", "Line 1: Enter the person's name."),
        ("", "Enter at least one line."),
        ("\n".join(["Ivo"] * 501), "That's more than 500 people."),
    ],
)
def test_what_is_wrong_in_a_list_is_said_by_line_and_nobody_is_invited(people, ada, lines, error):
    answer = invite(ada, lines)
    assert answer.status_code == 422
    page = read(answer)
    assert any(message.startswith(error) for message in page.errors), page.errors
    assert not Invitation.objects.exists()
    assert page.value("lines") == lines


def test_a_file_that_is_no_text_is_refused_in_words(people, ada):
    answer = invite(ada, file=SimpleUploadedFile("people.xlsx", b"PK\x03\x04\xff\xfe\x00"))
    assert answer.status_code == 422
    assert "This isn't a text file. Save the table as CSV (UTF-8)." in read(answer).errors


# Links and passwords


def test_a_link_taken_back_opens_nothing(people, ada):
    invitation = actions.invite(Invitation(name="Ivy", team=people.desk), link="", by=people.ada, now=timezone.now())
    assert Client().get(f"/join/{invitation.token}/").status_code == 200
    assert ada.post(f"/settings/people/links/{invitation.pk}/cancel/").status_code == 302
    assert Client().get(f"/join/{invitation.token}/").status_code == 404
    assert verbs() == ["invited", "invitation cancelled"]


def password_link(client, person):
    """The address of the link that an administrator gets for somebody who forgot their password."""
    page = read(client.post(f"/settings/people/{person.pk}/password/", follow=True))
    (message,) = (name for name in page.names("status") if name.startswith("Give this link to"))
    return message.split("http://testserver")[1]


def test_a_link_for_a_forgotten_password_works_once(people, ada):
    link = password_link(ada, people.sam)
    assert link.startswith("/password/")
    sam = Client()
    assert sam.get(link).status_code == 200
    assert sam.post(link, {"password": "short"}).status_code == 422
    assert sam.post(link, {"password": "quite another battery"}).status_code == 302
    assert sam.get("/").status_code == 302, "it signs nobody in"
    assert User.objects.get(pk=people.sam.pk).check_password("quite another battery")
    assert Client().get(link).status_code == 410
    assert Client().get(link.replace("/password/", "/password/x")).status_code == 410
    assert verbs() == ["new password offered", "password reset"]


def test_the_link_of_somebody_who_left_opens_nothing(people, ada):
    link = password_link(ada, people.sam)
    actions.set_active(people.sam, False, by=people.ada, now=timezone.now())
    assert Client().get(link).status_code == 410


# Administrators and teams


def test_the_last_administrator_stays(people, ada):
    answer = ada.post(f"/settings/people/{people.ada.pk}/admin/", {"admin": "0"}, follow=True)
    assert LAST_ADMINISTRATOR in read(answer).names("status")
    assert ada.post(f"/settings/people/{people.ana.pk}/admin/", {"admin": "1"}).status_code == 302
    assert ada.post(f"/settings/people/{people.ada.pk}/admin/", {"admin": "0"}).status_code == 302
    assert not User.objects.get(pk=people.ada.pk).is_admin
    assert ada.get("/settings/").status_code == 302
    assert verbs() == ["made an administrator", "no longer an administrator"]


def test_leaving_a_team_holds_at_once(people, ada, sign_in):
    petra = sign_in(people.petra)
    assert petra.get("/rules/new/").status_code == 200
    for place in Membership.objects.filter(person=people.petra):
        ada.post(f"/settings/people/{people.petra.pk}/teams/{place.team_id}/leave/")
    assert petra.get("/rules/new/").status_code == 302
    assert sign_in(people.petra).get("/rules/new/").status_code == 403
    assert verbs() == ["left a team"] * 2


def test_leaving_says_first_what_it_means(people, ada):
    page = read(ada.get(f"/settings/people/{people.ana.pk}/active/"))
    assert page.has("heading", "Deactivate Ana Ruiz?")
    assert "They'll be signed out everywhere and can't sign in again." in page.main.text
    assert User.objects.get(pk=people.ana.pk).is_active
    last = ada.post(f"/settings/people/{people.ada.pk}/active/", {"active": "0"})
    assert last.status_code == 422
    assert LAST_ADMINISTRATOR in read(last).errors


# Mail


SERVER = {"host": "mail.example.org", "port": 465, "security": "tls", "username": "ph", "sender": "ph@example.org"}


def test_the_mail_server_is_set_and_its_password_is_never_shown(people, ada):
    assert ada.post("/settings/mail/", SERVER | {"password": "s3cret"}).status_code == 302
    assert MailServer.objects.get().password == "s3cret"
    assert "s3cret" not in ada.get("/settings/mail/").text + ada.get("/admin/background/mailserver/1/change/").text
    assert "s3cret" not in "".join(Event.objects.values_list("after", flat=True))
    assert ada.post("/settings/mail/", SERVER | {"password": "", "port": 25}).status_code == 302
    assert (MailServer.objects.get().password, MailServer.objects.get().port) == ("s3cret", 25)
    assert verbs() == ["mail server changed"] * 2


def test_a_server_without_a_sender_or_with_an_odd_port_is_refused_at_the_field(people, ada):
    answer = ada.post("/settings/mail/", SERVER | {"sender": "", "port": 99999})
    assert answer.status_code == 422
    errors = read(answer).errors
    assert "Enter a sender, such as policyhub@your-organisation.org." in errors
    assert any("65535" in error for error in errors)


def test_send_me_a_test_says_what_the_server_says(people, ada, monkeypatch):
    def send_test():
        return read(ada.post("/settings/mail/test/", {"address": "ada@example.org"}, follow=True)).names("status")

    assert "The email couldn't be sent. The server says: No mail server is set up." in send_test()
    MailServer.objects.create(pk=1, **SERVER)
    assert "Sent. Check your inbox." in send_test()
    assert (sent.outbox[0].from_email, sent.outbox[0].to) == ("ph@example.org", ["ada@example.org"])

    def refuse(self, messages):
        raise ConnectionRefusedError("nobody answers")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert "The email couldn't be sent. The server says: nobody answers" in send_test()


def test_the_server_set_in_the_browser_delivers_what_waits(people, ada):
    invite(ada, "Ivo, Desk, staff, ivo@example.org")
    now = timezone.now()
    assert mail.deliver(now) == ""
    MailServer.objects.create(pk=1, **SERVER)
    assert mail.deliver(now) == "1 sent"
    assert sent.outbox[0].from_email == "ph@example.org"


# What needs attention


def needs():
    return " ".join(need.text for need in attention.attention_items(timezone.now()))


def test_what_needs_attention_is_said_and_goes_when_it_is_mended(people, ada):
    assert "There's only one administrator." in needs()
    assert "No mail server is set up." in needs()
    actions.set_admin(people.ana, True, by=people.ada, now=timezone.now())
    MailServer.objects.create(pk=1, **SERVER)
    assert needs() == ""

    team = Team.objects.create(name="Café")
    Membership.objects.create(person=people.sam, team=team)
    assert "“Café” has no manager." in needs()
    Membership.objects.filter(team=team).delete()
    old = timezone.now() - timedelta(days=20)
    actions.invite(Invitation(name="Ivy", team=people.desk), link="", by=people.ada, now=old)
    assert "1 invitation expired without being used." in needs()
    Organisation.objects.update(second_person=True)
    Membership.objects.filter(person=people.petra).delete()
    assert "A second person should sign, but there's only one manager." in needs()
    late = {"kind": "x", "person": people.sam, "address": "s@example.org", "created_at": old, "not_before": old}
    Outbox.objects.create(attempts=Outbox.MOST_ATTEMPTS, error="no such box", **late)
    assert "1 email couldn't be sent. no such box" in needs()
    page = read(ada.get("/settings/")).main.text
    assert all(need.text in page for need in attention.attention_items(timezone.now()))


def test_ones_own_details_are_saved_and_told_to_others(people, sign_in):
    sam = sign_in(people.sam)
    assert sam.post("/me/", {"name": "Sam Lee", "phone": "ext. 33", "email": "sam@example.org"}).status_code == 302
    assert User.objects.get(pk=people.sam.pk).phone == "ext. 33"
    taken = sam.post("/me/", {"name": "Sam Lee", "phone": "", "email": "ANA@example.org"})
    assert taken.status_code == 422
    assert "This email address is already in use." in read(taken).errors
    assert verbs() == ["details changed"]
    assert Client().login(username="sam", password=PASSWORD)
