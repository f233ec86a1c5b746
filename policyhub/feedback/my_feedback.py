"""One person's own taps, and what happened to the rules since."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Min, QuerySet, Value
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.registry.models import Edition, Rule

from .forms.taps import ReasonForm
from .models import FeedbackEntry, OptionUse
from .option_stats import texts_in_edition

OUTCOMES_LISTED_FOR = timedelta(days=60)  # how long To do shows what became of a friction
TAP_KINDS = (FeedbackEntry.Kind.FRICTION, FeedbackEntry.Kind.HELPED)

# Later apps register here what is under way for a rule: each takes rule keys and returns a sentence by key
progress_reporters: list[Callable[[Iterable[int]], dict[int, str]]] = []


@dataclass
class MyTap:
    """One tap as the person who made it sees it."""

    tap: OptionUse | FeedbackEntry
    title: str = ""
    address: str = ""  # "" while they may not read the rule
    option: str = ""
    consequence: str = ""
    may_undo: bool = False
    why: ReasonForm | None = field(default=None, repr=False)

    @property
    def kind(self) -> str:
        return self.tap.kind if isinstance(self.tap, FeedbackEntry) else "use"


def tap_keys(person: User) -> Any:
    """(source, key, when) of each tap of ``person`` that stands, newest first. The source is "use" or "signal"."""
    uses = _keys(OptionUse.objects.not_undone().filter(person=person), "use")
    entries = _keys(
        FeedbackEntry.objects.not_undone().filter(person=person, kind__in=TAP_KINDS).exclude(edition_number=None),
        "signal",
    )
    return uses.union(entries, all=True).order_by("-at", "-pk")


def _keys(taps: QuerySet[Any], source: str) -> Any:
    return taps.order_by().annotate(source=Value(source, CharField())).values_list("source", "pk", "at")


def load_taps(person: User, keys: Iterable[tuple[str, int, datetime]], now: datetime) -> list[MyTap]:
    """These taps, with titles and options as their editions have them. The number of queries is always the same."""
    keys = list(keys)
    uses = OptionUse.objects.filter(person=person).in_bulk([pk for source, pk, _at in keys if source == "use"])
    entries = FeedbackEntry.objects.filter(person=person).in_bulk(
        [pk for source, pk, _at in keys if source == "signal"]
    )
    my_taps = [MyTap(uses[pk] if source == "use" else entries[pk]) for source, pk, _at in keys]
    _add_texts(person, my_taps)
    consequences = dict(
        _consequences([my_tap.tap for my_tap in my_taps if my_tap.kind == FeedbackEntry.Kind.FRICTION], now)
    )
    for my_tap in my_taps:
        my_tap.may_undo = my_tap.tap.may_undo(now)
        if isinstance(my_tap.tap, FeedbackEntry) and my_tap.tap.kind == FeedbackEntry.Kind.FRICTION:
            my_tap.consequence = consequences.get(my_tap.tap.pk, "")
            my_tap.why = ReasonForm(initial={"words": my_tap.tap.words}, auto_id=f"why-{my_tap.tap.pk}-%s")
    return my_taps


def _add_texts(person: User, my_taps: list[MyTap]) -> None:
    rules_and_numbers: list[tuple[Any, Any]] = [(my_tap.tap.rule_id, my_tap.tap.edition_number) for my_tap in my_taps]
    rules, numbers = {rule for rule, _number in rules_and_numbers}, {number for _rule, number in rules_and_numbers}
    editions = {(e.rule_id, e.number): e for e in Edition.objects.filter(rule__in=rules, number__in=numbers)}
    readable = {rule.pk: rule for rule in Rule.objects.for_reader(person).filter(pk__in=rules).only("slug")}
    for my_tap, rule_and_number in zip(my_taps, rules_and_numbers, strict=True):
        edition = editions[rule_and_number]
        my_tap.title = edition.title
        if rule := readable.get(edition.rule_id):
            my_tap.address = rule.get_absolute_url()
        if isinstance(my_tap.tap, OptionUse):
            my_tap.option = texts_in_edition(edition.content_data)[my_tap.tap.option_key][0]


def _consequences(taps: Iterable[Any], now: datetime) -> Iterable[tuple[int, str]]:
    """(key of a friction, sentence) for each rule that changed since or is being worked on."""
    taps = list(taps)
    rules = {tap.rule_id for tap in taps}
    holds = {edition.rule_id: edition for edition in Edition.objects.in_force(now).filter(rule__in=rules)}
    under_way: dict[int, str] = {}
    for report in progress_reporters if rules else ():
        under_way |= report(rules)
    for tap in taps:
        edition = holds.get(tap.rule_id)
        if edition is not None and edition.number > tap.edition_number:
            yield tap.pk, describe_change(edition)
        elif tap.rule_id in under_way:
            yield tap.pk, under_way[tap.rule_id]


def describe_change(edition: Edition) -> str:
    """A sentence that says when the rule changed or was retired."""
    assert edition.starts is not None  # it is in force
    values = {"day": date_format(localtime(edition.starts), "j F"), "n": edition.number}
    return (_("Retired on %(day)s.") if edition.retires else _("Changed on %(day)s, version %(n)s.")) % values


@dataclass(frozen=True)
class FrictionOutcome:
    """A rule that got in somebody's way and has changed since."""

    title: str
    change: str
    address: str


def friction_outcomes(person: User, now: datetime) -> list[FrictionOutcome]:
    """Rules that ``person`` reported and may read, and that changed in the last 60 days, newest change first."""
    frictions = (
        FeedbackEntry.objects.not_undone()
        .filter(person=person, kind=FeedbackEntry.Kind.FRICTION)
        .exclude(edition_number=None)
    )
    first_edition: dict[int, int] = dict(
        frictions.order_by().values_list("rule").annotate(first=Min("edition_number"))
    )
    if not first_edition:
        return []
    readable = Rule.objects.for_reader(person).filter(pk__in=first_edition)
    changed_lately = Edition.objects.in_force(now).filter(rule__in=readable, starts__gte=now - OUTCOMES_LISTED_FOR)
    return [
        FrictionOutcome(edition.title, describe_change(edition), edition.rule.get_absolute_url())
        for edition in changed_lately.select_related("rule").defer("content").order_by("-starts")
        if edition.number > first_edition[edition.rule_id]
    ]
