"""Reviews: somebody looked at a rule again, with what outcome, and when it is looked at next."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from policyhub.evidence.guards import ChangeRefused, guard
from policyhub.registry.models import Rule


class Why(models.TextChoices):
    """What opened a review."""

    DUE = "due", _("Due")
    ASKED = "asked", _("Requested")
    ROUND = "round", _("Part of a review round")


class Outcome(models.TextChoices):
    """What a review ends in; each but the first starts some work."""

    KEEP = "keep", _("Keep as it is")
    REWORD = "reword", _("Reword")
    MORE = "more", _("Make more flexible")
    LESS = "less", _("Make less flexible")
    NEW = "new", _("New rule needed")
    RETIRE = "retire", _("Retire")


class RoundQuerySet(models.QuerySet["Round"]):
    def with_progress(self) -> "RoundQuerySet":
        """Each with ``total`` reviews, of which so many are ``done``."""
        closed = Count("reviews", filter=Q(reviews__closed_at__isnull=False))
        return self.annotate(total=Count("reviews"), done=closed)


class Round(models.Model):
    """Several rules looked at together: these rules, this person, by that day."""

    name = models.CharField(_("round name"), max_length=120)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("reviewer"), related_name="rounds"
    )
    due = models.DateField(_("due date"))
    picked = models.CharField(
        _("rules chosen by"), max_length=200, blank=True, help_text="Which rules were picked, in words."
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("started by"), related_name="+"
    )
    opened_at = models.DateTimeField(_("started on"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("closed by"), null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed on"), null=True)

    objects: ClassVar[RoundQuerySet] = RoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_at=None) | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="round_closed_by_and_at",
            )
        ]
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reviews:round", args=[self.pk])


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> "ReviewQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "ReviewQuerySet":
        """Newest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ChangeRefused("A review is never deleted.")


class Review(models.Model):
    """One look at one rule. Open, it waits for somebody; closed, it is evidence and never changes."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="reviews")
    why = models.CharField(_("opened because"), max_length=8, choices=Why)
    note = models.CharField(_("what to review"), max_length=500, blank=True)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviews")
    due = models.DateField(_("due"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("opened by (account)"), related_name="+"
    )
    opened_by_name = models.CharField(_("opened by"), max_length=200)
    opened_at = models.DateTimeField(_("opened on"))

    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    evidence = models.TextField(_("evidence, in one sentence"), max_length=600, blank=True)
    next_day = models.DateField(_("next review"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("closed by (account)"), null=True, related_name="+"
    )
    closed_by_name = models.CharField(_("closed by"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True)

    objects: ClassVar[ReviewQuerySet] = ReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule"], condition=Q(closed_at=None), name="one_open_review_of_a_rule"),
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_at=None) | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="review_closed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False) & ~Q(outcome="") & ~Q(evidence=""),
                name="review_closed_with_outcome_and_evidence",
            ),
        ]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.rule}, {self.get_outcome_display() or date_format(self.due, 'DATE_FORMAT')}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ChangeRefused("A review is never deleted.")

    def days_late(self, today: date) -> int:
        """How many days its day is past; 0 if it is not."""
        return max(0, (today - self.due).days)


OPENED = ("id", "rule", "why", "note", "due", "opened_by", "opened_by_name", "opened_at")
SAME = ["NEW.outcome = OLD.outcome", "NEW.evidence = OLD.evidence", "NEW.closed_by_name = OLD.closed_by_name"]
SAME += [f"NEW.{c} IS NOT NULL AND NEW.{c} = OLD.{c}" for c in ("closed_at", "closed_by_id", "next_day")]
SAME += [f"COALESCE(NEW.{c}, 0) = COALESCE(OLD.{c}, 0)" for c in ("round_id", "reviewer_id")]
guard(
    Review,
    fields=OPENED,
    never=[f"OLD.closed_at IS NOT NULL AND NOT ({' AND '.join(SAME)})"],
    replaces=["g.rule_id = NEW.rule_id AND g.closed_at IS NULL AND NEW.closed_at IS NULL"],
)
