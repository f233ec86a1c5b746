"""A bound of time for the statements of look-up, on either engine."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection

SECONDS = 1.0
SQLITE_STEPS = 10_000  # of SQLite's machine, between two looks at the clock
# A scan that cannot be avoided is reckoned to cost so much that the plan would be compiled, which takes half a second
PLANNER_SETTINGS = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off; "


class SearchTimeoutError(Exception):
    """The engine was stopped."""


def fetch(sql: str, values: dict[str, Any], seconds: float = SECONDS) -> list[tuple[Any, ...]]:
    """All rows of a statement that only reads. Raises SearchTimeoutError."""
    try:
        with connection.cursor() as cursor, stopped_after(seconds):
            cursor.execute(timeout_sql(seconds) + sql, values)
            return list(cursor.fetchall())
    except OperationalError as problem:
        if is_timeout(problem):
            raise SearchTimeoutError from problem
        raise


def timeout_sql(seconds: float) -> str:
    """What PostgreSQL is told in the same breath, which is a transaction of its own. In one of somebody else's a
    statement that is stopped would take theirs with it, so there it may finish. Without sequential scans, since the
    planner hopes to be done soon with many arms, each of a few rows, and unpacks thousands of rows for one of them."""
    if connection.vendor == "sqlite" or connection.in_atomic_block:
        return ""
    return f"SET LOCAL statement_timeout = {round(seconds * 1000)}; {PLANNER_SETTINGS}"


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    until = time.monotonic() + seconds
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: time.monotonic() > until, SQLITE_STEPS)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, SQLITE_STEPS)


def is_timeout(problem: OperationalError) -> bool:
    return "interrupted" in str(problem) or type(problem.__cause__).__name__ == "QueryCanceled"
