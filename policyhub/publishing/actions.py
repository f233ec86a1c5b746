"""Verbs on editions: propose, sign, put in force, withdraw, retire, restore, adopt."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from policyhub.accounts import access, recovery
from policyhub.accounts.models import Organisation, Role, User
from policyhub.evidence.record import record
from policyhub.registry.content import draft, freeze, text_digest
from policyhub.registry.hooks import rule_changed
from policyhub.registry.models import Edition, Rule, SignOff
from policyhub.registry.models.edition import Change, State
from policyhub.registry.requirements import MissingItem, missing_essentials, missing_items
from policyhub.registry.states import lock_rule
from policyhub.registry.writing import follow_title, is_imported, new_rule
from policyhub.ui.pages import Stale

from . import emails as mails


@dataclass(frozen=True)
class Proposal:
    """What somebody says of an edition when proposing it."""

    change: str = Change.MEANING
    note: str = ""
    objections: str = ""
    planned: datetime | None = None
    retired: dict[str, str] | None = None
    version: int | None = None  # of the working text that whoever signs has seen; None: read just now


def missing_to_publish(rule: Rule) -> list[MissingItem]:
    """What keeps this rule from being put in force; empty if nothing does."""
    missing = missing_essentials(rule)
    if Organisation.current().complete_before_in_force:
        missing += missing_items(draft(rule), meets_customers=rule.meets_customers)
    return missing


@transaction.atomic
def propose(
    rule: Rule, proposal: Proposal, *, number: int, by: User, now: datetime, batch: UUID | None = None
) -> Edition:
    """Freeze the rule as it reads now and let it wait for a signature. ``number``: the edition expected."""
    rule = lock_rule(rule, "propose", now)
    edition = _freeze(rule, proposal, number=number, by=by, now=now)
    return _wait(rule, edition, by=by, now=now, batch=batch)


def _wait(rule: Rule, edition: Edition, *, by: User, now: datetime, batch: UUID | None = None) -> Edition:
    mails.ask_for_signature(rule, edition, now)
    _note(rule, "proposed", [edition], by=by, now=now, batch=batch)
    return edition


@transaction.atomic
def put_in_force(
    rule: Rule, proposal: Proposal, *, number: int, by: User, now: datetime, batch: UUID | None = None
) -> Edition:
    """Freeze and sign in one step, where one person may. The signature says "alone"."""
    rule = lock_rule(rule, "put in force", now)
    if not access.may_put_in_force_alone(by, rule):
        raise ValidationError(_("Another person signs this rule. Send it for approval instead."))
    edition = _freeze(rule, proposal, number=number, by=by, now=now)
    return _finish(rule, edition, SignOff.Meaning.ALONE, "", by=by, now=now, verb="put in force", batch=batch)


def _freeze(rule: Rule, proposal: Proposal, *, number: int, by: User, now: datetime) -> Edition:
    if missing := missing_to_publish(rule) if proposal.retired is None else []:
        raise ValidationError([str(missing_item.label) for missing_item in missing])
    if number != next_number(rule) or proposal.version not in {None, rule.version}:
        raise Stale
    return _make_edition(rule, proposal, number=number, by=by, now=now)


def next_number(rule: Rule) -> int:
    return (rule.editions.aggregate(last=Max("number"))["last"] or 0) + 1


def _make_edition(
    rule: Rule, proposal: Proposal, *, number: int, by: User | str, now: datetime, adopted: bool = False
) -> Edition:
    """The one place where editions are made."""
    content = freeze(
        rule,
        number=number,
        change=proposal.change,
        note=proposal.note,
        objections=proposal.objections,
        planned=proposal.planned,
        proposed_by=str(by),
        proposed_at=now,
        adopted=adopted,
        retired=proposal.retired,
    )
    edition = Edition(
        rule=rule,
        number=number,
        content=content,
        text_digest=text_digest(json.loads(content)),
        title=rule.title,
        flexibility=rule.flexibility,
        rationale=rule.rationale,
        change=proposal.change,
        note=proposal.note,
        planned=proposal.planned,
        proposed_by=None if isinstance(by, str) else by,
        proposed_by_name=str(by),
        proposed_at=now,
        adopted=adopted,
        state=State.APPROVED if adopted else State.WAITING,
        starts=now if adopted else None,
    )
    edition.save()
    return edition


@transaction.atomic
def sign(
    edition: Edition,
    meaning: str,
    comment: str,
    *,
    digest: str,
    by: User,
    now: datetime,
    batch: UUID | None = None,
) -> Edition:
    """Approve a waiting edition, or ask for changes. ``digest`` is that of the text the signer saw."""
    verb = "return" if meaning == SignOff.Meaning.REQUEST_CHANGES else "sign"
    rule = lock_rule(edition.rule, verb, now)
    edition = rule.editions.get(pk=edition.pk)
    if edition.state != State.WAITING or edition.digest != digest:
        raise Stale
    if not access.may_sign(by, rule, proposer_id=edition.proposed_by_id):
        raise ValidationError(_("Someone else has to sign this. You can't publish a rule you sent for approval."))
    recovery.check_may_sign(by, edition.proposed_at)
    if verb == "sign":
        _check_complete(rule, edition)
        return _finish(rule, edition, meaning, comment, by=by, now=now, verb="signed", batch=batch)
    _add_signature(rule, edition, meaning, comment, by=by, now=now)
    Edition.objects.filter(pk=edition.pk).update(state=State.RETURNED)
    _note(rule, "returned", [edition], by=by, now=now)
    return edition


def _check_complete(rule: Rule, edition: Edition) -> None:
    """The switch may have been turned on since the edition was proposed."""
    if edition.retires or not Organisation.current().complete_before_in_force:
        return
    if missing := missing_items(edition.content_data, meets_customers=rule.meets_customers):
        raise ValidationError([str(missing_item.label) for missing_item in missing])


def _finish(
    rule: Rule,
    edition: Edition,
    meaning: str,
    comment: str,
    *,
    by: User,
    now: datetime,
    verb: str,
    batch: UUID | None = None,
) -> Edition:
    _add_signature(rule, edition, meaning, comment, by=by, now=now)
    touched = _approve(rule, edition, now)
    follow_title(rule, edition.title)
    _plan_review(rule, now)
    rule_changed(rule, now)
    _note(rule, verb, touched, by=by, now=now, batch=batch)
    edition.refresh_from_db()
    return edition


def _add_signature(rule: Rule, edition: Edition, meaning: str, comment: str, *, by: User, now: datetime) -> None:
    signature = SignOff(
        edition=edition,
        person=by,
        person_name=str(by),
        role=Role.MANAGER.value,
        meaning=meaning,
        comment=comment,
        at=now,
        digest=edition.digest,
    )
    signature.clean()
    signature.save()


def _approve(rule: Rule, edition: Edition, now: datetime) -> list[Edition]:
    """Set when it starts and ends, and cut its neighbours; returns all editions touched."""
    starts = max(edition.planned or now, now)
    approved = rule.editions.filter(state=State.APPROVED)
    shortened = list(approved.filter(Q(ends=None) | Q(ends__gt=starts), starts__lte=starts))
    following = approved.filter(starts__gt=starts).order_by("starts").first()
    Edition.objects.filter(pk__in=[e.pk for e in shortened]).update(ends=starts)
    Edition.objects.filter(pk=edition.pk, state=State.WAITING).update(
        state=State.APPROVED, starts=starts, ends=following.starts if following else None
    )
    return [*shortened, edition]


def _plan_review(rule: Rule, now: datetime) -> None:
    """A rule that comes in force for the first time gets the day on which it is first looked at again."""
    if rule.next_review is None:
        rule.next_review = rule.first_review(timezone.localdate(now, Organisation.current().zone))
        Rule.objects.filter(pk=rule.pk).update(next_review=rule.next_review)


@transaction.atomic
def withdraw(edition: Edition, *, by: User, now: datetime) -> Edition:
    """Take back a waiting edition, or an approved one that has not begun; what was before goes on."""
    rule = lock_rule(edition.rule, "withdraw", now)
    edition = rule.editions.get(pk=edition.pk)
    touched = [edition]
    if edition.state == State.APPROVED:
        if edition.starts is None or edition.starts <= now:
            raise ValidationError(_("This version is already in force. Publish another version, or retire the rule."))
        before = rule.editions.filter(state=State.APPROVED, ends=edition.starts).order_by("starts", "number").last()
        if before is not None:
            Edition.objects.filter(pk=before.pk).update(ends=edition.ends)
            touched.append(before)
    elif edition.state != State.WAITING:
        raise Stale
    Edition.objects.filter(pk=edition.pk).update(state=State.WITHDRAWN, withdrawn_at=now)
    rule_changed(rule, now)
    _note(rule, "withdrawn", touched, by=by, now=now)
    return edition


@transaction.atomic
def retire(rule: Rule, *, why: str, successor: Rule | None, number: int, by: User, now: datetime) -> Edition:
    """End a rule by an edition that says what takes its place, or why nothing does."""
    rule = lock_rule(rule, "retire", now)
    retired = {
        "why": why,
        "successor": successor.reference if successor else "",
        "title": str(successor or ""),
    }
    proposal = Proposal(change=Change.RETIRE, note=why, retired=retired)
    return _alone_or_waiting(rule, proposal, "retired", number=number, by=by, now=now)


@transaction.atomic
def restore(rule: Rule, *, why: str, number: int, by: User, now: datetime, version: int | None = None) -> Edition:
    """Bring a retired rule back, as its working text reads now."""
    rule = lock_rule(rule, "restore", now)
    proposal = Proposal(note=why, version=version)
    return _alone_or_waiting(rule, proposal, "restored", number=number, by=by, now=now)


def _alone_or_waiting(rule: Rule, proposal: Proposal, verb: str, *, number: int, by: User, now: datetime) -> Edition:
    edition = _freeze(rule, proposal, number=number, by=by, now=now)
    if access.may_put_in_force_alone(by, rule):
        return _finish(rule, edition, SignOff.Meaning.ALONE, "", by=by, now=now, verb=verb)
    return _wait(rule, edition, by=by, now=now)


@transaction.atomic
def adopt(values: dict[str, Any], kind: str, *, by: User | str, now: datetime) -> Edition | None:
    """Take a document over as it is, in force and signed by nobody. None if its source is in already.

    Where rules must be complete before they are in force, one that is not is refused like any other.
    """
    if is_imported(values["source"]):
        return None
    rule = new_rule(values, kind, by=by, now=now)
    if Organisation.current().complete_before_in_force and (missing := missing_to_publish(rule)):
        raise ValidationError([str(missing_item.label) for missing_item in missing])
    edition = _make_edition(rule, Proposal(), number=1, by=by, now=now, adopted=True)
    _plan_review(rule, now)
    rule_changed(rule, now)
    _note(rule, "adopted", [edition], by=by, now=now)
    return edition


def _note(
    rule: Rule, verb: str, touched: list[Edition], *, by: User | str, now: datetime, batch: UUID | None = None
) -> None:
    """The event of a verb that touched editions: the state each has now, so that verify can recompute it."""
    states = {str(e.number): edition_status(e) for e in Edition.objects.filter(pk__in=[e.pk for e in touched])}
    after = {"editions": states, "next_review": rule.next_review}
    record(rule.subject, verb, by=by, now=now, after=after, batch=batch)


def edition_status(edition: Edition) -> dict[str, Any]:
    """All that verify holds against the events."""
    return {
        "digest": edition.digest,
        "state": edition.state,
        "starts": edition.starts,
        "ends": edition.ends,
        "withdrawn_at": edition.withdrawn_at,
        "adopted": edition.adopted,
        "proposed_by": edition.proposed_by_id,
        "signatures": sorted(
            [s.person_id, s.person_name, s.role, s.meaning, s.comment, s.at, s.digest] for s in edition.signoffs.all()
        ),
    }
