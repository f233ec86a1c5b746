"""What happened, in the order in which it happened, in a form that shows if anybody changed it since."""

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .canonical import canonical, digest, moment
from .guards import FrozenModel, guard
from .verbs import subject_display, verb_display


class Chain(models.Model):
    """The events of one subject (a rule, a person, the organisation), each holding the digest of the last."""

    subject = models.CharField(max_length=80, unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")

    def __str__(self) -> str:
        return subject_display(self.subject)


class Event(FrozenModel):
    """One thing that somebody did to one subject. ``before`` and ``after`` are canonical JSON."""

    chain = models.ForeignKey(Chain, models.PROTECT, verbose_name=_("about"), related_name="events")
    sequence = models.PositiveIntegerField(_("event number"))
    at = models.DateTimeField(_("date"), db_index=True)
    actor = models.CharField(_("person"), max_length=200)
    actor_key = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("account"), null=True, related_name="+"
    )
    verb = models.CharField(_("stored verb"), max_length=40)
    before = models.TextField(_("before"), default="{}")
    after = models.TextField(_("after"), default="{}")
    batch = models.UUIDField(_("batch"), null=True)
    previous = models.CharField(_("previous fingerprint"), max_length=64, blank=True)
    digest = models.CharField(_("fingerprint (SHA-256)"), max_length=64)

    class Meta:
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="event_once_in_its_place")]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.verb_display} ({self.chain})"

    @property
    def verb_display(self) -> str:
        return verb_display(self.verb)

    def compute_digest(self, subject: str) -> str:
        """The digest that this event must have, from all that it says."""
        return digest(
            canonical(
                {
                    "subject": subject,
                    "sequence": self.sequence,
                    "at": moment(self.at),
                    "actor": self.actor,
                    "actor_key": self.actor_key_id,
                    "verb": self.verb,
                    "before": self.before,
                    "after": self.after,
                    "batch": self.batch,
                    "previous": self.previous,
                }
            )
        )


class Seal(FrozenModel):
    """A day's end: the heads of all chains that moved since the seal before, hashed together with it."""

    day = models.DateField(_("day"), unique=True)
    at = models.DateTimeField(_("sealed on"))
    heads = models.TextField(_("fingerprints sealed"))
    previous = models.CharField(_("previous fingerprint"), max_length=64, blank=True)
    digest = models.CharField(_("fingerprint (SHA-256)"), max_length=64)

    class Meta:
        ordering = ["day"]
        verbose_name = _("daily seal")
        verbose_name_plural = _("daily seals")

    def __str__(self) -> str:
        return date_format(self.day, "DATE_FORMAT")

    def compute_digest(self) -> str:
        body = {"day": self.day, "at": moment(self.at), "heads": self.heads, "previous": self.previous}
        return digest(canonical(body))


guard(Event, unique=[("chain", "sequence")])
guard(Seal, unique=[("day",)])
guard(
    Chain,
    fields=["id", "subject"],
    never=["NEW.length < OLD.length", "NEW.length = OLD.length AND NEW.head <> OLD.head"],
    unique=[("subject",)],
)
