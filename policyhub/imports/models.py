"""A batch of documents on its way in: what was sent, what was read of it, and the rules that may come of it.

Nothing of a batch is a rule before somebody adds it. What was sent is kept until it is read, and no longer.
"""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from policyhub.accounts.models import User
from policyhub.registry.models import Rule

from .splitting import SplitMethod

SPLIT_METHODS: list[tuple[SplitMethod, StrOrPromise]] = [
    (SplitMethod.LINE, _("One rule per line")),
    (SplitMethod.HEADING, _("One rule per heading")),
    (SplitMethod.FILE, _("One rule per file")),
    (SplitMethod.USUAL, _("Best fit for each file")),
]
LONG = 20_000  # characters: more is seldom one rule


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, person: User) -> "BatchQuerySet":
        """One's own; administrators see all."""
        return self if person.is_admin else self.filter(by=person)


class Batch(models.Model):
    """What one person sent at one time."""

    key = models.UUIDField(default=uuid4, unique=True, help_text="Tells its events.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("imported by"), related_name="+")
    at = models.DateTimeField(_("started on"))
    pasted = models.BooleanField(_("pasted text"), default=False)
    way = models.CharField(
        _("how it was split"), max_length=8, blank=True, choices=[(way.value, label) for way, label in SPLIT_METHODS]
    )
    added_at = models.DateTimeField(_("added on"), null=True)
    undone_at = models.DateTimeField(_("undone on"), null=True)

    objects: ClassVar[BatchQuerySet] = BatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        day = date_format(localtime(self.at), "DATETIME_FORMAT")
        return gettext("Import by %(name)s, %(day)s") % {"day": day, "name": self.by}

    @property
    def is_reading(self) -> bool:
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


class SourceDocument(models.Model):
    """One document that was read, or why it was not."""

    upload = models.ForeignKey(Upload, models.CASCADE, verbose_name=_("file"), related_name="papers")
    source = models.CharField(_("where it came from"), max_length=300)
    title = models.CharField(_("title"), max_length=300, blank=True)
    kind = models.CharField(_("type"), max_length=12, blank=True)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    problem = models.CharField(
        _("why it wasn't imported"), max_length=300, blank=True, help_text="Why it wasn't imported."
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")

    def __str__(self) -> str:
        return self.source


class Item(models.Model):
    """One rule that may come of a document."""

    batch = models.ForeignKey(Batch, models.CASCADE, verbose_name=_("import"), related_name="items")
    paper = models.ForeignKey(SourceDocument, models.CASCADE, verbose_name=_("document"), related_name="items")
    position = models.PositiveIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("type"), max_length=12, blank=True)
    statement = models.TextField(_("the rule in one sentence"), max_length=600, blank=True)
    text = models.TextField(_("full text"), max_length=Rule.BODY_LIMIT, blank=True)
    like = models.CharField(_("similar to"), max_length=300, blank=True, help_text="What it resembles, in words.")
    left_out = models.BooleanField(_("excluded"), default=False)
    fixed = models.BooleanField(_("edited by hand"), default=False, help_text="Changed by hand.")
    rule = models.ForeignKey(Rule, models.SET_NULL, verbose_name=_("rule"), null=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("imported rule")
        verbose_name_plural = _("imported rules")

    def __str__(self) -> str:
        return self.title

    @property
    def doubt(self) -> StrOrPromise:
        """Why somebody should look at it before it is added, "" if there is no reason."""
        if self.like:
            return _("Similar to “%(what)s”") % {"what": self.like}
        if self.title.endswith("…"):
            return _("The title was too long and has been shortened")
        return _("Long for one rule; it may be several") if len(self.text) > LONG else ""

    def values(self) -> dict[str, Any]:
        """What the rule is to say."""
        document = self.paper
        language = document.language if document.language in {"en", "de"} else "en"
        return {"title": self.title, "statement": self.statement, "body": self.text, "language": language}
