"""Queue a mail in the transaction that causes it; deliver it later, once, whoever delivers."""

from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils.translation import gettext as _

from .models import MailServer, Outbox

LEASE = timedelta(minutes=5)
TRIAL_SECONDS = 10.0


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


def set_outside() -> bool:
    """Whether the installation sets the mail server; then the browser does not."""
    return bool(settings.EMAIL_HOST)


def server() -> MailServer | None:
    """The mail server in use, or None. What the installation sets stands over the one set in the browser."""
    if set_outside():
        return MailServer(host=settings.EMAIL_HOST, port=settings.EMAIL_PORT, sender=settings.DEFAULT_FROM_EMAIL)
    return MailServer.objects.filter(pk=1).exclude(host="").first()


def connection_to(mail_server: MailServer, timeout: float | None = None) -> Any:
    if set_outside():
        return get_connection(timeout=timeout) if timeout else get_connection()
    return get_connection(
        host=mail_server.host,
        port=mail_server.port,
        username=mail_server.username or None,
        password=mail_server.password or None,
        use_tls=mail_server.security == MailServer.Security.STARTTLS,
        use_ssl=mail_server.security == MailServer.Security.TLS,
        timeout=timeout or settings.EMAIL_TIMEOUT,
    )


def try_out(address: str, *, subject: str, text: str) -> str:
    """Send one mail at once; returns what went wrong, "" if nothing did."""
    mail_server = server()
    if mail_server is None:
        return _("No mail server is set up.")
    try:
        message = EmailMessage(subject, text, mail_server.sender or None, [address])
        connection_to(mail_server, TRIAL_SECONDS).send_messages([message])
    except (OSError, ValueError) as error:
        return str(error)[:300] or type(error).__name__
    return ""


def send(mail: Outbox, now: datetime, mail_server: MailServer) -> bool:
    headers = {"Message-ID": mail.message_id}
    message = EmailMessage(mail.subject, mail.text, mail_server.sender or None, [mail.address], headers=headers)
    try:
        connection_to(mail_server).send_messages([message])
    except (OSError, ValueError) as error:  # smtplib's are OSErrors, an address that is none is a ValueError
        # The lease brings the mail back later; those behind it go on
        Outbox.objects.filter(pk=mail.pk).update(error=str(error)[:500])
        return False
    Outbox.objects.filter(pk=mail.pk).update(sent_at=now, error="")
    return True


def deliver(now: datetime) -> str:
    """Send what is due. Without a mail server nothing is sent and nothing is lost."""
    mail_server = server()
    if mail_server is None:
        return ""
    started = monotonic()

    def moment() -> datetime:  # a slow server must not let a lease begin in the past
        return now + timedelta(seconds=monotonic() - started)

    sent = [mail for mail in Outbox.objects.due(now) if claim(mail, moment()) and send(mail, moment(), mail_server)]
    return f"{len(sent)} sent" if sent else ""
