"""Turns a case with an affirmed answer into an option or a situation of its rule. This changes the draft alone:
nothing is in force until somebody signs. One event on the rule, one on the case."""

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
from policyhub.registry.kinds import COMMON_ROWS
from policyhub.registry.models import Option, Rule, Situation
from policyhub.registry.models.rows import Grantor
from policyhub.registry.states import lock_rule
from policyhub.registry.writing import RuleInput, write

from ..models import Case
from .cases import clean_text, lock_case

SITUATIONS = next(spec for spec in COMMON_ROWS if spec.model is Situation)


@transaction.atomic
def make_option(case: Case, text: str, *, situation: UUID | None, by: User, now: datetime, when: str = "") -> Case:
    """Draft an option with credit to the asker, in the situation with this key or, without one, in a new one that
    reads ``when``, or else as the question does. A second click is nothing."""
    case = lock_case(case)
    if case.grown_option_key:
        return case
    rule, situations = _working_text(case, now)
    if not (text := clean_text(text)):
        raise ValidationError({"text": _("Say what staff may do.")})
    if situation:
        row = next((row for row in situations if row["key"] == situation), None)
    else:
        row = _add_situation(situations, clean_text(when) or case.about, rule.language)
    if row is None:
        raise ValidationError({"situation": _("Someone removed this situation. Choose another.")})
    row["options"].append(_option_row(text, case.person_name, _default_grantor(case)))
    saved_situation = _save_situations(rule, situations, index=situations.index(row), by=by, now=now)
    option = saved_situation.options.live().last()
    assert isinstance(option, Option)  # it was written just now
    case.grown_option_key, case.grown_situation_key = option.key, case.grown_situation_key or saved_situation.key
    return _save_promotion(case, "became an option", by=by, now=now, option=option.key, situation=saved_situation.key)


@transaction.atomic
def make_situation(case: Case, *, by: User, now: datetime, when: str = "") -> Case:
    """Draft a situation that reads ``when``, or else as the question does; options come later. A second click is
    nothing."""
    case = lock_case(case)
    if case.grown_situation_key:
        return case
    rule, situations = _working_text(case, now)
    row = _add_situation(situations, clean_text(when) or case.about, rule.language)
    saved_situation = _save_situations(rule, situations, index=situations.index(row), by=by, now=now)
    case.grown_situation_key = saved_situation.key
    return _save_promotion(case, "became a situation", by=by, now=now, situation=saved_situation.key)


def _working_text(case: Case, now: datetime) -> tuple[Rule, list[dict[str, Any]]]:
    """The rule, locked, and the situations of its draft. Raises ValidationError where the answer is not affirmed."""
    if not (case.rule and case.affirmed and case.erased_at is None):
        raise ValidationError(_("Only an answer that agrees or adjusts, about a rule, can be added to that rule."))
    rule = lock_rule(case.rule, "write", now)
    return rule, rows(rule, SITUATIONS)


def _add_situation(situations: list[dict[str, Any]], text: str, language: str) -> dict[str, Any]:
    """Append a new situation to ``situations`` and return it."""
    situations.append({"key": None, "text": as_when_clause(text, language), "options": []})
    return situations[-1]


def as_when_clause(text: str, language: str) -> str:
    """A question as it reads behind "When": in English without the capital of its first word, unless that is I, or
    letters that stand for something."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if language != "en" or re.match(r"I\b", first) or (len(first) > 1 and first.isupper()):
        return text
    return text[:1].lower() + text[1:]


def _default_grantor(case: Case) -> str:
    """The role of whoever answered in these teams, else manager: the option starts with it, and whoever saves the
    option may change it."""
    roles = case.answered_by.roles if case.answered_by else {}
    roles_there = {roles.get(team) for team in case.teams}
    return Grantor.LEAD if Role.LEAD in roles_there and Role.MANAGER not in roles_there else Grantor.MANAGER


def _option_row(text: str, credited_to: str, grantor: str) -> dict[str, Any]:
    blank = dict.fromkeys(("say_it", "limit_words", "grantor_name"), "")
    limits = {"limit_amount": None, "grantor": grantor}
    return {"text": text, "credited_to": credited_to[: _max_length("credited_to")], **limits, **blank}


def _max_length(name: str) -> int:
    return getattr(Option._meta.get_field(name), "max_length", None) or 0


def _save_situations(
    rule: Rule, situations: list[dict[str, Any]], *, index: int, by: User, now: datetime
) -> Situation:
    """Save these situations, and return the one at ``index``."""
    saved = write(rule, RuleInput({}, {SITUATIONS.name: situations}), version=rule.version, by=by, now=now)
    situation = SITUATIONS.of(saved)[index]
    assert isinstance(situation, Situation)  # rows of this list are
    return situation


def _save_promotion(case: Case, verb: str, *, by: User, now: datetime, **keys: UUID) -> Case:
    case.save()
    after = {"rule": case.rule.reference if case.rule else "", **keys}
    record(case.subject, verb, by=by, now=now, after=after)
    return case
