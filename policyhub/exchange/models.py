"""A batch of documents on its way in: what was sent, what was read of it, and the rules that may come of it.

Nothing of a batch is a rule before somebody adds it. What was sent is kept until it is read, and no longer.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from policyhub.accounts.models import User
from policyhub.pages import Words
from policyhub.registry.models import Rule

from .splitting import Way

LONG = 20_000  # characters: more is seldom one rule


class BatchQuerySet(models.QuerySet["Batch"]):
    def seen_by(self, person: User) -> "BatchQuerySet":
        """One's own; administrators see all."""
        return self if person.is_admin else self.filter(by=person)


class Batch(models.Model):
    """What one person sent at one time."""

    key = models.UUIDField(default=uuid4, unique=True, help_text="Tells its events.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    pasted = models.BooleanField(default=False)
    way = models.CharField(max_length=8, blank=True, choices=[(way.value, way.value) for way in Way])
    added_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[BatchQuerySet] = BatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"Batch {self.pk}"

    @property
    def reading(self) -> bool:
        return self.uploads.filter(read_at=None).exists()


class Upload(models.Model):
    """One file as it was sent. Its bytes go as soon as it is read."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=300)
    data = models.BinaryField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """One document that was read, or why it was not."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="papers")
    source = models.CharField(max_length=300)
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    problem = models.CharField(max_length=300, blank=True, help_text="Why it wasn't imported.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.source


class Item(models.Model):
    """One rule that may come of a document."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("type"), max_length=12, blank=True)
    statement = models.TextField(_("the rule in one sentence"), max_length=600, blank=True)
    text = models.TextField(_("full text"), max_length=Rule.BODY_LIMIT, blank=True)
    like = models.CharField(max_length=300, blank=True, help_text="What it resembles, in words.")
    left_out = models.BooleanField(default=False)
    fixed = models.BooleanField(default=False, help_text="Changed by hand.")
    rule = models.ForeignKey(Rule, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def doubt(self) -> Words:
        """Why somebody should look at it before it is added, "" if there is no reason."""
        if self.like:
            return _("Similar to “%(what)s”") % {"what": self.like}
        if self.title.endswith("…"):
            return _("The title was too long and has been shortened")
        return _("Long for one rule; it may be several") if len(self.text) > LONG else ""

    def values(self) -> dict[str, Any]:
        """What the rule is to say."""
        paper = self.paper
        language = paper.language if paper.language in {"en", "de"} else "en"
        return {"title": self.title, "statement": self.statement, "body": self.text, "language": language}
