"""Editions: what was in force, from when to when, word for word, and who signed it."""

import json
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policyhub.evidence.canonical import digest
from policyhub.evidence.guards import ChangeRefused, FrozenModel, guard

from .rule import Flexibility, Rule


class Change(models.TextChoices):
    """What kind of change an edition makes."""

    MEANING = "meaning", _("Change in meaning")
    WORDING = "wording", _("Wording only")
    RETIRE = "retire", _("Retired")


class State(models.TextChoices):
    WAITING = "waiting", _("Awaiting approval")
    RETURNED = "returned", _("Changes requested")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    APPROVED = "approved", _("Approved")


# What never changes once an edition is made
FROZEN = (
    "rule",
    "number",
    "content",
    "digest",
    "title",
    "flexibility",
    "rationale",
    "change",
    "note",
    "planned",
    "proposed_by",
    "proposed_by_name",
    "proposed_at",
    "adopted",
)


def in_force_at(at: datetime, edition: str = "") -> Q:
    """Approved, begun and not ended at ``at``: at most one edition of a rule. ``edition``: the way to it."""
    approved = Q(**{f"{edition}state": State.APPROVED, f"{edition}starts__lte": at})
    return approved & (Q(**{f"{edition}ends": None}) | Q(**{f"{edition}ends__gt": at}))


class EditionQuerySet(models.QuerySet["Edition"]):
    def in_force(self, at: datetime) -> "EditionQuerySet":
        return self.filter(in_force_at(at))

    def as_signed(self, at: datetime) -> "EditionQuerySet":
        """Approved ones, first what is in force at ``at`` or was last, then what will be: what readers may know."""
        begun = Case(When(starts__lte=at, then=0), default=1)
        return self.filter(state=State.APPROVED).order_by(begun, "-number")

    def overlapping(self, begin: datetime, end: datetime) -> "EditionQuerySet":
        """In force at some instant of begin ≤ t < end, in their order."""
        return self.filter(
            Q(ends=None) | Q(ends__gt=begin) & Q(ends__gt=F("starts")), state=State.APPROVED, starts__lt=end
        ).order_by("starts", "number")

    def update(self, **kwargs: Any) -> int:
        if changed := {name.removesuffix("_id") for name in kwargs} & set(FROZEN):
            raise ChangeRefused(f"An edition's {', '.join(sorted(changed))} never changes.")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ChangeRefused("An edition is never deleted.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> list["Edition"]:
        raise ChangeRefused("Editions are made one by one, by propose and adopt.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise ChangeRefused("Editions change one by one, by their verbs.")


class Edition(FrozenModel):
    """A dated, unchangeable version of a rule. ``content`` is the whole of it, as canonical JSON."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("version"))
    content = models.TextField()
    digest = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    text_digest = models.CharField(_("fingerprint of the text"), max_length=64, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=200, help_text="As it reads in this version.")
    flexibility = models.CharField(_("black or grey"), max_length=10, choices=Flexibility)
    rationale = models.TextField(_("why it's black or grey"), blank=True)
    change = models.CharField(_("what changes"), max_length=8, choices=Change)
    note = models.TextField(_("what changes at the counter, and why"), blank=True)
    planned = models.DateTimeField(_("scheduled for"), null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("sent by (account)"), null=True, related_name="+"
    )
    proposed_by_name = models.CharField(_("sent by"), max_length=200)
    proposed_at = models.DateTimeField(_("sent on"))
    adopted = models.BooleanField(
        _("imported, not signed"), default=False, help_text="Imported from a file, not signed."
    )

    # The status part
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    starts = models.DateTimeField(_("in force from"), null=True)
    ends = models.DateTimeField(_("in force until"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True)

    objects: ClassVar[EditionQuerySet] = EditionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["rule", "number"]
        indexes = [models.Index(fields=["rule", "state", "starts", "ends"])]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="edition_numbered_once"),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(state=State.WAITING), name="one_edition_waits_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=State.APPROVED, starts__isnull=False)
                | Q(state=State.WITHDRAWN)
                | Q(state__in=[State.WAITING, State.RETURNED], starts=None, ends=None),
                name="edition_starts_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(adopted=False) | Q(number=1, state=State.APPROVED),
                name="only_a_first_edition_is_adopted",
            ),
        ]
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return gettext("%(title)s, version %(n)s") % {"title": self.title, "n": self.number}

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.digest = digest(self.content)
        super().save(*args, **kwargs)

    @cached_property
    def content_data(self) -> dict[str, Any]:
        """The content as the newest schema reads it."""
        from policyhub.registry.content import parse_content

        return parse_content(self.content)

    @property
    def retires(self) -> bool:
        return self.change == Change.RETIRE

    def is_in_force(self, at: datetime) -> bool:
        begun = self.state == State.APPROVED and self.starts is not None and self.starts <= at
        return begun and (self.ends is None or at < self.ends)

    def is_planned(self, at: datetime) -> bool:
        """Signed, not begun at ``at``, and not replaced before it does."""
        if self.state != State.APPROVED or self.starts is None or self.starts <= at:
            return False
        return self.ends is None or self.ends > self.starts

    def raw(self) -> Any:
        return json.loads(self.content)


class SignOff(FrozenModel):
    """One person's signature under one edition: who, as what, what it means, when, under which digest."""

    class Meaning(models.TextChoices):
        APPROVE = "approve", _("Approved")
        APPROVE_WITH_COMMENT = "comment", _("Approved with a comment")
        REQUEST_CHANGES = "changes", _("Requested changes")
        ALONE = "alone", _("Published alone")

    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("version"), related_name="signoffs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), related_name="+")
    person_name = models.CharField(_("signed by"), max_length=200)
    role = models.CharField(_("role"), max_length=40)
    meaning = models.CharField(_("decision"), max_length=10, choices=Meaning)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    at = models.DateTimeField(_("signed on"))
    digest = models.CharField(_("fingerprint signed (SHA-256)"), max_length=64)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="signed_once_by_a_person")]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self) -> str:
        return f"{self.get_meaning_display()}: {self.person_name}"

    def clean(self) -> None:
        if self.meaning == self.Meaning.REQUEST_CHANGES and not self.comment.strip():
            raise ValidationError({"comment": _("Say what should change.")})


APPROVED, WITHDRAWN = State.APPROVED.value, State.WITHDRAWN.value
guard(
    Edition,
    fields=["id", *FROZEN],
    never=[
        f"OLD.state = '{APPROVED}' AND NEW.state <> '{APPROVED}' AND NOT (NEW.state = '{WITHDRAWN}' "
        "AND NEW.withdrawn_at IS NOT NULL AND NEW.withdrawn_at < OLD.starts)",
        f"OLD.state NOT IN ('waiting', '{APPROVED}') AND NEW.state <> OLD.state",
        "OLD.starts IS NOT NULL AND (NEW.starts IS NULL OR NEW.starts <> OLD.starts)",
    ],
    unique=[("rule", "number")],
    replaces=["g.rule_id = NEW.rule_id AND g.state = 'waiting' AND NEW.state = 'waiting'"],
)
guard(SignOff, unique=[("edition", "person")])
