"""What is due, for the admin's front page: each a count, and the list behind it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policyhub.accounts.models import User
from policyhub.background.models import Outbox
from policyhub.registry.views.listing import counts, in_register
from policyhub.reviews.queue import queue
from policyhub.search.models import FailedSearch
from policyhub.ui.pages import Words


@dataclass(frozen=True)
class Due:
    words: Words
    count: int
    address: str


def due(person: User) -> list[Due]:
    """Only what there is anything of; the counts are those of the lists they lead to."""
    rules, counted = reverse("rules"), counts(in_register(person))
    to_review = queue(person, timezone.now(), timezone.localdate()).count()
    found = [
        Due(_("Due for review"), to_review, reverse("reviews")),
        Due(_("Unclassified"), counted["undecided"], f"{rules}?flexibility=undecided"),
        Due(_("Awaiting approval"), counted["waits"], f"{rules}?stands=waits"),
        Due(_("Drafts"), counted["not_in_force"], f"{rules}?stands=not-in-force"),
        Due(_("Unwritten rules"), counted["unwritten"], f"{rules}?stands=unwritten"),
        Due(_("Searches without a result"), FailedSearch.objects.open().count(), reverse("missed")),
        Due(_("Emails that couldn't be sent"), Outbox.objects.given_up().count(), reverse("mail_server")),
    ]
    return [one for one in found if one.count]
