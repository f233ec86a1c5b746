"""A procedure: the set way to do something."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policyhub.registry.models import Basis, Row, Rule


class Procedure(Rule):
    """Ordered steps, and what starts them."""

    trigger = models.CharField(
        _("starts when"),
        max_length=300,
        blank=True,
        help_text=_("A customer's request, action or behaviour."),
    )

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")


class Step(Row):
    """One step. What is firm by law or safety says so; the rest may adapt."""

    class Firmness(models.TextChoices):
        ADAPT = "adapt", _("Can be adapted")
        MUST = "must", _("Must be done exactly as written")

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="steps")
    text = models.TextField(_("what to do"), max_length=1000)
    who = models.CharField(_("who"), max_length=120, blank=True)
    warning = models.CharField(_("watch out"), max_length=300, blank=True)
    firmness = models.CharField(_("how strict?"), max_length=5, choices=Firmness, default=Firmness.ADAPT)
    basis = models.CharField(_("strict because of"), max_length=10, choices=Basis, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(firmness="must", basis=""),
                name="firm_step_has_a_basis",
                violation_error_message=_("Say why this step must be done exactly as written."),
            )
        ]
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.text


class ChecklistItem(Row):
    """One line of the checklist to print."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="checklist")
    text = models.CharField(_("item"), max_length=200)

    class Meta(Row.Meta):
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")

    def __str__(self) -> str:
        return self.text
