"""What people say for what we write: words that mean the same to whoever looks something up."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def split_terms(text: str) -> list[str]:
    """The terms of "refund, money back": one stands between two commas, or on a line of its own."""
    return [term for term in (" ".join(part.split()) for part in re.split(r"[,;\n]", text)) if term]


def join_terms(terms: Iterable[str]) -> str:
    return ", ".join(terms)


class Synonym(models.Model):
    """A group of terms that mean the same.

    Groups that PolicyHub comes with stand in ``starter_synonyms.py``. One of them has a row only if it was switched
    off here, which is also what becomes of it when somebody changes it: what they made of it is the house's own.
    """

    LIMIT = 1000
    LANGUAGES = (("", _("Any language")), ("en", _("English")), ("de", _("German")))

    class Origin(models.TextChoices):
        STARTER = "starter", _("Built in")
        HOUSE = "house", _("Our own")

    words = models.TextField(
        _("synonyms"),
        max_length=LIMIT,
        validators=[MaxLengthValidator(LIMIT)],
        help_text=_("Separate terms with commas: refund, money back, reimbursement."),
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        blank=True,
        choices=LANGUAGES,
        help_text=_("Any language, unless a word means something else in another one."),
    )
    origin = models.CharField(_("origin"), max_length=8, choices=Origin, default=Origin.HOUSE, editable=False)
    active = models.BooleanField(_("in use"), default=True)
    changed_at = models.DateTimeField(_("changed on"), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("changed by"),
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["words", "pk"]
        verbose_name = _("synonym group")
        verbose_name_plural = _("synonym groups")

    def __str__(self) -> str:
        return self.words
