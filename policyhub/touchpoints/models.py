"""Touchpoints: the ways in which customers meet the organisation, and what each of them needs in writing."""

import unicodedata
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policyhub.registry.models import Rule

NAME_LIMIT = 120


def folded(name: str) -> str:
    """A name without what does not tell two names apart: case, width of letters, spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[: 2 * NAME_LIMIT]


class TouchpointQuerySet(models.QuerySet["Touchpoint"]):
    def live(self) -> "TouchpointQuerySet":
        """Those that are on the list, dropped and merged ones left out."""
        return self.filter(dropped_at=None)


class Touchpoint(models.Model):
    """A way in which customers meet the organisation: they ask, pay, complain.

    What is linked to it is live: a rule may cover several touchpoints, and no edition keeps them.
    """

    name = models.CharField(_("what customers do"), max_length=NAME_LIMIT)
    folded = models.CharField(max_length=2 * NAME_LIMIT, editable=False, help_text="The name, to tell it apart.")
    note = models.TextField(_("note"), max_length=1000, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)
    rules = models.ManyToManyField(
        Rule, verbose_name=_("linked rules"), blank=True, editable=False, related_name="touchpoints"
    )
    added_at = models.DateTimeField(_("added on"), editable=False)
    dropped_at = models.DateTimeField(_("removed on"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("merged into"), null=True, editable=False, related_name="merged"
    )

    objects: ClassVar[TouchpointQuerySet] = TouchpointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["folded"], condition=Q(dropped_at=None), name="touchpoint_listed_once"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(dropped_at__isnull=False), name="a_merged_touchpoint_is_dropped"
            ),
        ]
        verbose_name = _("touchpoint")
        verbose_name_plural = _("touchpoints")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("touchpoints:detail", args=[self.pk])

    @property
    def subject(self) -> str:
        """The name of this touchpoint's chain of events."""
        return f"touchpoint:{self.pk}"


class Need(models.Model):
    """Somebody decided that a touchpoint needs a rule of one kind, or that it needs none, and why.

    While there is no row, nobody has decided. What was decided before stands in the events.
    """

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="needs")
    kind = models.CharField(_("type of rule"), max_length=12)
    needed = models.BooleanField(_("needed"))
    why = models.TextField(_("why not"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by (account)"), related_name="+"
    )
    decided_by_name = models.CharField(_("decided by"), max_length=200)
    decided_at = models.DateTimeField(_("decided on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["touchpoint", "kind"], name="a_need_is_decided_once"),
            models.CheckConstraint(condition=Q(needed=True) | ~Q(why=""), name="not_needed_says_why"),
        ]
        verbose_name = _("touchpoint decision")
        verbose_name_plural = _("touchpoint decisions")

    def __str__(self) -> str:
        return f"{self.touchpoint}, {self.kind}"


def touchpoints_of(rule: Rule) -> TouchpointQuerySet:
    """What a rule covers, as it is on the list now."""
    return Touchpoint.objects.live().filter(rules=rule)
