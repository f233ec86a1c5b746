"""What is due, for the admin's front page: each a count, and the list behind it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from policyhub.accounts.models import User
from policyhub.background.models import Outbox
from policyhub.registry.views.listing import in_register, register_counts
from policyhub.reviews.queue import queue
from policyhub.search.models import FailedSearch


@dataclass(frozen=True)
class DueCount:
    label: StrOrPromise
    count: int
    address: str


def due(person: User) -> list[DueCount]:
    """Only what there is anything of; the counts are those of the lists they lead to."""
    rules, counts = reverse("registry:list"), register_counts(in_register(person))
    to_review = queue(person, timezone.now(), timezone.localdate()).count()
    entries = [
        DueCount(_("Due for review"), to_review, reverse("reviews:list")),
        DueCount(_("Unclassified"), counts["undecided"], f"{rules}?flexibility=undecided"),
        DueCount(_("Awaiting approval"), counts["waits"], f"{rules}?stands=waits"),
        DueCount(_("Drafts"), counts["not_in_force"], f"{rules}?stands=not-in-force"),
        DueCount(_("Unwritten rules"), counts["unwritten"], f"{rules}?stands=unwritten"),
        DueCount(
            _("Searches without a result"), FailedSearch.objects.open().count(), reverse("search:failed_searches")
        ),
        DueCount(
            _("Emails that couldn't be sent"), Outbox.objects.given_up().count(), reverse("accounts:mail_server")
        ),
    ]
    return [entry for entry in entries if entry.count]
