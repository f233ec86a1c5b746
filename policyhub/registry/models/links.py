"""Links between rules: what one was split from, replaces, or is carried out and measured by."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .rule import Rule


class RuleLink(models.Model):
    """How one rule stands to another."""

    class Kind(models.TextChoices):
        SPLIT_FROM = "split_from", _("was split from")
        REPLACES = "replaces", _("replaces")
        CARRIED_OUT_BY = "carried_out_by", _("is carried out by")
        MEASURED_BY = "measured_by", _("is measured by")
        SEE_ALSO = "see_also", _("is related to")

    from_rule = models.ForeignKey(Rule, models.CASCADE, verbose_name=_("rule"), related_name="links")
    to_rule = models.ForeignKey(Rule, models.CASCADE, verbose_name=_("rule"), related_name="links_here")
    kind = models.CharField(_("this rule"), max_length=16, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_rule", "to_rule", "kind"], name="one_link_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(from_rule=models.F("to_rule")),
                name="no_link_to_itself",
                violation_error_message=_("You can't link a rule to itself."),
            ),
        ]
        verbose_name = _("link between rules")
        verbose_name_plural = _("links between rules")

    def __str__(self) -> str:
        return f"{self.from_rule} {self.get_kind_display()} {self.to_rule}"
