"""Queue a mail in the transaction that causes it; deliver it later, once, whoever delivers."""

from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F

from .models import Outbox

LEASE = timedelta(minutes=5)


def queue(kind: str, person_id: int, address: str, *, period: str, subject: str, text: str, now: datetime) -> None:
    """Promise one mail. A second call with the same kind, person and period changes nothing."""
    Outbox.objects.get_or_create(
        kind=kind,
        person_id=person_id,
        period=period,
        defaults={
            "address": address,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "created_at": now,
            "not_before": now,
        },
    )


def claim(mail: Outbox, now: datetime) -> bool:
    """Take a mail for the length of a lease; False if somebody else was quicker."""
    return bool(
        Outbox.objects.due(now)
        .filter(pk=mail.pk, attempts=mail.attempts)
        .update(attempts=F("attempts") + 1, not_before=now + LEASE * 2**mail.attempts)
    )


def send(mail: Outbox, now: datetime) -> bool:
    message = EmailMessage(mail.subject, mail.text, None, [mail.address], headers={"Message-ID": mail.message_id})
    try:
        get_connection().send_messages([message])
    except (OSError, ValueError) as error:  # smtplib's are OSErrors, an address that is none is a ValueError
        # The lease brings the mail back later; those behind it go on
        Outbox.objects.filter(pk=mail.pk).update(error=str(error)[:500])
        return False
    Outbox.objects.filter(pk=mail.pk).update(sent_at=now, error="")
    return True


def deliver(now: datetime) -> str:
    """Send what is due. Without a mail server nothing is sent and nothing is lost."""
    if not settings.EMAIL_HOST:
        return ""
    begun = monotonic()

    def at() -> datetime:  # a slow server must not let a lease begin in the past
        return now + timedelta(seconds=monotonic() - begun)

    sent = [mail for mail in Outbox.objects.due(now) if claim(mail, at()) and send(mail, at())]
    return f"{len(sent)} sent" if sent else ""
