"""The organisation and its teams."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Optional

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _


def check_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(zone)s” isn't a time zone. Use a name such as Europe/London."), params={"zone": value}
        )


class Organisation(models.Model):
    """Whose rules these are. A database holds one organisation; its row has the key 1."""

    name = models.CharField(_("organisation name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/London", validators=[check_time_zone])
    language = models.CharField(
        _("language"), max_length=5, default="en", choices=[("en", _("English")), ("de", _("German"))]
    )
    currency = models.CharField(
        _("currency symbol"), max_length=4, default="£", blank=True, help_text=_("Shown before amounts.")
    )
    second_person = models.BooleanField(
        _("require a second signature"),
        default=False,
        help_text=_(
            "The person who sends a rule for approval can't publish it; another manager signs. Until you have a "
            "second manager, one person signs alone."
        ),
    )
    complete_before_in_force = models.BooleanField(
        _("complete before publishing"),
        default=False,
        help_text=_(
            "To be published, a black rule needs its reason, benefit and what to say; a grey rule needs situations, "
            "options, and always or never."
        ),
    )
    second_factor = models.BooleanField(
        _("require two-step verification for managers and administrators"),
        default=False,
        help_text=_(
            "They enter a code from their phone as well as their password, and set this up first. Everyone else can "
            "turn it on too."
        ),
    )
    customers_pages = models.BooleanField(
        _("customer pages"),
        default=False,
        help_text=_(
            "Anyone can read the customer text of the rules you show to customers, without signing in. You choose "
            "each rule separately."
        ),
    )
    last_reference = models.PositiveIntegerField(_("number of the newest rule"), default=0, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_organisation")]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current_or_none(cls) -> Optional["Organisation"]:
        """The organisation, or None in an empty database."""
        return cls.objects.filter(pk=1).first()

    @classmethod
    def current(cls) -> "Organisation":
        """The organisation. Raises DoesNotExist in an empty database."""
        return cls.objects.get(pk=1)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def screen_language(self) -> str:
        """The language of its pages: its own, once that one's catalogue is written."""
        return self.language if self.language in settings.SCREEN_LANGUAGES else "en"

    @contextmanager
    def activated(self) -> Iterator[None]:
        """A context manager: its time zone and screen language are active inside."""
        with timezone.override(self.zone), translation.override(self.screen_language):
            yield

    def midnight(self, day: date) -> datetime:
        """The instant at which ``day`` begins here."""
        return datetime.combine(day, time.min, tzinfo=self.zone)

    def day_bounds(self, day: date) -> tuple[datetime, datetime]:
        """The instants at which ``day`` begins and ends here."""
        return self.midnight(day), self.midnight(day + timedelta(days=1))

    @classmethod
    def next_reference(cls) -> str:
        """A number for a new rule, R-001 onwards, given once and never again. Call inside a transaction."""
        cls.objects.filter(pk=1).update(last_reference=F("last_reference") + 1)
        return f"R-{cls.objects.values_list('last_reference', flat=True).get(pk=1):03}"


class Team(models.Model):
    """People who work to the same rules: a desk, a site, the whole house."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name
