"""The rows of a rule: what makes black black, and how far grey may go."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .rule import Rule


class RowQuerySet(models.QuerySet["Row"]):
    def live(self) -> "RowQuerySet":
        """Rows that are part of the rule now, in their order."""
        return self.filter(dropped_at=None).order_by("position", "pk")


class Row(models.Model):
    """One row of a rule. Its key is the same in every edition; once in an edition it is dropped, not deleted."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    dropped_at = models.DateTimeField(_("removed on"), null=True, editable=False)

    objects: ClassVar[RowQuerySet] = RowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Basis(models.TextChoices):
    """Why a rule cannot bend."""

    SAFETY = "safety", _("Safety")
    SECURITY = "security", _("Security")
    PRIVACY = "privacy", _("Privacy")
    LAW = "law", _("Law")
    INTEGRITY = "integrity", _("Business integrity")
    FAIRNESS = "fairness", _("Fairness")
    OTHER = "other", _("Another reason")


class Reason(Row):
    """Why a black rule cannot flex."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="reasons")
    basis = models.CharField(_("type of reason"), max_length=10, choices=Basis)
    text = models.TextField(_("reason"), max_length=1000)

    class Meta(Row.Meta):
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return self.text


class Benefit(Row):
    """One way in which a black rule serves the customer."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="benefits")
    text = models.TextField(_("how it helps the customer"), max_length=1000)

    class Meta(Row.Meta):
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")

    def __str__(self) -> str:
        return self.text


class Line(Row):
    """What always and what never holds, however far the rule bends."""

    class Side(models.TextChoices):
        ALWAYS = "always", _("Always")
        NEVER = "never", _("Never")

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="lines")
    side = models.CharField(_("always or never"), max_length=6, choices=Side)
    text = models.TextField(_("what always or never applies"), max_length=500)

    class Meta(Row.Meta):
        verbose_name = _("always or never")
        verbose_name_plural = _("always and never")

    def __str__(self) -> str:
        return self.text


class Situation(Row):
    """A case that really happens under a grey rule."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="situations")
    text = models.CharField(_("when"), max_length=300)

    class Meta(Row.Meta):
        verbose_name = _("situation")
        verbose_name_plural = _("situations")

    def __str__(self) -> str:
        return self.text


class Grantor(models.TextChoices):
    """Who may grant an option."""

    ANYONE = "anyone", _("No approval needed (staff decide)")
    LEAD = "lead", _("A lead")
    MANAGER = "manager", _("A manager")
    NAMED = "named", _("Someone else (name them below)")


class Option(Row):
    """Something staff may do or offer in a situation, with its limit and who may grant it."""

    situation = models.ForeignKey(Situation, models.CASCADE, related_name="options")
    text = models.CharField(_("option"), max_length=300)
    say_it = models.CharField(_("what to say"), max_length=500, blank=True)
    limit_amount = models.DecimalField(_("limit (amount)"), max_digits=10, decimal_places=2, null=True, blank=True)
    limit_words = models.CharField(_("limit (in words)"), max_length=200, blank=True)
    grantor = models.CharField(_("who can approve it"), max_length=10, choices=Grantor, default=Grantor.ANYONE)
    grantor_name = models.CharField(_("who, if someone else"), max_length=120, blank=True)
    credited_to = models.CharField(_("idea by"), max_length=150, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("option")
        verbose_name_plural = _("options")

    def __str__(self) -> str:
        return self.text
