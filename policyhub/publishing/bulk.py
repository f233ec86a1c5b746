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
from policyhub.registry.requirements import MissingItem, missing_essentials, missing_items_by_rule
from policyhub.ui.pages import Stale

from .actions import Proposal, propose, put_in_force, sign


@dataclass(frozen=True)
class RuleSnapshot:
    """A rule as somebody saw it in a list: the version of its text, and the number its next edition would have."""

    reference: str
    version: int
    number: int

    def __str__(self) -> str:
        return f"{self.reference}:{self.version}:{self.number}"


def snapshots(rules: Iterable[Rule]) -> dict[int, RuleSnapshot]:
    """A snapshot of each rule by its key, for the form in which somebody ticks some of them."""
    rules = list(rules)
    last_numbers = dict(Edition.objects.filter(rule__in=rules).order_by().values_list("rule").annotate(Max("number")))
    return {rule.pk: RuleSnapshot(rule.reference, rule.version, last_numbers.get(rule.pk, 0) + 1) for rule in rules}


def missing_by_rule(rules: Iterable[Rule]) -> dict[int, list[MissingItem]]:
    """What keeps each rule from being put in force, by key; rules that nothing keeps are left out."""
    rules = list(rules)
    if Organisation.current().complete_before_in_force:
        missing = missing_items_by_rule(rules)
    else:
        missing = {rule.pk: missing_essentials(rule) for rule in rules}
    return {key: items for key, items in missing.items() if items}


@transaction.atomic
def bring_in_force(snapshots: Iterable[RuleSnapshot], *, by: User, now: datetime) -> list[Edition]:
    """Put each rule in force where one person may, propose it where a second one signs."""
    batch, editions = uuid4(), []
    for snapshot in snapshots:
        rule = _find_rule(snapshot.reference)
        alone = access.may_put_in_force_alone(by, rule)
        verb = put_in_force if alone else propose
        with _NameRuleInErrors(rule):
            editions.append(
                verb(rule, Proposal(version=snapshot.version), number=snapshot.number, by=by, now=now, batch=batch)
            )
    return editions


@transaction.atomic
def sign_together(chosen: Iterable[tuple[Edition, str]], *, by: User, now: datetime) -> list[Edition]:
    """Approve several waiting editions, each with the digest that was seen."""
    batch, signed = uuid4(), []
    for edition, digest in chosen:
        with _NameRuleInErrors(edition.rule):
            signed.append(sign(edition, SignOff.Meaning.APPROVE, "", digest=digest, by=by, now=now, batch=batch))
    return signed


def _find_rule(reference: str) -> Rule:
    rule = Rule.objects.filter(reference=reference).first()
    if rule is None:
        raise Stale
    return rule


class _NameRuleInErrors:
    """A context that puts the rule's number and title before each message of a ValidationError."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, ValidationError):
            raise ValidationError([f"{self.rule.reference}, {self.rule}: {message}" for message in problem.messages])
