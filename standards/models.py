"""A standard: an agreed level of performance that can be checked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policyhub.registry.models import Row, Rule


class Standard(Rule):
    """A level we promise to reach. Its target is the headline."""

    target = models.CharField(
        _("target"), max_length=200, blank=True, help_text=_("Such as: an answer within one working day.")
    )
    may_be_missed = models.TextField(_("when it may be missed"), max_length=1000, blank=True)
    when_missed = models.TextField(_("what we do then"), max_length=1000, blank=True)


class Measure(Row):
    """How one side of the standard is told and checked."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="measures")
    criterion = models.CharField(_("what we look at"), max_length=200)
    target = models.CharField(_("what it should be"), max_length=100)
    unit = models.CharField(_("unit, if any"), max_length=40, blank=True)
    how_checked = models.CharField(_("how it is checked"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.criterion
