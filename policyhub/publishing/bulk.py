"""Verbs on several rules at once: one signature, one transaction, the same event on each rule as if done singly.

All or nothing: where one of them cannot be done, none is, and the refusal says which.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.registry.models import Edition, Rule, SignOff
from policyhub.registry.requirements import Lack, lacks_for_force, lacks_of_all
from policyhub.ui.pages import Stale

from .actions import Proposal, propose, put_in_force, sign


@dataclass(frozen=True)
class Seen:
    """A rule as somebody saw it in a list: the version of its text, and the number its next edition would have."""

    reference: str
    version: int
    number: int

    def __str__(self) -> str:
        return f"{self.reference}:{self.version}:{self.number}"


def seen(rules: Iterable[Rule]) -> dict[int, Seen]:
    """What somebody who is shown these rules has seen of each, by key."""
    rules = list(rules)
    last = dict(Edition.objects.filter(rule__in=rules).order_by().values_list("rule").annotate(Max("number")))
    return {rule.pk: Seen(rule.reference, rule.version, last.get(rule.pk, 0) + 1) for rule in rules}


def keeps_back(rules: Iterable[Rule]) -> dict[int, list[Lack]]:
    """What keeps each rule from being put in force, by key; rules that nothing keeps are left out."""
    rules = list(rules)
    if Organisation.the().complete_before_in_force:
        lacking = lacks_of_all(rules)
    else:
        lacking = {rule.pk: lacks_for_force(rule) for rule in rules}
    return {key: found for key, found in lacking.items() if found}


@transaction.atomic
def bring_in_force(chosen: Iterable[Seen], *, by: User, now: datetime) -> list[Edition]:
    """Put each rule in force where one person may, propose it where a second one signs."""
    batch, made = uuid4(), []
    for one in chosen:
        rule = _find(one.reference)
        alone = access.may_put_in_force_alone(by, rule)
        verb = put_in_force if alone else propose
        with _named(rule):
            made.append(verb(rule, Proposal(version=one.version), number=one.number, by=by, now=now, batch=batch))
    return made


@transaction.atomic
def sign_together(chosen: Iterable[tuple[Edition, str]], *, by: User, now: datetime) -> list[Edition]:
    """Approve several waiting editions, each with the digest that was seen."""
    batch, signed = uuid4(), []
    for edition, digest in chosen:
        with _named(edition.rule):
            signed.append(sign(edition, SignOff.Meaning.APPROVE, "", digest=digest, by=by, now=now, batch=batch))
    return signed


def _find(reference: str) -> Rule:
    rule = Rule.objects.filter(reference=reference).first()
    if rule is None:
        raise Stale
    return rule


class _named:
    """Says in a refusal which rule it is about."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, ValidationError):
            raise ValidationError([f"{self.rule.reference}, {self.rule}: {words}" for words in problem.messages])
