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

from policyhub.accounts.models import Organisation
from policyhub.ui.pages import Words

from .models import Pulse

TOGETHER = 5
ROUND = (5, 10, 20, 50, 100, 200, 500)  # "20 or more answered"
LOW, MIXED, HIGH = "low", "mixed", "high"
STEPS = (LOW, MIXED, HIGH)


@dataclass(frozen=True)
class Figure:
    """What is shown of one rule: how many answered at least, and which of three steps it is."""

    answered: int
    step: str

    @property
    def words(self) -> Words:
        return {
            LOW: _("Most people who answered aren't comfortable enforcing it."),
            MIXED: _("At least half of the people who answered are comfortable enforcing it."),
            HIGH: _("Most people who answered are comfortable enforcing it."),
        }[self.step]

    @property
    def how_many(self) -> str:
        return ngettext("%(n)s or more answered", "%(n)s or more answered", self.answered) % {"n": self.answered}

    @property
    def bars(self) -> list[tuple[str, bool]]:
        """Where each of three boxes begins, and whether it is full."""
        return [(f"{2 + n * 34}%", n <= STEPS.index(self.step)) for n in range(len(STEPS))]


def figures(rules: Iterable[int]) -> dict[int, Figure]:
    """The figure of each rule that has one, by its key. One query."""
    rows = Pulse.objects.filter(rule__in=list(rules), counted__isnull=False).order_by().values("rule")
    found = rows.annotate(n=Count("pk"), fine=Count("pk", filter=Q(counted=True)))
    return {row["rule"]: _figure(row["n"], row["fine"]) for row in found if row["n"] >= TOGETHER}


def low() -> Q:
    """Of rules: those whose figure is the lowest step."""
    rows = Pulse.objects.filter(counted__isnull=False).order_by().values("rule")
    found = rows.annotate(n=Count("pk"), twice=2 * Count("pk", filter=Q(counted=True)))
    return Q(pk__in=found.filter(n__gte=TOGETHER, twice__lt=F("n")).values("rule"))


def _figure(answered: int, fine: int) -> Figure:
    step = LOW if 2 * fine < answered else MIXED if 4 * fine < 3 * answered else HIGH
    return Figure(max(n for n in ROUND if n <= answered), step)


def count(now: datetime) -> str:
    """Take over what people answered before this week began, of each rule at least five answers or none."""
    organisation = Organisation.current()
    if organisation is None:
        return ""
    today = timezone.localdate(now, organisation.zone)
    begin = organisation.midnight(today - timedelta(days=today.weekday()))
    return _count_before(begin)


@transaction.atomic
def _count_before(begin: datetime) -> str:
    new = Q(counted=None) | ~Q(counted=F("fine"))
    waiting = Pulse.objects.select_for_update().filter(new, at__lt=begin)
    by_rule: dict[int, list[int]] = defaultdict(list)
    for key, rule in waiting.values_list("pk", "rule"):
        by_rule[rule].append(key)
    ready = [keys for keys in by_rule.values() if len(keys) >= TOGETHER]
    for keys in ready:
        Pulse.objects.filter(pk__in=keys).update(counted=F("fine"))
    return f"answers about {len(ready)} rules" if ready else ""
