"""Verbs on the working text: capture, write, change kind, decide."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from policyhub.accounts.models import Organisation, User
from policyhub.evidence.models import Event
from policyhub.evidence.record import record
from policyhub.ui.pages import Stale

from .content import LIVE_FIELDS, draft, field_value, remember_text
from .hooks import rule_changed, rule_text_saved
from .kinds import Kind, RowSpec, kinds, row_specs_of
from .models import Row, Rule, RuleLink
from .models.edition import State
from .models.rule import OldSlug, Stage, free_slug
from .states import lock_rule


@dataclass
class RuleInput:
    """What somebody typed: field values of the rule and its kind, rows by list, and the teams that may read it."""

    values: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    restricted_to: Iterable[Any] | None = None


@transaction.atomic
def capture(title: str, statement: str, *, client_key: UUID | None, by: User, now: datetime) -> Rule:
    """Note down a rule that so far lives in people's heads. The same words with the same key are one rule."""
    values = {"title": title, "statement": statement}
    if existing := _existing_rule(client_key, values, by):
        return existing
    rule = new_rule(values, "", by=by, now=now)
    captured = {"stage": Stage.UNWRITTEN, "captured_by": by, "captured_at": now}
    Rule.objects.filter(pk=rule.pk).update(client_key=_unused_key(client_key), **captured)
    record(rule.subject, "captured", by=by, now=now, after={"title": title})
    rule.refresh_from_db()
    return rule


@transaction.atomic
def write_new(kind: str, text: RuleInput, *, client_key: UUID | None, by: User, now: datetime) -> Rule:
    """Write a rule of a kind, "" while nobody has decided about it. The same words with the same key are one rule."""
    if existing := _existing_rule(client_key, text.values, by):
        return existing
    rule = new_rule(text.values, kind, by=by, now=now)
    Rule.objects.filter(pk=rule.pk).update(client_key=_unused_key(client_key))
    _save_rows(rule, text, now)
    remember_text(rule)
    rule_text_saved(rule)
    record(rule.subject, "written", by=by, now=now, after={"title": rule.title, "kind": kind})
    return rule


class UnchangedError(Exception):
    """The text that was sent is the one that is stored."""


@transaction.atomic
def write(rule: Rule, text: RuleInput, *, version: int, by: User, now: datetime) -> Rule:
    """Save a rule that was opened at ``version``. Raises Stale if somebody saved it since. To save what is there
    already changes nothing and leaves no event."""
    try:
        with transaction.atomic():
            return _write(rule, text, version=version, by=by, now=now)
    except UnchangedError:
        return Rule.objects.get(pk=rule.pk)


def _write(rule: Rule, text: RuleInput, *, version: int, by: User, now: datetime) -> Rule:
    before, old = draft(rule), rule.kind_object()
    _save_values(rule, text, version=version, by=by, now=now)
    saved = Rule.objects.get(pk=rule.pk)
    teams = set(saved.restricted_to.all())
    _save_rows(saved, text, now)
    content = draft(saved)
    changed = {name for name, new in text.values.items() if getattr(old, name) != new}
    changed |= {name for name, new in content.items() if new != before[name]} - {"part"}
    if text.restricted_to is not None and teams != set(text.restricted_to):
        changed.add("restricted_to")
    if not changed and old.stage == Stage.WRITTEN:
        raise UnchangedError
    signed = saved.editions.filter(state=State.APPROVED).exists()
    if not signed:
        follow_title(saved, saved.title)
    remember_text(saved, content)
    rule_text_saved(saved)
    if signed:
        rule_changed(saved, now)
    live = [name for name in LIVE_FIELDS if name in changed]
    record(
        saved.subject,
        "written",
        by=by,
        now=now,
        before={
            "version": version,
            **{name: field_value(old, name) for name in live},
            "teams": sorted(map(str, teams)),
        },
        after={
            "changed": sorted(changed),
            **{name: field_value(saved, name) for name in live},
            "teams": sorted(map(str, saved.restricted_to.all())),
        },
    )
    return saved


