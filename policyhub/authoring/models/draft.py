"""What somebody typed into the form of a rule and has not saved yet."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from policyhub.accounts.models import User
from policyhub.registry.models import Rule


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> "DraftQuerySet":
        """Neither saved nor thrown away."""
        return self.filter(closed_at=None)

    def of(self, person: User) -> "DraftQuerySet":
        """What ``person`` typed, but for rules that they may no longer know of."""
        readable = Rule.objects.for_reader(person)
        return self.filter(Q(rule=None) | Q(rule__in=readable), person=person)


class Draft(models.Model):
    """One opened form of one person, as it was typed last. A form that is opened twice is two drafts, so that two
    windows never write into each other.

    It is no part of the record: it leaves no event, and nobody else ever sees it. A closed one keeps no words; it
    stays for a while, so that a request which comes late does not bring it back.
    """

    KEPT_CLOSED = timedelta(days=30)

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=100, help_text="The page of the form, by its URL name, and the part it asks.")
    rule = models.ForeignKey(Rule, models.CASCADE, null=True, related_name="drafts")
    version = models.PositiveIntegerField(default=0, help_text="Of the rule that the form was opened with.")
    sequence = models.PositiveBigIntegerField(help_text="Counted by the browser: what it sent last wins.")
    data = models.TextField(help_text="What the form would have posted.")
    saved_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["saved_at", "pk"]
        indexes = [models.Index(fields=["person", "place"]), models.Index(fields=["closed_at"])]

    def __str__(self) -> str:
        return f"{self.place}, {self.saved_at:%Y-%m-%d %H:%M}"

    @property
    def typed(self) -> QueryDict:
        return QueryDict(self.data, mutable=True)

    @property
    def address(self) -> str:
        """Where it can be gone on with, whatever the rule is called by now."""
        page, _space, part = self.place.partition(" ")
        names = [self.rule.slug] if self.rule else []
        return f"{reverse(page, args=[*names, part] if part else names)}?draft={self.pk}"

    @property
    def excerpt(self) -> str:
        """The longest thing that was typed, to know it by."""
        not_text = {"version", "client_key", "language", "waved"}
        texts = [str(self.typed[name]) for name in self.typed if name not in not_text and not name.endswith("-key")]
        return max(texts, key=len, default="")

    @property
    def title(self) -> str:
        """What it is about, as far as somebody typed it."""
        return str(self.typed.get("title") or self.rule or "")
