"""What happens to an account that somebody else could use: a password reset, a second factor reset, an invitation.

After a reset the person is told by mail and in To do, and signs nothing that was proposed before until they confirmed
it. For a week, whoever reads a signature sees what was done to the account before it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.background import mail
from policyhub.evidence.models import Event
from policyhub.evidence.record import record

from .models import User

SUBJECT = "organisation"
SHOWN_FOR = timedelta(days=7)
SENTENCES = {
    "new password offered": gettext_lazy("%(actor)s created a password reset link for this account on %(day)s."),
    "password reset": gettext_lazy("A password reset link was used to set this account's password on %(day)s."),
    "second factor reset": gettext_lazy("%(actor)s reset this account's two-step verification on %(day)s."),
    "joined": gettext_lazy("This account was created on %(day)s with an invitation from %(inviter)s."),
    "reset confirmed": gettext_lazy("The password reset was confirmed on %(day)s."),
}


@dataclass(frozen=True)
class AccountChange:
    """One event about one account."""

    person_id: int
    verb: str
    actor_name: str
    inviter: str
    at: datetime

    def sentence(self) -> str:
        day = date_format(timezone.localtime(self.at).date())
        return str(SENTENCES[self.verb]) % {"actor": self.actor_name, "day": day, "inviter": self.inviter}


def account_changes(people: Iterable[int], since: datetime, until: datetime) -> list[AccountChange]:
    """What was done to these accounts between two instants, oldest first, as the evidence has it."""
    keys = set(people)
    events = Event.objects.filter(chain__subject=SUBJECT, verb__in=SENTENCES, at__gte=since, at__lte=until)
    changes = []
    for event in events.order_by("at", "pk"):
        content = json.loads(event.after or "{}")
        if content.get("person_key") in keys:
            actor, inviter = event.actor, str(content.get("invited_by", ""))
            changes.append(AccountChange(content["person_key"], event.verb, actor, inviter, event.at))
    return changes


def notes_by_signature(signatures: Iterable[tuple[int, int, datetime]]) -> dict[int, list[str]]:
    """Of signatures as (key, key of the person, instant): what was done to the account in the week before."""
    listed = list(signatures)
    if not listed:
        return {}
    instants = [at for _key, _person, at in listed]
    changes = account_changes({person for _key, person, _at in listed}, min(instants) - SHOWN_FOR, max(instants))
    return {
        key: [c.sentence() for c in changes if c.person_id == person and at - SHOWN_FOR <= c.at <= at]
        for key, person, at in listed
    }


@transaction.atomic
def use_password_link(person: User, *, password: str, now: datetime) -> None:
    """A new password by an administrator's link. It signs nobody in, so that the second factor is asked next."""
    person.set_password(password)
    person.reset_at = now
    person.save(update_fields=["password", "reset_at"])
    person.end_sessions()
    record(SUBJECT, "password reset", by=person, now=now, after={"person": person.name, "person_key": person.pk})
    notify_of_reset(person, now)


def notify_of_reset(person: User, now: datetime) -> None:
    if person.email:
        mail.queue(
            "account_reset",
            person.pk,
            person.email,
            period=now.isoformat(),
            subject=_("Your PolicyHub account was reset"),
            text=_(
                "The password or two-step verification of your account was reset, and other devices were signed out. "
                "If you asked for this, sign in and confirm it in To do. If you didn't, tell your manager now: "
                "another person may be using your name."
            ),
            now=now,
        )


@transaction.atomic
def confirm_reset(person: User, *, now: datetime) -> None:
    """The person says that the reset was theirs. The same again is nothing."""
    if User.objects.filter(pk=person.pk).exclude(reset_at=None).update(reset_at=None):
        record(SUBJECT, "reset confirmed", by=person, now=now, after={"person": person.name, "person_key": person.pk})


def check_may_sign(person: User, proposed_at: datetime) -> None:
    """Raises ValidationError for what was proposed before a reset that the person hasn't confirmed."""
    reset_at = User.objects.values_list("reset_at", flat=True).get(pk=person.pk)
    if reset_at is not None and proposed_at < reset_at:
        raise ValidationError(
            _("Your account was reset after this was sent for approval. Confirm in To do that it was you, then sign.")
        )
