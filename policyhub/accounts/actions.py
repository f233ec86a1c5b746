"""What may happen to the organisation and its people. Each verb: one transaction, one event."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.background import mail
from policyhub.background.models import MailServer
from policyhub.evidence.record import record

from .models import Invitation, Membership, Organisation, Role, Team, User

SUBJECT = "organisation"


@transaction.atomic
def start(*, organisation: Organisation, person: User, password: str | None, now: datetime) -> User:
    """Open an empty database: its organisation, a first team, and one person who may do everything.

    Raises ValidationError once there is anybody. The organisation's row is the lock.
    """
    Organisation.objects.get_or_create(pk=1, defaults={"name": organisation.name})
    Organisation.objects.select_for_update().get(pk=1)
    if User.objects.exists():
        raise ValidationError(_("PolicyHub is already set up. Sign in."))
    organisation.pk = 1
    organisation.last_reference = Organisation.current().last_reference
    organisation.save(force_update=True)
    person.is_admin = True
    person.set_password(password)
    person.save()
    team = Team.objects.first() or Team.objects.create(name=_("Everyone"))
    Membership.objects.create(person=person, team=team, role=Role.MANAGER)
    record(SUBJECT, "started", by=person, now=now, after={"name": organisation.name, "person": person.name})
    return person


@transaction.atomic
def ensure_organisation(*, by: User | str, now: datetime) -> Organisation:
    """The organisation, made with a name to be changed if there is none: for commands on an empty database."""
    organisation, created = Organisation.objects.get_or_create(pk=1, defaults={"name": _("Our organisation")})
    if created:
        record(SUBJECT, "started", by=by, now=now, after={"name": organisation.name})
    return organisation


@transaction.atomic
def save_organisation(organisation: Organisation, *, changed: list[str], by: User, now: datetime) -> None:
    """Save settings; ``changed`` names the fields that differ. Nothing changed, nothing written."""
    if not changed:
        return
    old = Organisation.current()
    organisation.save(update_fields=changed)
    record(
        SUBJECT,
        "settings changed",
        by=by,
        now=now,
        before={name: getattr(old, name) for name in changed},
        after={name: getattr(organisation, name) for name in changed},
    )


@transaction.atomic
def add_team(team: Team, *, by: User, now: datetime) -> Team:
    team.save()
    record(SUBJECT, "team added", by=by, now=now, after={"team": team.name})
    return team


@transaction.atomic
def rename_team(team: Team, name: str, *, by: User, now: datetime) -> Team:
    old, team.name = team.name, name
    team.save(update_fields=["name"])
    record(SUBJECT, "team renamed", by=by, now=now, before={"team": old}, after={"team": name})
    return team


@transaction.atomic
def invite(invitation: Invitation, *, link: str, by: User, now: datetime, batch: UUID | None = None) -> Invitation:
    """Make the link by which one person comes in; ``link`` builds its address from "TOKEN"."""
    invitation.invited_by, invitation.invited_at = by, now
    invitation.save()
    details = _membership_fields(invitation.name, invitation.team, invitation.role)
    record(SUBJECT, "invited", by=by, now=now, after=details, batch=batch)
    if invitation.email:
        mail.queue(
            "invitation",
            by.pk,
            invitation.email,
            period=str(invitation.pk),
            subject=_("Your invitation to PolicyHub"),
            text=_("%(name)s has invited you to PolicyHub. Open this link to set up your account:\n%(link)s")
            % {"name": by.name, "link": link.replace("TOKEN", invitation.token)},
            now=now,
        )
    return invitation


@transaction.atomic
def invite_all(invitations: list[Invitation], *, link: str, by: User, now: datetime) -> None:
    """Make the links of several people, all or none; each has its own event."""
    batch = uuid4()
    for invitation in invitations:
        invite(invitation, link=link, by=by, now=now, batch=batch)


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Take back a link that nobody used; from then on it opens nothing."""
    deleted, _each = Invitation.objects.filter(pk=invitation.pk, used_at=None).delete()
    if deleted:
        before = _membership_fields(invitation.name, invitation.team, invitation.role)
        record(SUBJECT, "invitation cancelled", by=by, now=now, before=before)


