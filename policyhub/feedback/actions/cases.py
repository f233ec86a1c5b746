"""What may happen to a case. Each action: one transaction, one event on the case.

==================  ====================================  ================================================
action              a case that is                        becomes
==================  ====================================  ================================================
open_case           (new)                                 open
record_approval     (new)                                 settled: somebody granted it in person
answer              open                                  answered; what was escalated is granted
withdraw_answer     answered, not seen, not promoted      open
withdraw_approval   granted in person, within a day       closed, without its text and without the name
mark_answer_seen    answered                              seen by the asker; this leaves no event
erase               any                                   as it was, without its text; nobody answers it
==================  ====================================  ================================================

An action that changes nothing leaves no event. Events say what a case is about by the rule's reference, and never hold
its words. How a case becomes an option is in ``promote``.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.evidence.record import record
from policyhub.registry.models import Rule

from .. import emails
from ..models import Case
from ..routing import recipients_of

VERBS = {Case.Kind.ASK: "asked", Case.Kind.LOG: "logged", Case.Kind.ESCALATE: "taken further up"}


@dataclass(frozen=True)
class CaseReport:
    """What somebody reports about one customer, as the form has it, and which rule and option it is about."""

    kind: str
    about: str
    would: str = ""
    because: str = ""
    waiting: bool = False
    rule: Rule | None = None
    edition: int | None = None
    situation_key: UUID | None = None
    option_key: UUID | None = None
    grantor: str = ""
    at: datetime | None = None  # when it happened, if it was told later


class AlreadyAnsweredError(Exception):
    """Somebody else answered first; nothing was saved."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.pk)
        self.case = case


@transaction.atomic
def open_case(report: CaseReport, *, client_key: UUID | None, by: User, now: datetime) -> Case:
    """Ask, log or escalate, and write to whoever is asked. The same key and text return the first case."""
    case, exists = _build_case(report, client_key, by=by, now=now)
    if exists:
        return case
    people = recipients_of(by, report.rule, report.grantor) if report.kind != Case.Kind.LOG else []
    case.asked_of = people[0] if people else None
    case.save()
    emails.case_received(case, people, now)
    return _record_event(case, VERBS[Case.Kind(report.kind)], by=by, now=now)


@transaction.atomic
def record_approval(
    report: CaseReport, granter: User | str, *, client_key: UUID | None, by: User, now: datetime
) -> Case:
    """Record that ``granter``, a person or the name of a role, approved it by word of mouth."""
    key = client_key and uuid5(client_key, str(granter))  # the same page may have asked before, or named another
    case, exists = _build_case(report, key, by=by, now=now, granter=str(granter))
    if exists:
        return case
    case.in_person, case.granted, case.granted_by_name = True, case.would, str(granter)
    if isinstance(granter, User):
        case.granted_by, case.granted_at = granter, now
    case.save()
    return _record_event(case, "approved in person", by=by, now=now)


@transaction.atomic
def answer(case: Case, choice: str, text: str, *, by: User, now: datetime) -> Case:
    """Agree, adjust or talk. A second click with the same words is nothing.

    Raises AlreadyAnsweredError where somebody else was quicker, ValidationError where nothing is left to answer.
    """
    text, case = clean_text(text), lock_case(case)
    if choice == Case.Answer.ADJUST and not text:
        raise ValidationError({"words": _("Say what to do instead.")})
    if case.answer:
        if (case.answered_by_id, case.answer, case.answer_words) == (by.pk, choice, text):
            return case
        raise AlreadyAnsweredError(case)
    if not case.is_open:
        raise ValidationError(
            _("You can't answer this any more: its text was deleted, or someone approved it in person.")
        )
    if choice == Case.Answer.AGREE and not (case.would or text):
        raise ValidationError({"words": _("There's no suggestion to agree with. Say what to do.")})
    case.answer, case.answer_words = choice, text
    case.answered_by, case.answered_by_name, case.answered_at = by, str(by), now
    if case.kind == Case.Kind.ESCALATE and case.affirmed:
        case.granted = case.advice[: Case._meta.get_field("granted").max_length]
        case.granted_by, case.granted_by_name, case.granted_at = by, str(by), now
    case.save()
    return _record_event(case, "answered", by=by, now=now, answer=choice)


