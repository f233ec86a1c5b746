"""Feedback on rules, given with one tap or derived: offered, helped, gets in the way, fine to enforce."""

from datetime import datetime, timedelta
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from policyhub.registry.models import Rule

MAX_TEXT_LENGTH = 600
UNDO_WITHIN = timedelta(days=1)


AnyTap = TypeVar("AnyTap", bound="Tap")


class TapQuerySet(models.QuerySet[AnyTap]):
    def not_undone(self) -> Self:
        """Those that nobody took back."""
        return self.filter(undone_at=None)


class Tap(models.Model):
    """One tap about one edition; it can be undone for a day. Its key makes a resent one the same row."""

    edition_number = models.PositiveIntegerField(_("version"), null=True)
    at = models.DateTimeField(_("when"), help_text="When it happened; a tap may arrive days later.")
    client_key = models.UUIDField(null=True, unique=True)
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def may_undo(self, now: datetime) -> bool:
        return self.undone_at is None and now - self.at < UNDO_WITHIN


class RootCause(models.TextChoices):
    """What somebody thinks the root cause is."""

    POLICY = "policy", _("The policy")
    PROCEDURE = "procedure", _("The procedure")
    STANDARD = "standard", _("The standard")
    TRAINING = "training", _("Training")
    MANAGEMENT = "management", _("Management")
    PERSON = "person", _("A person")
    OTHER = "other", _("Something else")


class FeedbackEntry(Tap):
    """One sign of how a rule does at the counter. People who give one are counted, and shown to nobody."""

    class Kind(models.TextChoices):
        FRICTION = "friction", _("It gets in the way")
        HELPED = "helped", _("It helped")
        COMPLAINT = "complaint", _("A complaint")
        ESCALATION = "escalation", _("Escalation")
        LETTER = "letter", _("A letter")
        MISSED = "missed", _("Search without a result")
        SPLIT = "split", _("Staff decide differently")
        LOW_PULSE = "low_pulse", _("Staff aren't comfortable enforcing it")

    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, related_name="signals")
    option_key = models.UUIDField(null=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    cause = models.CharField(_("cause"), max_length=10, choices=RootCause, blank=True)
    words = models.TextField(_("details"), max_length=MAX_TEXT_LENGTH, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects: ClassVar["TapQuerySet[FeedbackEntry]"] = TapQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Tap.Meta):
        indexes = [models.Index(fields=["rule", "kind", "at"]), models.Index(fields=["kind", "at"])]
        verbose_name = _("feedback entry")
        verbose_name_plural = _("feedback entries")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {date_format(localtime(self.at), 'DATE_FORMAT')}"


class OptionUse(Tap):
    """Somebody offered a customer this option of a grey rule; and what came of it, where they told."""

    class Outcome(models.TextChoices):
        CONTENT = "content", _("The customer was happy")
        NOT_CONTENT = "not_content", _("The customer wasn't happy")

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="uses")
    situation_key = models.UUIDField()
    option_key = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(_("outcome noted on"), null=True)

    objects: ClassVar["TapQuerySet[OptionUse]"] = TapQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Tap.Meta):
        indexes = [models.Index(fields=["rule", "at"]), models.Index(fields=["option_key", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at=None) | ~Q(outcome="") & Q(outcome_at__isnull=False),
                name="use_outcome_and_when",
            )
        ]
        verbose_name = _("option offered")
        verbose_name_plural = _("options offered")

    def __str__(self) -> str:
        return f"{self.rule}, {date_format(localtime(self.at), 'DATE_FORMAT')}"


class Pulse(models.Model):
    """Whether one person feels fine enforcing a black rule. The person is here only so that each has one answer.

    ``counted`` is the answer as it stands in the figure that is shown; null until it is in it. ``pulse.count`` takes
    answers over, at least five together, so that no two figures differ by what one of a few people said.
    """

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    fine = models.BooleanField()
    at = models.DateTimeField()
    counted = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "person"], name="one_pulse_of_a_person")]

    def __str__(self) -> str:
        return f"{self.rule}"