@transaction.atomic
def join(invitation: Invitation, *, person: User, password: str | None, now: datetime) -> User:
    """Come in by a link. Raises ValidationError if it was used meanwhile. The invitation's row is the lock."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.used_at is not None:
        raise ValidationError(_("This link has already been used. Ask for a new one."))
    person.set_password(password)
    person.save()
    Invitation.objects.filter(pk=invitation.pk).update(used_by=person, used_at=now)
    Membership.objects.create(person=person, team=invitation.team, role=invitation.role)
    membership = _membership_fields(person.name, invitation.team, invitation.role)
    account = {"person_key": person.pk, "invited_by": str(invitation.invited_by)}
    record(SUBJECT, "joined", by=person, now=now, after=membership | account)
    return person


@transaction.atomic
def set_role(person: User, *, team: Team, role: str, by: User, now: datetime, session_key: str | None = None) -> None:
    """Give ``person`` a role in ``team`` and end their sessions, so that it holds at once. The same again is nothing.

    Only the session ``session_key`` goes on: that of somebody who changes their own role.
    """
    old = Membership.objects.filter(person=person, team=team).first()
    if old is not None and old.role == role:
        return
    Membership.objects.update_or_create(person=person, team=team, defaults={"role": role})
    person.end_sessions(but=session_key)
    before = _membership_fields(person.name, team, old.role) if old else {}
    record(SUBJECT, "role changed", by=by, now=now, before=before, after=_membership_fields(person.name, team, role))


@transaction.atomic
def save_person(person: User, *, changed: list[str], by: User, now: datetime) -> None:
    """Save somebody's name, e-mail or phone; ``changed`` names the fields that differ."""
    if not changed:
        return
    old = User.objects.get(pk=person.pk)
    person.save(update_fields=changed)
    before, after = (
        {"person": old.name, **{name: getattr(state, name) for name in changed}} for state in (old, person)
    )
    record(SUBJECT, "details changed", by=by, now=now, before=before, after=after)


@transaction.atomic
def leave_team(membership: Membership, *, by: User, now: datetime) -> None:
    """Take a person out of a team, and end their sessions, so that it holds at once."""
    deleted, _each = Membership.objects.filter(pk=membership.pk).delete()
    if deleted:
        membership.person.end_sessions()
        before = _membership_fields(membership.person.name, membership.team, membership.role)
        record(SUBJECT, "left a team", by=by, now=now, before=before)


@transaction.atomic
def set_admin(person: User, admin: bool, *, by: User, now: datetime) -> None:
    """Let a person administer PolicyHub, or no longer. The last one stays; the organisation's row is the lock."""
    _lock()
    person.refresh_from_db(fields=["is_admin"])
    if person.is_admin == admin:
        return
    if not admin:
        _check_others(person)
    person.is_admin = admin
    person.save(update_fields=["is_admin"])
    person.end_sessions()
    verb = "made an administrator" if admin else "no longer an administrator"
    record(SUBJECT, verb, by=by, now=now, after={"person": person.name})


def _check_others(person: User) -> None:
    if not User.objects.active().filter(is_admin=True).exclude(pk=person.pk).exists():
        raise ValidationError(_("PolicyHub needs an administrator, and this is the only one."))


@transaction.atomic
def set_active(person: User, active: bool, *, by: User, now: datetime) -> None:
    """Let a person in again, or see them off. The last administrator stays; the organisation's row is the lock."""
    _lock()
    person.refresh_from_db(fields=["is_active"])
    if person.is_active == active:
        return
    if not active and person.is_admin:
        _check_others(person)
    person.is_active = active
    person.save(update_fields=["is_active"])
    person.end_sessions()
    record(SUBJECT, "came back" if active else "left", by=by, now=now, after={"person": person.name})


@transaction.atomic
def change_password(person: User, *, password: str, session_key: str | None, now: datetime) -> None:
    """A new password ends the person's other sessions."""
    person.set_password(password)
    person.save(update_fields=["password"])
    person.end_sessions(but=session_key)
    record(SUBJECT, "password changed", by=person, now=now, after={"person": person.name})


@transaction.atomic
def offer_new_password(person: User, *, by: User, now: datetime) -> None:
    """Note that ``by`` was given a link with which ``person`` chooses a new password."""
    after = {"person": person.name, "person_key": person.pk}
    record(SUBJECT, "new password offered", by=by, now=now, after=after)


@transaction.atomic
def save_mail_server(server: MailServer, *, changed: list[str], by: User, now: datetime) -> None:
    """Save the mail server. The event says that the password changed, never the password."""
    if not changed:
        return
    old = MailServer.objects.filter(pk=1).first() or MailServer(pk=1)
    server.pk = 1
    server.save()
    logged_fields = [name for name in changed if name != "password"]
    before, after = ({name: getattr(state, name) for name in logged_fields} for state in (old, server))
    if "password" in changed:
        after["password"] = "changed"
    record(SUBJECT, "mail server changed", by=by, now=now, before=before, after=after)


def _lock() -> None:
    Organisation.objects.select_for_update().get(pk=1)


def _membership_fields(name: str, team: Team, role: str) -> dict[str, Any]:
    return {"person": name, "team": team.name, "role": str(role)}
