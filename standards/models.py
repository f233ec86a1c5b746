"""A standard: an agreed level of performance that can be checked."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policyhub.evidence.guards import FrozenModel, guard
from policyhub.registry.models import Row, Rule

DAY = timedelta(days=1)


class Standard(Rule):
    """A level we promise to reach. Its target is the headline."""

    target = models.CharField(
        _("target"), max_length=200, blank=True, help_text=_("For example: an answer within one working day.")
    )
    may_be_missed = models.TextField(_("when it may be missed"), max_length=1000, blank=True)
    when_missed = models.TextField(_("what we do if it's missed"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")


class Measure(Row):
    """How one side of the standard is told and checked."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="measures")
    criterion = models.CharField(_("what we check"), max_length=200)
    target = models.CharField(_("target"), max_length=100)
    unit = models.CharField(_("unit (optional)"), max_length=40, blank=True)
    how_checked = models.CharField(_("how it's checked"), max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def __str__(self) -> str:
        return self.criterion


class Met(models.TextChoices):
    """Whether what was found is what we promise."""

    YES = "yes", _("Met")
    PARTLY = "partly", _("Partly met")
    NO = "no", _("Not met")


class Result(FrozenModel):
    """What somebody found when they checked. Written once: a correction is another result, which replaces it."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="results")
    measure = models.UUIDField(null=True, help_text="The key of the measure; none for the whole standard.")
    criterion = models.CharField(
        _("what was checked"), max_length=200, blank=True, help_text="What was checked, as it read then."
    )
    unit = models.CharField(max_length=40, blank=True)
    begins = models.DateField(_("first day"), help_text="A single day begins and ends on it.")
    ends = models.DateField(_("last day"))
    value = models.DecimalField(_("number found"), max_digits=12, decimal_places=3, null=True)
    words = models.CharField(_("found, in words"), max_length=200, blank=True)
    met = models.CharField(_("met?"), max_length=6, choices=Met)
    note = models.TextField(max_length=600, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("corrects"), null=True, related_name="replaced_by"
    )
    client_key = models.UUIDField(null=True, unique=True, help_text="Stops a double click from saving twice.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), related_name="+")
    by_name = models.CharField(_("recorded by"), max_length=200)
    at = models.DateTimeField(_("recorded on"))

    class Meta:
        ordering = ["-ends", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(words=""), name="result_says_what_was_found"
            ),
            models.CheckConstraint(
                condition=models.Q(begins__lte=models.F("ends")), name="result_begins_before_it_ends"
            ),
        ]
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return f"{self.when}: {self.finding}, {self.get_met_display()}"

    @property
    def finding(self) -> str:
        """What was found, in words: "21 minutes"."""
        return ", ".join(filter(None, [f"{self.amount} {self.unit}".strip() if self.amount else "", self.words]))

    @property
    def when(self) -> str:
        """The day, the month, or from when to when."""
        if self.begins == self.ends:
            return date_format(self.ends, "j F Y")
        if self.begins.day == 1 and self.begins == self.ends.replace(day=1) and (self.ends + DAY).day == 1:
            return date_format(self.ends, "F Y")
        return gettext("%(begins)s to %(ends)s") % {
            "begins": date_format(self.begins, "j F" if self.begins.year == self.ends.year else "j F Y"),
            "ends": date_format(self.ends, "j F Y"),
        }

    @property
    def amount(self) -> str:
        """The value without noughts behind it, "" where there is none."""
        return "" if self.value is None else f"{self.value.normalize():f}"


guard(Result, replaces=["g.replaces_id = NEW.replaces_id", "g.client_key = NEW.client_key"])
