"""What is written of a rule and what is still to write, part by part."""

from dataclasses import dataclass, field
from typing import Any

from policyhub.registry.content import draft
from policyhub.registry.kinds import address_of, parts_of
from policyhub.registry.models import Flexibility, Rule, RuleLink
from policyhub.registry.requirements import Lack, lacks, lacks_for_force
from policyhub.registry.sections import Part
from policyhub.touchpoints.models import touchpoints_of

LEADS_ON = (RuleLink.Kind.CARRIED_OUT_BY, RuleLink.Kind.MEASURED_BY)


@dataclass(frozen=True)
class Task:
    """One part of a rule: whether anything of it is written, and what it still lacks."""

    part: Part
    address: str
    written: bool
    lacking: list[Lack] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return self.written and not self.lacking

    @property
    def open(self) -> bool:
        """Something should be written here; parts that may stay blank are never open."""
        return not self.done and not (self.part.optional and not self.lacking)


def tasks(rule: Rule, said: dict[str, Any] | None = None) -> list[Task]:
    """All that is asked of ``rule``, in order. ``said``: its draft, if somebody has read it already."""
    said = draft(rule) if said is None else said
    lacking = lacks_for_force(rule) + lacks(said, meets_customers=rule.meets_customers)
    return [
        Task(
            part,
            address_of(rule, part.name),
            _is_written(part, rule, said),
            [lack for lack in lacking if lack.where in (*part.fields, *part.rows)],
        )
        for part in parts_of(rule)
    ]


def _is_written(part: Part, rule: Rule, said: dict[str, Any]) -> bool:
    """Parts on a page of their own stand beside the content."""
    if part.page == "rule_decide":
        return rule.flexibility != Flexibility.UNDECIDED
    if part.page == "rule_touchpoints":
        return touchpoints_of(rule).exists()
    if part.page == "rule_links":
        return rule.links.filter(kind__in=LEADS_ON).exists()
    return part.written(said)


def next_task(rule: Rule, after: str) -> Task | None:
    """The next open part behind the one of this name; behind the last comes the first."""
    found = tasks(rule)
    at = next((n for n, task in enumerate(found) if task.part.name == after), -1)
    return next((task for task in found[at + 1 :] + found[: at + 1] if task.open), None)
