"""Every decision for black or grey, kept for ever: for counting overrides and for learning."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from policyhub.evidence.canonical import digest
from policyhub.evidence.guards import FrozenModel, guard
from policyhub.registry.models import Flexibility, Rule


class Decision(FrozenModel):
    """Somebody said black, grey or undecided of a text, and why."""

    class Scope(models.TextChoices):
        WHOLE = "whole", _("The whole rule")
        CLAUSE = "clause", _("One clause")

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="decisions")
    text = models.TextField(_("text at the time"), help_text="What was judged, as it read then.")
    scope = models.CharField(_("what was classified"), max_length=6, choices=Scope, default=Scope.WHOLE)
    suggested = models.CharField(_("suggestion"), max_length=10, blank=True)
    chosen = models.CharField(_("classified as"), max_length=10, choices=Flexibility)
    rationale = models.TextField(_("why"), blank=True)
    model_version = models.CharField(_("suggestions used"), max_length=40, blank=True)
    answers = models.CharField(
        _("answers to the questions"),
        max_length=20,
        blank=True,
        help_text="To the questions, in their order: y, n, u.",
    )
    by_name = models.CharField(_("classified by"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), null=True, related_name="+"
    )
    at = models.DateTimeField(_("date"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")

    def __str__(self) -> str:
        return f"{self.get_chosen_display()}, {self.by_name}"

    @property
    def event_data(self) -> dict[str, Any]:
        """What this decision's event records of it, beside who and when."""
        data = {
            "flexibility": self.chosen,
            "rationale": self.rationale,
            "text": digest(self.text),
            "scope": self.scope,
            "suggested": self.suggested,
            "model_version": self.model_version,
        }
        return data | {"answers": self.answers} if self.answers else data  # older events have none


guard(Decision)
