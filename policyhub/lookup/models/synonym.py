"""What people say against what rules say."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Synonym(models.Model):
    """A group of words and phrases that mean much the same, separated by commas."""

    class Origin(models.TextChoices):
        STARTER = "starter", _("came with PolicyHub")
        HOUSE = "house", _("our own")

    words = models.TextField(_("words"))
    language = models.CharField(_("language"), max_length=5, blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.HOUSE)
    active = models.BooleanField(_("in use"), default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.words
