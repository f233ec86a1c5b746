"""What is written of a rule and what is still to write, part by part."""

from dataclasses import dataclass, field
from typing import Any

from policyhub.registry.content import draft
from policyhub.registry.kinds import section_address, sections_of
from policyhub.registry.models import Flexibility, Rule, RuleLink
from policyhub.registry.requirements import MissingItem, missing_essentials, missing_items
from policyhub.registry.sections import Section
from policyhub.touchpoints.models import touchpoints_of

FOLLOWING_LINKS = (RuleLink.Kind.CARRIED_OUT_BY, RuleLink.Kind.MEASURED_BY)


@dataclass(frozen=True)
class Task:
    """One part of a rule: whether anything of it is written, and what it still lacks."""

    part: Section
    address: str
    written: bool
    lacking: list[MissingItem] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return self.written and not self.lacking

    @property
    def open(self) -> bool:
        """Something should be written here; parts that may stay blank are never open."""
        return not self.done and not (self.part.optional and not self.lacking)


def tasks(rule: Rule, content: dict[str, Any] | None = None) -> list[Task]:
    """All that is asked of ``rule``, in order. ``said``: its draft, if somebody has read it already."""
    content = draft(rule) if content is None else content
    lacking = missing_essentials(rule) + missing_items(content, meets_customers=rule.meets_customers)
    return [
        Task(
            part,
            section_address(rule, part.name),
            _is_written(part, rule, content),
            [missing_item for missing_item in lacking if missing_item.field_name in (*part.fields, *part.rows)],
        )
        for part in sections_of(rule)
    ]


def _is_written(part: Section, rule: Rule, content: dict[str, Any]) -> bool:
    """Parts on a page of their own stand beside the content."""
    if part.page == "classification:classify":
        return rule.flexibility != Flexibility.UNDECIDED
    if part.page == "authoring:touchpoints":
        return touchpoints_of(rule).exists()
    if part.page == "authoring:links":
        return rule.links.filter(kind__in=FOLLOWING_LINKS).exists()
    return part.is_written(content)


def next_task(rule: Rule, after: str) -> Task | None:
    """The next open part behind the one of this name; behind the last comes the first."""
    all_tasks = tasks(rule)
    index = next((n for n, task in enumerate(all_tasks) if task.part.name == after), -1)
    return next((task for task in all_tasks[index + 1 :] + all_tasks[: index + 1] if task.open), None)