def _save_values(rule: Rule, text: RuleInput, *, version: int, by: User, now: datetime) -> None:
    """Save the fields of the rule and of its kind, if nobody saved it since it was opened at ``version``."""
    values = dict(text.values)
    kind_field_names = {f.name for f in kinds[rule.kind].model._meta.local_fields} if rule.kind in kinds else set()
    kind_values = {name: values.pop(name) for name in list(values) if name in kind_field_names}
    values |= {"stage": Stage.WRITTEN, "saved_by": str(by), "saved_at": now, "version": version + 1}
    if not Rule.objects.filter(pk=rule.pk, version=version).update(**values):
        raise Stale
    if kind_values:
        kinds[rule.kind].model.objects.filter(pk=rule.pk).update(**kind_values)


def _existing_rule(client_key: UUID | None, values: dict[str, Any], by: User) -> Rule | None:
    """The rule that an earlier click of this person made of the same words; other words are another rule. Once
    somebody worked on it, its words are no longer those that were sent: then the title it began with is compared.

    Clicks come in one after the other: the organisation is the lock.
    """
    Organisation.objects.select_for_update().get(pk=1)
    rule = Rule.objects.filter(client_key=client_key).first() if client_key else None
    first_event = Event.objects.filter(chain__subject=rule.subject, sequence=1, actor_key=by).first() if rule else None
    if rule is None or first_event is None:
        return None
    if rule.version > 1 and json.loads(first_event.after).get("title") == values.get("title"):
        return rule
    kind_object, texts = (
        rule.kind_object(),
        {name: new_value for name, new_value in values.items() if isinstance(new_value, str)},
    )
    return rule if all(getattr(kind_object, name) == new_value for name, new_value in texts.items()) else None


def _unused_key(client_key: UUID | None) -> UUID | None:
    """The key, unless another rule has it: then this was no second click."""
    return None if client_key and Rule.objects.filter(client_key=client_key).exists() else client_key


def new_rule(values: dict[str, Any], kind: str, *, by: User | str, now: datetime) -> Rule:
    reference = Organisation.next_reference()
    model = kinds[kind].model if kind in kinds else Rule
    rule = model(
        reference=reference,
        kind=kind,
        created_at=now,
        saved_at=now,
        saved_by=str(by),
        **values,
    )
    rule.slug = free_slug(rule.title, rule)
    rule.save(force_insert=True)
    remember_text(rule)
    return Rule.objects.get(pk=rule.pk)


def follow_title(rule: Rule, title: str) -> None:
    """A new title gives a new address; the old one leads here for ever. Of a rule that staff read, once it is signed:
    an address must not tell what is being written."""
    old, rule.slug = rule.slug, free_slug(title, rule)
    if rule.slug != old:
        Rule.objects.filter(pk=rule.pk).update(slug=rule.slug)
        OldSlug.objects.get_or_create(slug=old, defaults={"rule": rule})


def _save_rows(rule: Rule, text: RuleInput, now: datetime) -> None:
    kind = kinds.get(rule.kind)
    for spec in row_specs_of(rule.kind):
        if spec.name in text.rows:
            parent = rule.kind_object() if kind and spec in kind.rows else rule
            _replace_rows(parent, spec, text.rows[spec.name], frozen=rule.editions.exists(), now=now)
    if text.restricted_to is not None:
        rule.restricted_to.set(text.restricted_to)


def _replace_rows(parent: Any, spec: RowSpec, new: list[dict[str, Any]], *, frozen: bool, now: datetime) -> None:
    """Make the live rows of ``parent`` those of ``new``, told apart by key; the rest is dropped."""
    existing: dict[str, Row] = {str(row.key): row for row in spec.of(parent)}
    for position, values in enumerate(new):
        row = existing.pop(str(values.get("key") or ""), None) or spec.model(**{spec.parent: parent})
        for name in spec.fields:
            setattr(row, name, values[name])
        row.position = position
        row.save()
        for nested in spec.nested:
            _replace_rows(row, nested, values[nested.name], frozen=frozen, now=now)
    for row in existing.values():
        if frozen:
            spec.model._default_manager.filter(pk=row.pk).update(dropped_at=now)
        else:
            row.delete()


