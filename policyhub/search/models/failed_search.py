"""What people looked for in vain, and what they opened afterwards."""

import json
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policyhub.registry.models import Rule

MARKS_KEPT_FOR = timedelta(days=30)  # how long two people who asked the same are told apart
MOST_MARKS = 500  # of one question; a count so high tells enough


class Tally(models.Model):
    """Something counted once for a person and a day, without keeping who.

    ``marks``: JSON, a short mark to the day on which it was last counted. A mark is made of a person, the question
    and the installation's key: it names nobody, differs from question to question, is so short that several people
    of a large house share one, and goes after a month.
    """

    times = models.PositiveIntegerField(
        _("times searched or opened"), default=0, help_text="Each person counts once a day."
    )
    marks = models.TextField(default="{}", editable=False)

    class Meta:
        abstract = True

    def has_mark(self, mark: str) -> bool:
        return mark in json.loads(self.marks)

    def add(self, mark: str, today: date) -> bool:
        """Count a person's day; whether it was not counted yet. Nothing is saved."""
        marks: dict[str, str] = json.loads(self.marks)
        if marks.get(mark) == today.isoformat():
            return False
        self.times += 1
        if mark in marks or len(marks) < MOST_MARKS:
            oldest = (today - MARKS_KEPT_FOR).isoformat()
            marks = {m: day for m, day in marks.items() if day > oldest} | {mark: today.isoformat()}
        self.marks = json.dumps(marks)
        return True


class FailedSearchQuerySet(models.QuerySet["FailedSearch"]):
    def open(self) -> "FailedSearchQuerySet":
        return self.filter(state=FailedSearch.State.OPEN)

    def most_frequent_first(self) -> "FailedSearchQuerySet":
        return self.order_by("-times", "-last_at", "pk")

    def to_forget(self, now: datetime) -> "FailedSearchQuerySet":
        """Open ones that were asked once and not again for half a year."""
        return self.open().filter(times=1, last_at__lt=now - FailedSearch.REMEMBERED)


class FailedSearch(Tally):
    """A question for which nothing was found, or nothing that fits.

    It stays open until somebody says that a rule is needed, what it means, or that no rule is needed. One that was
    settled and is missed again keeps who settled it, and when.
    """

    REMEMBERED = timedelta(days=180)
    LIMIT = 200

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        RULE = "rule", _("Rule needed")
        SYNONYM = "synonym", _("Synonym added")
        NONE = "none", _("No rule needed")

    text = models.CharField(_("search"), max_length=LIMIT, help_text="As first searched, without numbers.")
    folded = models.CharField(max_length=2 * LIMIT, unique=True, editable=False, help_text="For telling it apart.")
    people = models.PositiveIntegerField(
        _("people"), default=0, help_text="How many different people, within a month."
    )
    first_at = models.DateTimeField(_("first searched on"))
    last_at = models.DateTimeField(_("last searched on"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("resolved by"), null=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("resolved on"), null=True)
    why = models.CharField(
        _("how it was resolved"),
        max_length=300,
        blank=True,
        help_text="Why no rule is needed, or the synonyms it joined.",
    )
    rule = models.ForeignKey(Rule, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[FailedSearchQuerySet] = FailedSearchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        indexes = [models.Index(fields=["state", "-times"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None) | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="missed_settled_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_at__isnull=False), name="missed_is_settled_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def subject(self) -> str:
        """The name of this question's chain of events. They do not hold its words: those may be forgotten."""
        return f"missed:{self.pk}"


class OpenedAfterSearch(Tally):
    """A rule that people opened soon after they had asked in vain: perhaps the answer, in other words."""

    missed = models.ForeignKey(FailedSearch, models.CASCADE, verbose_name=_("search"), related_name="then")
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("rule opened after a search without a result")
        verbose_name_plural = _("rules opened after a search without a result")
        constraints = [models.UniqueConstraint(fields=["missed", "rule"], name="one_count_of_what_was_opened")]

    def __str__(self) -> str:
        return f"{self.rule} after {self.missed}"
