"""All feedback on a rule, put together for a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from policyhub.registry.models import Flexibility, Rule

from .counts import FeedbackCounts, feedback_counts, friction_reasons
from .option_stats import OptionStats, option_stats, texts_in_edition, texts_of_options
from .pulse import PulseFigure, figures

REASONS_ON_LIST, REASONS_ON_PAGE = 3, 20  # sentences


@dataclass(frozen=True)
class RuleFeedback:
    """One rule with all feedback on it. ``share``: the width of its bar beside the others."""

    rule: Rule
    counts: FeedbackCounts
    reasons: list[str] = field(default_factory=list)
    options: list[OptionStats] = field(default_factory=list)
    pulse: PulseFigure | None = None
    share: str = "0%"

    def __bool__(self) -> bool:
        return bool(self.counts or self.pulse)


def feedback_on_rules(rules: list[Rule], since: datetime, *, most_people: int) -> list[RuleFeedback]:
    """For a list of rules, with options as the drafts word them. ``most_people``: the people behind a full bar."""
    keys = [rule.pk for rule in rules]
    counts, reasons, stats = (
        feedback_counts(keys, since),
        friction_reasons(keys, since, REASONS_ON_LIST),
        option_stats(keys, since),
    )
    options = _with_texts(stats, texts_of_options(stats))
    pulses = figures(rule.pk for rule in rules if rule.flexibility == Flexibility.BLACK)
    return [
        RuleFeedback(
            rule,
            counts[rule.pk],
            reasons.get(rule.pk, []),
            options.get(rule.pk, []),
            pulses.get(rule.pk),
            f"{100 * counts[rule.pk].people / most_people:.0f}%" if most_people else "0%",
        )
        for rule in rules
    ]


def feedback_on_rule(rule: Rule, content: dict[str, Any], since: datetime, *, with_pulse: bool) -> RuleFeedback:
    """For the page of one rule, with options as ``content``, the edition in force, words them."""
    counts = feedback_counts([rule.pk], since)[rule.pk]
    stats = option_stats([rule.pk], since) if counts.uses else []
    options = _with_texts(stats, texts_in_edition(content)).get(rule.pk, [])
    reasons = friction_reasons([rule.pk], since, REASONS_ON_PAGE).get(rule.pk, []) if counts.friction else []
    figure = figures([rule.pk]).get(rule.pk) if with_pulse and rule.flexibility == Flexibility.BLACK else None
    return RuleFeedback(rule, counts, reasons, options, figure)


def _with_texts(stats: Iterable[OptionStats], texts: dict[UUID, tuple[str, str]]) -> dict[int, list[OptionStats]]:
    """The options by rule, with their texts; options without a text are left out."""
    by_rule: dict[int, list[OptionStats]] = {}
    for option in stats:
        if option.option in texts:
            text, situation = texts[option.option]
            by_rule.setdefault(option.rule, []).append(replace(option, text=text, situation=situation))
    return by_rule
