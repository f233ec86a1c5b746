"""What may happen to a case. Each verb: one transaction, one event on the case.

==================  ====================================  ================================================
verb                a case that is                        becomes
==================  ====================================  ================================================
ask, log, escalate  (new)                                 open
note an approval    (new)                                 settled: somebody granted it in person
answer              open                                  answered; what was taken further up is granted
take back           answered, not heard, nothing grown    open
disown an approval  granted in person, within a day       closed, without its words and without the name
hear                answered                              heard; this leaves no event
erase               any                                   as it was, without its words; nobody answers it
==================  ====================================  ================================================

A verb that changes nothing leaves no event. Events say what a case is about by the rule's reference, and never hold
its words. What grows of a case is in ``growing``.
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

from .. import mails
from ..models import Case
from ..reach import reached

VERBS = {Case.Kind.ASK: "asked", Case.Kind.LOG: "logged", Case.Kind.ESCALATE: "taken further up"}


@dataclass(frozen=True)
class Told:
    """What somebody tells of one customer, as the form has it, and where in the rules they were."""

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


class Answered(Exception):
    """Somebody else was quicker; nothing was saved."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.pk)
        self.case = case


@transaction.atomic
def tell(told: Told, *, client_key: UUID | None, by: User, now: datetime) -> Case:
    """Ask, log, or take something further up. The same words with the same key are one case."""
    case, again = _new(told, client_key, by=by, now=now)
    if again:
        return case
    people = reached(by, told.rule, told.grantor) if told.kind != Case.Kind.LOG else []
    case.asked_of = people[0] if people else None
    case.save()
    mails.asked(case, people, now)
    return _tell(case, VERBS[Case.Kind(told.kind)], by=by, now=now)


@transaction.atomic
def note_approval(told: Told, granter: User | str, *, client_key: UUID | None, by: User, now: datetime) -> Case:
    """Keep that somebody who may grant it did so, by word of mouth: a person, or the name of a role."""
    key = client_key and uuid5(client_key, str(granter))  # the same page may have asked before, or named another
    case, again = _new(told, key, by=by, now=now, granter=str(granter))
    if again:
        return case
    case.in_person, case.granted, case.granted_by_name = True, case.would, str(granter)
    if isinstance(granter, User):
        case.granted_by, case.granted_at = granter, now
    case.save()
    return _tell(case, "approved in person", by=by, now=now)


@transaction.atomic
def answer(case: Case, choice: str, words: str, *, by: User, now: datetime) -> Case:
    """Agree, adjust or talk. A second click with the same words is nothing.

    Raises Answered where somebody else was quicker, ValidationError where nothing is left to answer.
    """
    words, case = plain(words), held(case)
    if choice == Case.Answer.ADJUST and not words:
        raise ValidationError({"words": _("Say what to do instead.")})
    if case.answer:
        if (case.answered_by_id, case.answer, case.answer_words) == (by.pk, choice, words):
            return case
        raise Answered(case)
    if not case.is_open:
        raise ValidationError(
            _("You can't answer this any more: its text was deleted, or someone approved it in person.")
        )
    if choice == Case.Answer.AGREE and not (case.would or words):
        raise ValidationError({"words": _("There's no suggestion to agree with. Say what to do.")})
    case.answer, case.answer_words = choice, words
    case.answered_by, case.answered_by_name, case.answered_at = by, str(by), now
    if case.kind == Case.Kind.ESCALATE and case.affirmed:
        case.granted = case.best[: Case._meta.get_field("granted").max_length]
        case.granted_by, case.granted_by_name, case.granted_at = by, str(by), now
    case.save()
    return _tell(case, "answered", by=by, now=now, answer=choice)


@transaction.atomic
def take_back(case: Case, *, by: User, now: datetime) -> Case:
    """Take one's own answer back while nobody has heard it."""
    case = held(case)
    if not case.answer:
        return case
    if case.answered_by_id != by.pk or not case.may_be_taken_back:
        raise ValidationError(
            _("%(name)s has already seen it, so talk to them directly.") % {"name": case.person_name}
        )
    case.answer = case.answer_words = case.answered_by_name = case.granted = case.granted_by_name = ""
    case.answered_by = case.answered_at = case.granted_by = case.granted_at = None
    case.save()
    return _tell(case, "answer taken back", by=by, now=now)


@transaction.atomic
def disown(case: Case, *, by: User, now: datetime) -> Case:
    """Take back that somebody approved it in person: a slip. Nobody's name stands behind it any more, and twice is
    once. Raises ValidationError after a day."""
    case = held(case)
    if not case.in_person:
        return case
    if case.person_id != by.pk or not case.may_be_disowned(now):
        raise ValidationError(_("This was more than a day ago and can't be undone."))
    case.in_person, case.granted_by, case.granted_at = False, None, None
    case.client_key = None  # the same page may note it anew
    case.granted = case.granted_by_name = case.about = case.would = case.because = ""
    case.erased_at = case.erased_at or now
    case.save()
    return _tell(case, "approval taken back", by=by, now=now)


@transaction.atomic
def hear(case: Case, *, now: datetime) -> Case:
    """The asker saw the answer. The first time counts."""
    case = held(case)
    if case.answer and case.heard_at is None:
        case.heard_at = now
        case.save()
    return case


@transaction.atomic
def erase(case: Case, *, by: User, now: datetime) -> Case:
    """Erase the words of a case for good; an administrator erases those of the answer too. That it happened, what
    was answered and by whom stay, and so do the counts."""
    case = held(case)
    if case.erased_at is None or (by.is_admin and case.answer_words):
        case.about = case.would = case.because = case.granted = ""
        case.answer_words = "" if by.is_admin else case.answer_words
        case.erased_at = case.erased_at or now
        case.save()
        _tell(case, "words removed", by=by, now=now, answer_too=by.is_admin)
    return case


def held(case: Case) -> Case:
    """The case as it is stored, held until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("rule", "person").get(pk=case.pk)


def plain(text: str) -> str:
    return text.replace("\0", "").strip()


def _new(told: Told, client_key: UUID | None, *, by: User, now: datetime, granter: str = "") -> tuple[Case, bool]:
    """A case that is not saved yet, or the one that an earlier click made of the same words; and whether it is that.
    ``granter``: who approved it in person.

    One person's clicks come in one after the other.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    about, would, because = plain(told.about), plain(told.would), plain(told.because)
    told = replace(told, at=told.at or now, about=about, would=would, because=because)
    there = Case.objects.filter(client_key=client_key).first() if client_key else None
    if there and there.person_id == by.pk and _same(there, told, granter):
        return there, True
    return Case(**vars(told), client_key=None if there else client_key, person=by, person_name=str(by)), False


def _same(case: Case, told: Told, granter: str) -> bool:
    """The same words about the same place, approved by the same; of words that were removed, only the place."""
    if (case.rule_id, case.option_key) != (told.rule and told.rule.pk, told.option_key):
        return False
    if case.erased_at is not None:
        return True
    approved = case.granted_by_name if case.in_person else ""
    names = ("kind", "about", "would", "because", "waiting")
    return approved == granter and all(getattr(case, name) == getattr(told, name) for name in names)


def _tell(case: Case, verb: str, *, by: User, now: datetime, **more: object) -> Case:
    about = {"rule": case.rule.reference if case.rule else "", "edition": case.edition, "waiting": case.waiting}
    record(case.subject, verb, by=by, now=now, after={**about, **more})
    return case
