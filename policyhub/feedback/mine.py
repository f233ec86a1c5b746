"""What one person told with taps, and what became of it."""

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

from .forms.taps import WhyForm
from .models import FeedbackEntry, OptionUse
from .uses import words_in_edition

REMEMBERED = timedelta(days=60)  # how long To do shows what became of a friction
TAPPED = (FeedbackEntry.Kind.FRICTION, FeedbackEntry.Kind.HELPED)

# What later apps know of rules that got in the way: keys of rules to what happens to them, in words
happening: list[Callable[[Iterable[int]], dict[int, str]]] = []


@dataclass
class Mine:
    """One tap as its own person sees it."""

    tap: OptionUse | FeedbackEntry
    title: str = ""
    address: str = ""  # "" while they may not read the rule
    option: str = ""
    became: str = ""
    may_undo: bool = False
    why: WhyForm | None = field(default=None, repr=False)

    @property
    def what(self) -> str:
        return self.tap.kind if isinstance(self.tap, FeedbackEntry) else "use"


def keys_of(person: User) -> Any:
    """(what, key, when) of each tap of ``person`` that stands, newest first."""
    uses = _keys(OptionUse.objects.told().filter(person=person), "use")
    signals = _keys(
        FeedbackEntry.objects.told().filter(person=person, kind__in=TAPPED).exclude(edition_number=None), "signal"
    )
    return uses.union(signals, all=True).order_by("-at", "-pk")


def _keys(taps: QuerySet[Any], what: str) -> Any:
    return taps.order_by().annotate(what=Value(what, CharField())).values_list("what", "pk", "at")


def taps_of(person: User, keys: Iterable[tuple[str, int, datetime]], now: datetime) -> list[Mine]:
    """These taps, with the words of the editions that they are about. What it costs does not grow with them."""
    keys = list(keys)
    uses = OptionUse.objects.filter(person=person).in_bulk([pk for what, pk, _at in keys if what == "use"])
    signals = FeedbackEntry.objects.filter(person=person).in_bulk([pk for what, pk, _at in keys if what == "signal"])
    found = [Mine(uses[pk] if what == "use" else signals[pk]) for what, pk, _at in keys]
    _add_words(person, found)
    became = dict(_became([one.tap for one in found if one.what == FeedbackEntry.Kind.FRICTION], now))
    for one in found:
        one.may_undo = one.tap.may_undo(now)
        if isinstance(one.tap, FeedbackEntry) and one.tap.kind == FeedbackEntry.Kind.FRICTION:
            one.became = became.get(one.tap.pk, "")
            one.why = WhyForm(initial={"words": one.tap.words}, auto_id=f"why-{one.tap.pk}-%s")
    return found


def _add_words(person: User, found: list[Mine]) -> None:
    about: list[tuple[Any, Any]] = [(one.tap.rule_id, one.tap.edition_number) for one in found]
    rules, numbers = {rule for rule, _number in about}, {number for _rule, number in about}
    editions = {(e.rule_id, e.number): e for e in Edition.objects.filter(rule__in=rules, number__in=numbers)}
    readable = {rule.pk: rule for rule in Rule.objects.for_reader(person).filter(pk__in=rules).only("slug")}
    for one, place in zip(found, about, strict=True):
        edition = editions[place]
        one.title = edition.title
        if rule := readable.get(edition.rule_id):
            one.address = rule.get_absolute_url()
        if isinstance(one.tap, OptionUse):
            one.option = words_in_edition(edition.said)[one.tap.option_key][0]


def _became(taps: Iterable[Any], now: datetime) -> Iterable[tuple[int, str]]:
    """(key of a friction, what became of it) where something did."""
    taps = list(taps)
    rules = {tap.rule_id for tap in taps}
    holds = {edition.rule_id: edition for edition in Edition.objects.in_force(now).filter(rule__in=rules)}
    under_way: dict[int, str] = {}
    for tell in happening if rules else ():
        under_way |= tell(rules)
    for tap in taps:
        edition = holds.get(tap.rule_id)
        if edition is not None and edition.number > tap.edition_number:
            yield tap.pk, changed(edition)
        elif tap.rule_id in under_way:
            yield tap.pk, under_way[tap.rule_id]


def changed(edition: Edition) -> str:
    """That the rule is another one since, and from which day."""
    assert edition.starts is not None  # it is in force
    told = {"day": date_format(localtime(edition.starts), "j F"), "n": edition.number}
    return (_("Retired on %(day)s.") if edition.retires else _("Changed on %(day)s, version %(n)s.")) % told


@dataclass(frozen=True)
class Became:
    """What became of a rule that ``title`` was in somebody's way."""

    title: str
    words: str
    address: str


def became_of_friction(person: User, now: datetime) -> list[Became]:
    """Rules of which ``person`` said that they get in the way, and which changed in the last 60 days; those that
    they may read."""
    mine = (
        FeedbackEntry.objects.told()
        .filter(person=person, kind=FeedbackEntry.Kind.FRICTION)
        .exclude(edition_number=None)
    )
    first: dict[int, int] = dict(mine.order_by().values_list("rule").annotate(first=Min("edition_number")))
    if not first:
        return []
    readable = Rule.objects.for_reader(person).filter(pk__in=first)
    lately = Edition.objects.in_force(now).filter(rule__in=readable, starts__gte=now - REMEMBERED)
    return [
        Became(edition.title, changed(edition), edition.rule.get_absolute_url())
        for edition in lately.select_related("rule").defer("content").order_by("-starts")
        if edition.number > first[edition.rule_id]
    ]
