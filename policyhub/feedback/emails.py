"""One function per e-mail. Whatever a mail says also stands under To do, and none holds the words of a case: those
can be erased, a mail cannot."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.background import mail

from .models import Case


def case_received(case: Case, people: Iterable[User], now: datetime) -> None:
    """Queues an email about a new case to each of these people who has an address."""
    name = {"name": case.person_name}
    subject = _("Customer waiting: %(name)s has a question") if case.waiting else _("%(name)s has a question")
    for person in people:
        if person.email:
            mail.queue(
                "case",
                person.pk,
                person.email,
                period=str(case.pk),
                subject=subject % name,
                text=_("%(name)s has asked you a question. Answer it under Questions or To do.") % name,
                now=now,
            )
