"""One function an email. Everything in them is also in To do: nothing waits for mail."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policyhub.accounts.models import User
from policyhub.authoring.models import InformationRequest
from policyhub.background import mail
from policyhub.registry.models import Rule

MOST_LISTED = 20


def ask_for_more(rule: Rule, information_request: InformationRequest, now: datetime) -> None:
    """To whoever noted the rule down, if they have an address."""
    author = rule.captured_by
    if author is None or not author.email:
        return
    values = {"name": information_request.asked_by_name, "title": rule.title}
    text = [_("%(name)s would like to know more about “%(title)s”.") % values, information_request.words]
    text += [_("Reply in To do. One sentence is enough.")]
    mail.queue(
        "more",
        author.pk,
        author.email,
        period=f"{rule.reference}/{information_request.pk}",
        subject=_("Tell us more: %(title)s") % values,
        text="\n\n".join(filter(None, text)),
        now=now,
    )


def remind_of_unwritten(person: User, rules: Sequence[Rule], *, month: str, now: datetime) -> None:
    """To somebody who may take them over: what is known, and still waits to be written. One a month."""
    n = len(rules)
    subject = ngettext(
        "%(n)s unwritten rule waiting to be written", "%(n)s unwritten rules waiting to be written", n
    ) % {"n": n}
    lines = [_line(rule) for rule in rules[:MOST_LISTED]]
    if n > MOST_LISTED:
        lines.append(_("and %(n)s more") % {"n": n - MOST_LISTED})
    text = [_("These rules haven't been written yet:"), "\n".join(f"- {line}" for line in lines)]
    text.append(_("You'll find them under Rules, Gaps. You can start a draft in one step."))
    message = {"subject": subject, "text": "\n\n".join(text)}
    mail.queue("unwritten", person.pk, person.email, period=month, now=now, **message)


def _line(rule: Rule) -> str:
    day = timezone.localdate(rule.captured_at)
    values = {"title": rule.title, "reference": rule.reference, "name": rule.captured_by, "day": f"{day:%Y-%m-%d}"}
    return _("%(title)s (%(reference)s), noted by %(name)s on %(day)s") % values