@transaction.atomic
def withdraw_answer(case: Case, *, by: User, now: datetime) -> Case:
    """Withdraw one's own answer. Raises ValidationError once the asker has seen it."""
    case = lock_case(case)
    if not case.answer:
        return case
    if case.answered_by_id != by.pk or not case.may_withdraw_answer:
        raise ValidationError(
            _("%(name)s has already seen it, so talk to them directly.") % {"name": case.person_name}
        )
    case.answer = case.answer_words = case.answered_by_name = case.granted = case.granted_by_name = ""
    case.answered_by = case.answered_at = case.granted_by = case.granted_at = None
    case.save()
    return _record_event(case, "answer taken back", by=by, now=now)


@transaction.atomic
def withdraw_approval(case: Case, *, by: User, now: datetime) -> Case:
    """Withdraw a recorded approval in person: the name and the text are removed. A second click changes nothing.
    Raises ValidationError after a day."""
    case = lock_case(case)
    if not case.in_person:
        return case
    if case.person_id != by.pk or not case.may_withdraw_approval(now):
        raise ValidationError(_("This was more than a day ago and can't be undone."))
    case.in_person, case.granted_by, case.granted_at = False, None, None
    case.client_key = None  # the same page may note it anew
    case.granted = case.granted_by_name = case.about = case.would = case.because = ""
    case.erased_at = case.erased_at or now
    case.save()
    return _record_event(case, "approval taken back", by=by, now=now)


@transaction.atomic
def mark_answer_seen(case: Case, *, now: datetime) -> Case:
    """The asker saw the answer. The first time counts."""
    case = lock_case(case)
    if case.answer and case.heard_at is None:
        case.heard_at = now
        case.save()
    return case


@transaction.atomic
def erase(case: Case, *, by: User, now: datetime) -> Case:
    """Erase the words of a case for good; an administrator erases those of the answer too. That it happened, what
    was answered and by whom stay, and so do the counts."""
    case = lock_case(case)
    if case.erased_at is None or (by.is_admin and case.answer_words):
        case.about = case.would = case.because = case.granted = ""
        case.answer_words = "" if by.is_admin else case.answer_words
        case.erased_at = case.erased_at or now
        case.save()
        _record_event(case, "words removed", by=by, now=now, answer_too=by.is_admin)
    return case


def lock_case(case: Case) -> Case:
    """The case as stored now, locked until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("rule", "person").get(pk=case.pk)


def clean_text(text: str) -> str:
    return text.replace("\0", "").strip()


def _build_case(
    report: CaseReport, client_key: UUID | None, *, by: User, now: datetime, granter: str = ""
) -> tuple[Case, bool]:
    """(case, exists): an unsaved case, or the one that an earlier click saved. ``granter``: who approved it in person.

    Locks the person, so that two clicks run one after the other.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    about, would, because = clean_text(report.about), clean_text(report.would), clean_text(report.because)
    report = replace(report, at=report.at or now, about=about, would=would, because=because)
    existing = Case.objects.filter(client_key=client_key).first() if client_key else None
    if existing and existing.person_id == by.pk and _is_same_report(existing, report, granter):
        return existing, True
    return Case(**vars(report), client_key=None if existing else client_key, person=by, person_name=str(by)), False


def _is_same_report(case: Case, report: CaseReport, granter: str) -> bool:
    """Whether ``case`` was saved from the same report; once its text was erased, rule and option decide."""
    if (case.rule_id, case.option_key) != (report.rule and report.rule.pk, report.option_key):
        return False
    if case.erased_at is not None:
        return True
    approved = case.granted_by_name if case.in_person else ""
    names = ("kind", "about", "would", "because", "waiting")
    return approved == granter and all(getattr(case, name) == getattr(report, name) for name in names)


def _record_event(case: Case, verb: str, *, by: User, now: datetime, **extra: object) -> Case:
    about = {"rule": case.rule.reference if case.rule else "", "edition": case.edition, "waiting": case.waiting}
    record(case.subject, verb, by=by, now=now, after={**about, **extra})
    return case
