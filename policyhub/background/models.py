"""Mail on its way out. A row is the promise; the packet may be lost or doubled, the promise not."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def given_up(self) -> "OutboxQuerySet":
        """Tried as often as any mail is tried, and not sent."""
        return self.filter(sent_at=None, attempts__gte=Outbox.MOST_ATTEMPTS)

    def due(self, now: datetime) -> "OutboxQuerySet":
        """Not sent, not given up, not in another sender's hands."""
        return self.filter(sent_at=None, attempts__lt=Outbox.MOST_ATTEMPTS, not_before__lte=now)


class MailServer(models.Model):
    """The organisation's mail server, as set in the browser. The EMAIL_HOST of the installation stands over it."""

    class Security(models.TextChoices):
        NONE = "none", _("None")
        STARTTLS = "starttls", _("STARTTLS (usually port 587)")
        TLS = "tls", _("TLS (usually port 465)")

    host = models.CharField(_("server"), max_length=200, blank=True, help_text=_("Leave blank to send no email."))
    port = models.PositiveIntegerField(_("port"), default=587, validators=[MaxValueValidator(65535)])
    security = models.CharField(_("encryption"), max_length=8, choices=Security, default=Security.STARTTLS)
    username = models.CharField(_("username"), max_length=200, blank=True)
    password = models.CharField(_("password"), max_length=200, blank=True)
    sender = models.EmailField(_("sender address"), blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_mail_server")]
        verbose_name = _("mail server")
        verbose_name_plural = _("mail servers")

    def __str__(self) -> str:
        return self.host


class Outbox(models.Model):
    """One mail to one person about one thing in one period: the three together are its key."""

    MOST_ATTEMPTS = 8

    kind = models.CharField(_("type"), max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    period = models.CharField(_("period"), max_length=80)
    address = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("created on"))
    not_before = models.DateTimeField(
        _("next attempt"), help_text="Due from then on; a sender who takes it moves this on."
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last error"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent on"), null=True)

    objects: ClassVar[OutboxQuerySet] = OutboxQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["not_before", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "person", "period"], name="one_mail_per_kind_person_period")
        ]
        verbose_name = _("email")
        verbose_name_plural = _("emails")

    def __str__(self) -> str:
        return self.subject

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a doubled packet is seen as one."""
        return f"<{self.kind}.{self.person_id}.{self.pk}@policyhub>"