@transaction.atomic
def change_kind(rule: Rule, kind: str, *, by: User, now: datetime) -> Rule:
    """Make a rule a policy, procedure or standard, or none of them yet. Not once an edition is signed."""
    rule = lock_rule(rule, "change kind", now)
    if kind == rule.kind:
        return rule
    if rule.editions.filter(adopted=False).exists():
        raise ValidationError(_("You can't change the type once a rule has been sent for approval."))
    old = rule.kind
    set_kind(rule, kind)
    record(rule.subject, "kind changed", by=by, now=now, before={"kind": old}, after={"kind": kind})
    return rule


def set_kind(rule: Rule, kind: str) -> None:
    """Take away the part of its old kind, give it that of the new one. Call inside a verb's transaction."""
    try:
        if rule.kind in kinds:
            rule.kind_object().delete(keep_parents=True)
    except ProtectedError:
        raise ValidationError(_("This rule has recorded results, so its type can't change.")) from None
    Rule.objects.filter(pk=rule.pk).update(kind=kind, version=rule.version + 1)
    rule.refresh_from_db()
    if kind in kinds:
        _add_kind_object(rule, kinds[kind])
    remember_text(rule)


def _add_kind_object(rule: Rule, kind: Kind) -> None:
    kind_object = kind.model(pk=rule.pk)
    kind_object.__dict__.update({k: v for k, v in rule.__dict__.items() if not k.startswith("_")})
    kind_object.save_base(raw=True)


@transaction.atomic
def link(rule: Rule, to_rule: Rule, kind: str, *, by: User, now: datetime) -> RuleLink:
    """Say how ``rule`` stands to another. A link that is there already is left as it is."""
    rule_link, created = RuleLink.objects.get_or_create(from_rule=rule, to_rule=to_rule, kind=kind)
    if created:
        record(rule.subject, "linked", by=by, now=now, after={"kind": kind, "to": to_rule.reference})
    return rule_link


@transaction.atomic
def unlink(rule: Rule, link_key: int, *, by: User, now: datetime) -> None:
    """Take a link of ``rule`` away; one that is gone already leaves no event."""
    rule_link = RuleLink.objects.select_related("to_rule").filter(from_rule=rule, pk=link_key).first()
    if rule_link is not None:
        rule_link.delete()
        record(
            rule.subject,
            "unlinked",
            by=by,
            now=now,
            before={"kind": rule_link.kind, "to": rule_link.to_rule.reference},
        )


def is_imported(source: str) -> bool:
    """Whether a document has come in. They come in one after the other: two at once must not both find nothing."""
    Organisation.objects.select_for_update().get(pk=1)
    return Rule.objects.filter(source=source).exists()


@transaction.atomic
def take_in(
    values: dict[str, Any],
    kind: str,
    *,
    by: User | str,
    now: datetime,
    batch: UUID | None = None,
    anew: bool = False,
) -> Rule | None:
    """Take a document in as a draft; nothing of it is in force. None if its source is in already, unless
    somebody who looked at it wants it ``anew``."""
    if not anew and is_imported(values["source"]):
        return None
    rule = new_rule(values, kind, by=by, now=now)
    after = {"title": rule.title, "source": rule.source}
    record(rule.subject, "taken in", by=by, now=now, after=after, batch=batch)
    return rule


@transaction.atomic
def take_out(rule: Rule, *, by: User, now: datetime, batch: UUID | None = None) -> None:
    """Take a draft that came from a document out again. Its number is not given to another.

    Raises ValidationError once somebody has worked on it: changed, decided, proposed, linked or reviewed it, or put
    it to a touchpoint.
    """
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    worked_on = [rule.version != 1, rule.editions.exists(), rule.decisions.exists()]
    worked_on += [rule.links.exists(), rule.links_here.exists(), rule.touchpoints.exists(), not rule.source]
    if any(worked_on):
        raise ValidationError(_("Someone has edited it since."))
    before = {"title": rule.title, "source": rule.source}
    subject = rule.subject
    try:
        rule.kind_object().delete()
    except ProtectedError:
        raise ValidationError(_("Someone has edited it since.")) from None
    record(subject, "taken out", by=by, now=now, before=before, batch=batch)
