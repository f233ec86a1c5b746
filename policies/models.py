"""A policy: a course of action chosen among alternatives."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policyhub.registry.models import Row, Rule


class Policy(Rule):
    """The organisation's principle and aim on a subject. What carries it out and measures it are links."""

    principle = models.TextField(
        _("principle"),
        max_length=2000,
        blank=True,
        help_text=_("What we stand for here, and what we aim for."),
    )

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")


class Alternative(Row):
    """Another course that was weighed, and why it was not taken."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="alternatives")
    text = models.CharField(_("alternative"), max_length=300)
    why_not = models.TextField(_("why we didn't choose it"), max_length=1000, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("alternative considered")
        verbose_name_plural = _("alternatives considered")

    def __str__(self) -> str:
        return self.text
