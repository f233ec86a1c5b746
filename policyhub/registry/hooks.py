"""What other apps do when a rule changes: plain functions, called inside the transaction that changes it.

An app adds its own in ``AppConfig.ready``.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policyhub.accounts.models import User

    from .models import Rule

in_force_changed: list[Callable[["Rule", datetime], None]] = []  # its versions, its readers, what is on its card
text_saved: list[Callable[["Rule"], Any]] = []  # the text that is being written
shown_with_a_rule: list[Callable[[Any, "User"], Any]] = []  # adds columns to a queryset of rules, for a reader


def follow(rule: "Rule", now: datetime) -> None:
    """Call this when the versions or the readers of ``rule`` changed, or what is on its card."""
    for hook in in_force_changed:
        hook(rule, now)


def rule_text_saved(rule: "Rule") -> None:
    """Call this when the text of ``rule`` was saved."""
    for hook in text_saved:
        hook(rule)


def with_what_is_shown(rules: Any, person: "User") -> Any:
    """``rules`` with the columns that other apps show beside a rule."""
    for hook in shown_with_a_rule:
        rules = hook(rules, person)
    return rules
