"""From an empty PolicyHub to a colleague who finds an answer: the few steps, and which comes next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from policyhub.accounts import access
from policyhub.accounts.models import Invitation, User
from policyhub.registry.models import Flexibility, Rule
from policyhub.registry.models.rule import Stage


@dataclass(frozen=True)
class FirstStep:
    label: StrOrPromise
    why: StrOrPromise
    address: str
    done: bool


def first_steps(person: User) -> list[FirstStep]:
    """For whoever administers, until all are done; then, and for everybody else, none."""
    if not access.may_administer(person):
        return []
    written = Rule.objects.filter(stage=Stage.WRITTEN)
    rules = reverse("registry:list")
    steps = [
        FirstStep(
            _("Import your rules"),
            _("Paste a list or upload a Word file. Or write your first rule."),
            reverse("imports:upload"),
            written.exists(),
        ),
        FirstStep(
            _("Classify each rule"),
            _("Black or grey, with one line on why. If you're not sure, leave it for later."),
            f"{rules}?flexibility=undecided",
            written.exclude(flexibility=Flexibility.UNDECIDED).exists(),
        ),
        FirstStep(
            _("Publish them"),
            _("Then your staff can look them up."),
            reverse("publishing:publish_many"),
            Rule.objects.with_edition_in_force(timezone.now()).exists(),
        ),
        FirstStep(
            _("Invite a colleague"),
            _("Share the link any way you want. You don't need a mail server."),
            reverse("accounts:people"),
            Invitation.objects.exists() or User.objects.active().count() > 1,
        ),
    ]
    return [] if all(step.done for step in steps) else steps
