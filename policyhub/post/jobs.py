"""What the clock does. Rooms register their jobs; each may run at any time, twice or on two machines."""

from collections.abc import Callable, Iterator
from datetime import datetime

Job = Callable[[datetime], str]  # takes the time, returns what it did in words, "" for nothing
jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    jobs[name] = job


def run_due(now: datetime) -> Iterator[tuple[str, str]]:
    """(name, what it did) of every job that had something to do."""
    for name, job in jobs.items():
        if done := job(now):
            yield name, done
