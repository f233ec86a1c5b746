"""What grows of a case that was affirmed: an option of its rule, or a situation. It changes the working text alone;
nothing of it is in force until somebody signs. One event on the rule, one on the case."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import Role, User
from policyhub.evidence.record import record
from policyhub.registry.content import rows
from policyhub.registry.kinds import ROWS
from policyhub.registry.models import Option, Rule, Situation
from policyhub.registry.models.rows import Grantor
from policyhub.registry.states import locked
from policyhub.registry.writing import Text, write

from ..models import Case
from .cases import held, plain

SITUATIONS = next(spec for spec in ROWS if spec.model is Situation)


@transaction.atomic
def make_option(case: Case, text: str, *, situation: UUID | None, by: User, now: datetime, when: str = "") -> Case:
    """Draft an option with credit to the asker, in the situation with this key or, without one, in a new one that
    reads ``when``, or else as the question does. A second click is nothing."""
    case = held(case)
    if case.grown_option_key:
        return case
    rule, there = _working_text(case, now)
    if not (text := plain(text)):
        raise ValidationError({"text": _("Say what staff may do.")})
    if situation:
        chosen = next((row for row in there if row["key"] == situation), None)
    else:
        chosen = _begin(there, plain(when) or case.about, rule.language)
    if chosen is None:
        raise ValidationError({"situation": _("Someone removed this situation. Choose another.")})
    chosen["options"].append(_option(text, case.person_name, _role(case)))
    made = _written(rule, there, at=there.index(chosen), by=by, now=now)
    option = made.options.live().last()
    assert isinstance(option, Option)  # it was written just now
    case.grown_option_key, case.grown_situation_key = option.key, case.grown_situation_key or made.key
    return _grown(case, "became an option", by=by, now=now, option=option.key, situation=made.key)


@transaction.atomic
def make_situation(case: Case, *, by: User, now: datetime, when: str = "") -> Case:
    """Draft a situation that reads ``when``, or else as the question does; options come later. A second click is
    nothing."""
    case = held(case)
    if case.grown_situation_key:
        return case
    rule, there = _working_text(case, now)
    chosen = _begin(there, plain(when) or case.about, rule.language)
    made = _written(rule, there, at=there.index(chosen), by=by, now=now)
    case.grown_situation_key = made.key
    return _grown(case, "became a situation", by=by, now=now, situation=made.key)


def _working_text(case: Case, now: datetime) -> tuple[Rule, list[dict[str, Any]]]:
    """The rule, held, and its situations as they are written now."""
    if not (case.rule and case.affirmed and case.erased_at is None):
        raise ValidationError(_("Only an answer that agrees or adjusts, about a rule, can be added to that rule."))
    rule = locked(case.rule, "write", now)
    return rule, rows(rule, SITUATIONS)


def _begin(there: list[dict[str, Any]], text: str, language: str) -> dict[str, Any]:
    there.append({"key": None, "text": after_when(text, language), "options": []})
    return there[-1]


def after_when(text: str, language: str) -> str:
    """A question as it reads behind "When": in English without the capital of its first word, unless that is I, or
    letters that stand for something."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if language != "en" or re.match(r"I\b", first) or (len(first) > 1 and first.isupper()):
        return text
    return text[:1].lower() + text[1:]


def _role(case: Case) -> str:
    """The role of whoever answered: they decided this once, and whoever saves the option says who decides from now
    on. A manager where it was neither a lead nor a manager of these teams."""
    roles = case.answered_by.roles if case.answered_by else {}
    there = {roles.get(team) for team in case.teams}
    return Grantor.LEAD if Role.LEAD in there and Role.MANAGER not in there else Grantor.MANAGER


def _option(text: str, credited_to: str, grantor: str) -> dict[str, Any]:
    blank = dict.fromkeys(("say_it", "limit_words", "grantor_name"), "")
    limits = {"limit_amount": None, "grantor": grantor}
    return {"text": text, "credited_to": credited_to[: _longest("credited_to")], **limits, **blank}


def _longest(name: str) -> int:
    return getattr(Option._meta.get_field(name), "max_length", None) or 0


def _written(rule: Rule, there: list[dict[str, Any]], *, at: int, by: User, now: datetime) -> Situation:
    """Save these situations, and return the one that stands ``at`` this place."""
    saved = write(rule, Text({}, {SITUATIONS.name: there}), version=rule.version, by=by, now=now)
    made = SITUATIONS.of(saved)[at]
    assert isinstance(made, Situation)  # rows of this list are
    return made


def _grown(case: Case, verb: str, *, by: User, now: datetime, **keys: UUID) -> Case:
    case.save()
    after = {"rule": case.rule.reference if case.rule else "", **keys}
    record(case.subject, verb, by=by, now=now, after=after)
    return case
