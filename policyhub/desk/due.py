"""What is due, for the admin's front page: each a count, and the list behind it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policyhub.pages import Words
from policyhub.post.models import Outbox
from policyhub.registry.models import Edition, Flexibility, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.models.rule import Stage


@dataclass(frozen=True)
class Due:
    words: Words
    count: int
    address: str


def due() -> list[Due]:
    """Only what there is anything of."""
    today, rules = timezone.localdate(), reverse("rules")
    in_force = Rule.objects.with_edition_in_force(timezone.now())
    unwritten = Rule.objects.filter(stage=Stage.UNWRITTEN)
    undecided = Rule.objects.filter(stage=Stage.WRITTEN, flexibility=Flexibility.UNDECIDED)
    found = [
        Due(_("Reviews overdue"), in_force.filter(next_review__lt=today).count(), f"{rules}?review=overdue"),
        Due(_("Black or grey not decided"), undecided.count(), f"{rules}?flexibility=undecided"),
        Due(_("Waiting for a signature"), Edition.objects.filter(state=State.WAITING).count(), reverse("to_do")),
        Due(_("Known, not yet written"), unwritten.count(), f"{rules}?stands=unwritten"),
        Due(_("Rules without an owner"), Rule.objects.filter(owner=None).count(), f"{rules}?sort=owner"),
        Due(_("Mails that could not be sent"), Outbox.objects.given_up().count(), reverse("mail_server")),
    ]
    return [one for one in found if one.count]
