"""Mail on its way out. A row is the promise; the packet may be lost or doubled, the promise not."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def due(self, now: datetime) -> "OutboxQuerySet":
        """Not sent, not given up, not in another sender's hands."""
        return self.filter(sent_at=None, attempts__lt=Outbox.MOST_ATTEMPTS, not_before__lte=now)


class Outbox(models.Model):
    """One mail to one person about one thing in one period: the three together are its key."""

    MOST_ATTEMPTS = 8

    kind = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    period = models.CharField(max_length=80)
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(help_text="Due from then on; a sender who takes it moves this on.")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[OutboxQuerySet] = OutboxQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["not_before", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "person", "period"], name="one_mail_per_kind_person_period")
        ]
        verbose_name_plural = "outbox"

    def __str__(self) -> str:
        return f"{self.kind} for {self.address}"

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a doubled packet is seen as one."""
        return f"<{self.kind}.{self.person_id}.{self.pk}@policyhub>"
