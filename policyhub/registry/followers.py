"""Later rooms follow what is in force: plain functions, called inside the transaction that changes it."""

from collections.abc import Callable
from datetime import datetime

from .models import Rule

Follower = Callable[[Rule, datetime], None]
followers: list[Follower] = []


def follow(rule: Rule, now: datetime) -> None:
    """Tell every follower that the editions or the readers of ``rule`` changed, or what stands on its card."""
    for follower in followers:
        follower(rule, now)
