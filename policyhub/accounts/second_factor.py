"""A second factor: a code from an app on one's phone, beside the password. allauth keeps and checks the codes."""

import base64
import hashlib
from datetime import datetime

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction

from policyhub.evidence.record import record

from . import access
from .models import Organisation, User
from .recovery import notify_of_reset

SUBJECT = "organisation"


class EncryptedMFAAdapter(DefaultMFAAdapter):
    """Secrets lie in the database sealed with the installation's key; a database that leaks gives no codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def has_second_factor(person: User) -> bool:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def must_set_up(person: User, organisation: Organisation) -> bool:
    """Whether this person must set one up before anything else. Never in the example, where nobody has a password."""
    if not organisation.second_factor or not person.has_usable_password():
        return False
    return (person.is_admin or access.is_manager(person)) and not has_second_factor(person)


@transaction.atomic
def turn_on(person: User, secret: str, *, session_key: str | None, now: datetime) -> list[str]:
    """Ask for a code from now on; returns the recovery codes, which are shown this once. Other sessions end."""
    TOTP.activate(person, secret)
    person.end_sessions(but=session_key)
    record(SUBJECT, "second factor on", by=person, now=now, after={"person": person.name})
    return RecoveryCodes.activate(person).get_unused_codes()


@transaction.atomic
def turn_off(person: User, *, session_key: str | None, now: datetime) -> None:
    Authenticator.objects.filter(user=person).delete()
    person.end_sessions(but=session_key)
    record(SUBJECT, "second factor off", by=person, now=now, after={"person": person.name})


@transaction.atomic
def new_recovery_codes(person: User, *, now: datetime) -> list[str]:
    """Recovery codes that replace those there were."""
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    record(SUBJECT, "recovery codes made", by=person, now=now, after={"person": person.name})
    return RecoveryCodes.activate(person).get_unused_codes()


@transaction.atomic
def reset(person: User, *, by: User, now: datetime) -> None:
    """Somebody lost their phone: they sign in with the password alone, and set it up anew."""
    deleted, _each = Authenticator.objects.filter(user=person).delete()
    if deleted:
        person.end_sessions()
        User.objects.filter(pk=person.pk).update(reset_at=now)
        after = {"person": person.name, "person_key": person.pk}
        record(SUBJECT, "second factor reset", by=by, now=now, after=after)
        notify_of_reset(person, now)
