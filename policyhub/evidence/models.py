"""What happened, in the order in which it happened, in a form that shows if anybody changed it since."""

from django.conf import settings
from django.db import models

from .canonical import canonical, digest, moment
from .guards import FrozenModel, guard
from .verbs import subject_display, verb_display


class Chain(models.Model):
    """The events of one subject (a rule, a person, the organisation), each holding the digest of the last."""

    subject = models.CharField(max_length=80, unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return subject_display(self.subject)


class Event(FrozenModel):
    """One thing that somebody did to one subject. ``before`` and ``after`` are canonical JSON."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=200)
    actor_key = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    before = models.TextField(default="{}")
    after = models.TextField(default="{}")
    batch = models.UUIDField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="event_once_in_its_place")]

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

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    heads = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"Seal of {self.day}"

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
