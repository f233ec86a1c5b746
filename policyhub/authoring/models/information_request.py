"""What a manager would like to know of a rule that is not written yet, asked of whoever noted it down."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from policyhub.registry.models.rule import Rule, Stage


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    def open(self) -> "InformationRequestQuerySet":
        """Those that still wait for an answer; once the rule is written, none does."""
        return self.filter(answered_at=None, rule__stage=Stage.UNWRITTEN)


class InformationRequest(models.Model):
    """Somebody asked for more. Whatever is told of the rule afterwards is the answer."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="asked")
    words = models.CharField(_("question"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by (account)"), related_name="+"
    )
    asked_by_name = models.CharField(_("asked by"), max_length=200)
    asked_at = models.DateTimeField(_("asked on"))
    answered_at = models.DateTimeField(_("answered on"), null=True)

    objects: ClassVar[InformationRequestQuerySet] = InformationRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("request for details")
        verbose_name_plural = _("requests for details")

    def __str__(self) -> str:
        return f"{self.asked_by_name}, {date_format(localtime(self.asked_at), 'DATE_FORMAT')}"
