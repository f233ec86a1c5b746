"""How staff feel about enforcing black rules, told so that nobody can work out what one of them said.

Three things see to it. A figure is there from five people up. It changes once a week at most, and only when five or
more people answered anew or differently: whoever compares two figures sees what five people said together. And it
is told in three steps and round numbers, in which five of five look like four of five.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from policyhub.accounts.models import Organisation

from .models import Pulse

MIN_ANSWERS = 5
ROUND_NUMBERS = (5, 10, 20, 50, 100, 200, 500)  # "20 or more answered"
LOW, MIXED, HIGH = "low", "mixed", "high"
STEPS = (LOW, MIXED, HIGH)


@dataclass(frozen=True)
class PulseFigure:
    """What is shown of one rule: how many answered at least, and which of three steps it is."""

    answered: int
    step: str

    @property
    def text(self) -> StrOrPromise:
        return {
            LOW: _("Most people who answered aren't comfortable enforcing it."),
            MIXED: _("At least half of the people who answered are comfortable enforcing it."),
            HIGH: _("Most people who answered are comfortable enforcing it."),
        }[self.step]

    @property
    def how_many(self) -> str:
        return ngettext("at least %(n)s answer", "at least %(n)s answers", self.answered) % {"n": self.answered}

    @property
    def bars(self) -> list[tuple[str, bool]]:
        """Where each of three boxes begins, and whether it is full."""
        return [(f"{2 + n * 34}%", n <= STEPS.index(self.step)) for n in range(len(STEPS))]


def figures(rules: Iterable[int]) -> dict[int, PulseFigure]:
    """The figure of each rule that has one, by its key. One query."""
    rows = Pulse.objects.filter(rule__in=list(rules), counted__isnull=False).order_by().values("rule")
    counts = rows.annotate(n=Count("pk"), fine=Count("pk", filter=Q(counted=True)))
    return {row["rule"]: _figure(row["n"], row["fine"]) for row in counts if row["n"] >= MIN_ANSWERS}


def has_low_pulse() -> Q:
    """Of rules: those whose figure is the lowest step."""
    rows = Pulse.objects.filter(counted__isnull=False).order_by().values("rule")
    counts = rows.annotate(n=Count("pk"), twice=2 * Count("pk", filter=Q(counted=True)))
    return Q(pk__in=counts.filter(n__gte=MIN_ANSWERS, twice__lt=F("n")).values("rule"))


def _figure(answered: int, fine: int) -> PulseFigure:
    step = LOW if 2 * fine < answered else MIXED if 4 * fine < 3 * answered else HIGH
    return PulseFigure(max(n for n in ROUND_NUMBERS if n <= answered), step)


def count(now: datetime) -> str:
    """Take over what people answered before this week began, of each rule at least five answers or none."""
    organisation = Organisation.current_or_none()
    if organisation is None:
        return ""
    today = timezone.localdate(now, organisation.zone)
    week_start = organisation.midnight(today - timedelta(days=today.weekday()))
    return _count_before(week_start)


@transaction.atomic
def _count_before(week_start: datetime) -> str:
    changed = Q(counted=None) | ~Q(counted=F("fine"))
    waiting = Pulse.objects.select_for_update().filter(changed, at__lt=week_start)
    by_rule: dict[int, list[int]] = defaultdict(list)
    for key, rule in waiting.values_list("pk", "rule"):
        by_rule[rule].append(key)
    ready = [keys for keys in by_rule.values() if len(keys) >= MIN_ANSWERS]
    for keys in ready:
        Pulse.objects.filter(pk__in=keys).update(counted=F("fine"))
    return f"answers about {len(ready)} rules" if ready else ""
