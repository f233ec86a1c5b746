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
column_hooks: list[Callable[[Any, "User"], Any]] = []  # adds columns to a queryset of rules, for a reader


def rule_changed(rule: "Rule", now: datetime) -> None:
    """Run what other apps do when the versions or readers of ``rule`` changed, or what is on its card. Every action
    that changes one of these calls it inside its transaction."""
    for hook in in_force_changed:
        hook(rule, now)


def rule_text_saved(rule: "Rule") -> None:
    """Call this when the text of ``rule`` was saved."""
    for hook in text_saved:
        hook(rule)


def with_extra_columns(rules: Any, person: "User") -> Any:
    """``rules`` with the columns that other apps show beside a rule."""
    for hook in column_hooks:
        rules = hook(rules, person)
    return rules
