"""What may happen to a touchpoint. Each verb: one transaction, one event on each touchpoint that it changes.

===========  =====================================  =======================================================
verb         a touchpoint that is                   becomes
===========  =====================================  =======================================================
add          new, or dropped and wanted again       listed
rename       listed                                 listed under another name, with another note
decide       listed                                 as it was, with what it needs of each kind
link rules   listed                                 as it was, with more rules or fewer
merge        listed                                 one, with the rules of both; the other is dropped
drop         listed                                 dropped; what was decided stays, and comes back with it
===========  =====================================  =======================================================

A verb that changes nothing leaves no event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from policyhub.accounts.models import Organisation, User
from policyhub.evidence.record import record
from policyhub.registry.kinds import kinds
from policyhub.registry.models import Rule
from policyhub.ui.pages import Stale

from .models import Need, Touchpoint, folded


@dataclass(frozen=True)
class NeedAnswer:
    """Whether a rule of a kind is needed; None if nobody is sure. ``why`` is required where none is needed."""

    needed: bool | None
    why: str = ""


@transaction.atomic
def add(name: str, note: str = "", *, by: User, now: datetime, batch: UUID | None = None) -> Touchpoint:
    """Put a way in which customers meet us on the list. One that was dropped comes back as it was."""
    _lock_list()
    _check_free(name)
    touchpoint = Touchpoint.objects.filter(folded=folded(name), merged_into=None).order_by("dropped_at").last()
    if touchpoint is None:
        last = Touchpoint.objects.aggregate(last=Max("position"))["last"] or 0
        touchpoint = Touchpoint(position=last + 1, added_at=now)
    touchpoint.name, touchpoint.folded, touchpoint.note = name.strip(), folded(name), note.strip() or touchpoint.note
    touchpoint.dropped_at = None
    touchpoint.save()
    record(
        touchpoint.subject,
        "added",
        by=by,
        now=now,
        after={"name": touchpoint.name, "note": touchpoint.note},
        batch=batch,
    )
    return touchpoint


@transaction.atomic
def add_all(names: Iterable[str], *, by: User, now: datetime) -> list[Touchpoint]:
    """Put several on the list; those that are on it already stay as they are, so that a double click adds once."""
    _lock_list()
    listed, batch, added = set(Touchpoint.objects.live().values_list("folded", flat=True)), uuid4(), []
    for name in names:
        if folded(name) not in listed:
            added.append(add(name, by=by, now=now, batch=batch))
            listed.add(folded(name))
    return added


@transaction.atomic
def rename(touchpoint: Touchpoint, name: str, note: str, *, by: User, now: datetime) -> Touchpoint:
    """Give it other words."""
    _lock_list()
    touchpoint = _locked(touchpoint)
    _check_free(name, but=touchpoint)
    before = {"name": touchpoint.name, "note": touchpoint.note}
    after = {"name": name.strip(), "note": note.strip()}
    if after != before:
        Touchpoint.objects.filter(pk=touchpoint.pk).update(**after, folded=folded(name))
        record(touchpoint.subject, "renamed", by=by, now=now, before=before, after=after)
        touchpoint.refresh_from_db()
    return touchpoint


@transaction.atomic
def decide(touchpoint: Touchpoint, answers: Mapping[str, NeedAnswer], *, by: User, now: datetime) -> None:
    """Say for one kind or several whether a rule of it is needed: ``{"policy": Answer(False, "We may not.")}``."""
    touchpoint = _locked(touchpoint)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    existing_needs = {need.kind: need for need in touchpoint.needs.all()}
    for kind, answer in answers.items():
        _check(kind, answer)
        old = _need_fields(existing_needs.get(kind))
        if old != (new := {"needed": answer.needed, "why": answer.why.strip() if answer.needed is not None else ""}):
            before[kind], after[kind] = old, new
            _save_need(touchpoint, kind, new, by=by, now=now)
    if after:
        record(touchpoint.subject, "needs decided", by=by, now=now, before=before, after=after)


def _check(kind: str, answer: NeedAnswer) -> None:
    if kind not in kinds:
        raise ValidationError(_("There's no such type of rule."))
    if answer.needed is False and not answer.why.strip():
        raise ValidationError({"why": _("Say in one line why none is needed.")})


def _need_fields(need: Need | None) -> dict[str, Any]:
    return {"needed": need.needed, "why": need.why} if need else {"needed": None, "why": ""}


def _save_need(touchpoint: Touchpoint, kind: str, new: dict[str, Any], *, by: User, now: datetime) -> None:
    if new["needed"] is None:
        touchpoint.needs.filter(kind=kind).delete()
        return
    decided = {"decided_by": by, "decided_by_name": str(by), "decided_at": now}
    Need.objects.update_or_create(touchpoint=touchpoint, kind=kind, defaults=new | decided)


@transaction.atomic
def link_rules(
    touchpoint: Touchpoint,
    add: Iterable[Rule] = (),
    remove: Iterable[Rule] = (),
    *,
    by: User,
    now: datetime,
    batch: UUID | None = None,
) -> None:
    """Say which rules cover it, and which no longer do. Others stay, among them those that ``by`` may not see."""
    touchpoint = _locked(touchpoint)
    before = _references(touchpoint)
    touchpoint.rules.add(*add)
    touchpoint.rules.remove(*remove)
    after = _references(touchpoint)
    if after != before:
        change: dict[str, Any] = {"before": {"rules": before}, "after": {"rules": after}}
        record(touchpoint.subject, "rules linked", by=by, now=now, batch=batch, **change)


@transaction.atomic
def cover(
    rule: Rule, selected: Iterable[Touchpoint], *, previous: Iterable[Touchpoint], by: User, now: datetime
) -> None:
    """Say which touchpoints ``rule`` covers. One event on each that changes.

    Only what differs from ``previous``, the ticks when the page was opened, changes: what somebody else ticked
    meanwhile stays.
    """
    selected, previous, batch = set(selected), set(previous), uuid4()
    for touchpoint in sorted(selected ^ previous, key=lambda touchpoint: touchpoint.pk):
        added, removed = ([rule], []) if touchpoint in selected else ([], [rule])
        link_rules(touchpoint, added, removed, by=by, now=now, batch=batch)


@transaction.atomic
def merge(touchpoint: Touchpoint, other: Touchpoint, *, by: User, now: datetime) -> Touchpoint:
    """Make one of two that mean the same: ``other`` goes, its rules and what only it has decided move here."""
    if touchpoint.pk == other.pk:
        raise ValidationError(_("You can't merge a touchpoint with itself."))
    _lock_list()
    touchpoint, other = _locked(touchpoint), _locked(other)
    before, other_before = _snapshot(touchpoint), _snapshot(other)
    touchpoint.rules.add(*other.rules.all())
    other.needs.exclude(kind__in=touchpoint.needs.values("kind")).update(touchpoint=touchpoint)
    Touchpoint.objects.filter(merged_into=other).update(merged_into=touchpoint)
    Touchpoint.objects.filter(pk=other.pk).update(dropped_at=now, merged_into=touchpoint)
    batch, after = uuid4(), {"merged": other.subject, **_snapshot(touchpoint)}
    record(touchpoint.subject, "merged", by=by, now=now, before=before, after=after, batch=batch)
    merged_away = {"merged_into": touchpoint.subject}
    record(other.subject, "dropped", by=by, now=now, before=other_before, after=merged_away, batch=batch)
    return touchpoint


@transaction.atomic
def drop(touchpoint: Touchpoint, *, by: User, now: datetime) -> None:
    """Take it off the list. Rules stay as they are."""
    touchpoint = _locked(touchpoint)
    Touchpoint.objects.filter(pk=touchpoint.pk).update(dropped_at=now)
    record(touchpoint.subject, "dropped", by=by, now=now, before=_snapshot(touchpoint), after={"dropped_at": now})


def _lock_list() -> None:
    """Lock the organisation's row, so that two people cannot give the same name at once."""
    Organisation.objects.select_for_update().get(pk=1)


def _locked(touchpoint: Touchpoint) -> Touchpoint:
    """The touchpoint, held until the transaction ends. Raises Stale if somebody dropped it meanwhile."""
    locked = Touchpoint.objects.live().select_for_update().filter(pk=touchpoint.pk).first()
    if locked is None:
        raise Stale
    return locked


def _check_free(name: str, but: Touchpoint | None = None) -> None:
    if not folded(name):
        raise ValidationError({"name": _("Enter a name.")})
    existing = Touchpoint.objects.live().filter(folded=folded(name)).first()
    if existing is not None and existing != but:
        raise ValidationError({"name": _("“%(name)s” is already on the list.") % {"name": name.strip()}})


def _references(touchpoint: Touchpoint) -> list[str]:
    return list(touchpoint.rules.order_by("reference").values_list("reference", flat=True))


def _snapshot(touchpoint: Touchpoint) -> dict[str, Any]:
    """Its name, rules and needs, for the event."""
    needs = {need.kind: _need_fields(need) for need in touchpoint.needs.all()}
    return {"name": touchpoint.name, "rules": _references(touchpoint), "needs": needs}
