"""One function per e-mail. Whatever a mail says also stands under To do: nothing waits for it."""

from datetime import datetime

from django.utils.translation import gettext as _

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.background import mail
from policyhub.registry.models import Edition, Rule


def ask_for_signature(rule: Rule, edition: Edition, now: datetime) -> None:
    """To every manager who may read and sign this edition and has an address."""
    for person in User.objects.managers().exclude(email=""):
        readable = Rule.objects.for_reader(person).filter(pk=rule.pk)
        if access.may_sign(person, rule, proposer_id=edition.proposed_by_id) and readable.exists():
            mail.queue(
                "signature",
                person.pk,
                person.email,
                period=f"{rule.reference}/{edition.number}",
                subject=_("For your approval: %(title)s") % {"title": rule.title},
                text=_("%(name)s sent a change to “%(title)s” (%(reference)s) for approval. You'll find it in To do.")
                % {"name": edition.proposed_by_name, "title": rule.title, "reference": rule.reference},
                now=now,
            )
