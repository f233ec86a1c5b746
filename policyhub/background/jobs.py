"""What the clock does. Rooms register their jobs; each may run at any time, twice or on two machines."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

Job = Callable[[datetime], str]  # takes the time, returns what it did in words, "" for nothing
jobs: dict[str, Job] = {}
before_each_turn: list[Callable[[], object]] = []  # what later apps do before the jobs are run


def register(name: str, job: Job) -> None:
    jobs[name] = job


def run_due(now: datetime) -> Iterator[tuple[str, str]]:
    """(name, what it did) of every job that had something to do. One that fails does not stop the others."""
    for prepare in before_each_turn:
        prepare()
    for name, job in jobs.items():
        try:
            report = job(now)
        except Exception:
            logging.getLogger(__name__).exception("The job %s failed; it is tried again at the next turn", name)
            report = "failed, the log says why"
        if report:
            yield name, report
