"""Every training on the organisation's own decisions, kept: what it changed, how it was measured, which is in use."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TrainingRun(models.Model):
    """What one training changed in the weights that are shipped. At most one is in use; without one, those are.

    ``refused`` says why it may not be used, in the names of ``classifier.learning``, with commas.
    """

    version = models.CharField(_("training"), max_length=40, unique=True)
    base = models.CharField(_("based on"), max_length=40, help_text="The built-in suggestions that it changes.")
    at = models.DateTimeField(_("date"))
    by_name = models.CharField(_("trained by"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), null=True, related_name="+"
    )
    used = models.PositiveIntegerField(_("decisions used"), help_text="Decisions that it learnt from.")
    left_out = models.TextField(_("decisions left out"), default="{}", help_text="JSON: decisions left out, by why.")
    learnt_from = models.CharField(
        _("fingerprint of the decisions"), max_length=64, help_text="A digest of those decisions."
    )
    figures = models.TextField(_("measures"), default="{}", help_text="JSON: before, after and check, each measured.")
    changes = models.TextField(default="{}", help_text="JSON: what is added to which weight.")
    digest = models.CharField(_("fingerprint of the changes"), max_length=64, help_text="Of the changes.")
    refused = models.CharField(_("why it isn't used"), max_length=100, blank=True)
    in_use = models.BooleanField(_("in use"), default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["in_use"], condition=Q(in_use=True), name="one_training_in_use"),
            models.CheckConstraint(condition=Q(in_use=False) | Q(refused=""), name="refused_training_not_in_use"),
        ]
        verbose_name = _("training run")
        verbose_name_plural = _("training runs")

    def __str__(self) -> str:
        return self.version

    @property
    def why_refused(self) -> tuple[str, ...]:
        return tuple(filter(None, self.refused.split(",")))

    @property
    def measured(self) -> dict[str, Any]:
        """``{"before", "after", "check": {"before", "after"}}``, empty if it cannot be read."""
        return _read(self.figures)

    @property
    def omitted(self) -> dict[str, int]:
        return _read(self.left_out)


def _read(text: str) -> dict[str, Any]:
    try:
        parsed = json.loads(text)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
