"""Ways to ask, log and take something further up from wherever a rule stands, and how long somebody waits."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Rule

from ..queue import case_counts as recorded_of

register = template.Library()


@register.inclusion_tag("feedback/_recorded.html", takes_context=True)
def recorded(context: dict[str, Any], rule: Rule) -> dict[str, Any]:
    """What staff told of a rule in the last ninety days, for those who write and lead. One query, for them alone."""
    person = context.get("user")
    if not isinstance(person, User) or not access.may_coach(person):
        return {"rule": rule}
    return {"rule": rule, "counts": recorded_of(rule, timezone.now())}


@register.inclusion_tag("feedback/_not_covered.html")
def not_covered(rule: Rule | None = None, question: str = "", quoted: str = "") -> dict[str, Any]:
    """The way out where nothing fits. The same for everybody. ``quoted``: the question as addresses have it."""
    return {"rule": rule, "quoted": quoted or quote(question)}


@register.inclusion_tag("feedback/_above.html")
def above_my_limit(rule: Rule, situation: dict[str, Any], option: dict[str, Any]) -> dict[str, Any]:
    """From an option that somebody else must grant to who that is. The same for everybody."""
    return {"rule": rule, "situation": situation, "option": option}


@register.filter
def waited(since: datetime, now: datetime) -> str:
    """How long ago: "4 min", "3 h", "2 days"."""
    return lasted(now - since)


@register.filter
def lasted(time: timedelta) -> str:
    """A stretch of time in the unit that tells it best."""
    minutes = max(0, int(time.total_seconds() // 60))
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}
