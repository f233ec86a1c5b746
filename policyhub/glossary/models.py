"""The shared vocabulary: what the organisation changed or added of it, and who has read it."""

import json

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policyhub.evidence.guards import FrozenModel, guard


class Term(models.Model):
    """A term of the glossary that the organisation reworded or added.

    The terms that PolicyHub comes with are in ``terms.py``. A row with ``dropped_at`` counts for nothing; if the
    term comes back, its version goes on counting from there.
    """

    LIMIT = 400

    key = models.SlugField(_("name in addresses"), max_length=80, unique=True, editable=False)
    word = models.CharField(_("term"), max_length=60)
    meaning = models.TextField(
        _("meaning"),
        max_length=LIMIT,
        validators=[MaxLengthValidator(LIMIT)],
        help_text=_("One or two sentences. Forms show them where the term is used."),
    )
    example = models.TextField(
        _("example"),
        max_length=LIMIT,
        blank=True,
        validators=[MaxLengthValidator(LIMIT)],
        help_text=_("Something that happens here. Optional."),
    )
    position = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(_("times edited"), default=0, editable=False)
    reworded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("edited by"),
        null=True,
        editable=False,
        related_name="+",
    )
    reworded_at = models.DateTimeField(_("edited on"), null=True, editable=False)
    dropped_at = models.DateTimeField(_("removed on"), null=True, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reworded_by=None, reworded_at=None)
                | Q(reworded_by__isnull=False, reworded_at__isnull=False),
                name="term_reworded_by_and_at",
            )
        ]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        return self.word


class TermReading(FrozenModel):
    """Somebody said that they have read the words, as they read then. The last one of a person counts.

    ``versions``: JSON, each key to the version that was read; ``digest``: of all that stood there.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="term_readings")
    person_name = models.CharField(_("name"), max_length=200)
    versions = models.TextField(_("terms and how often each had been edited"))
    digest = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    at = models.DateTimeField(_("read on"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("glossary reading")
        verbose_name_plural = _("glossary readings")

    def __str__(self) -> str:
        return f"Glossary, read by {self.person_name}"

    @property
    def read(self) -> dict[str, int]:
        """Each key to the version that was read."""
        versions: dict[str, int] = json.loads(self.versions)
        return versions

    @property
    def subject(self) -> str:
        """The name of the chain of what this person has read."""
        return readings_of(self.person_id)


def readings_of(person: int) -> str:
    """The name of the chain of what the person with this key has read."""
    return f"readings:{person}"


guard(TermReading)
