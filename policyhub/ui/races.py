"""Two people at the same moment: told apart from a fault of ours by what the database refused."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from .pages import Stale

UNIQUE_VIOLATION = "23505"  # PostgreSQL's code; SQLite has only words
logger = logging.getLogger(__name__)


def is_unique_violation(error: IntegrityError) -> bool:
    """Whether a unique constraint refused it: somebody else had the same thing first. Any other constraint that is
    broken is a fault."""
    code = getattr(error.__cause__, "pgcode", None)
    return code == UNIQUE_VIOLATION if code else str(error).startswith("UNIQUE constraint failed")


@contextmanager
def stale_if_somebody_was_first() -> Iterator[None]:
    """Raises Stale where a unique constraint refuses what is done inside; every other IntegrityError goes on."""
    try:
        yield
    except IntegrityError as error:
        if not is_unique_violation(error):
            raise
        logger.warning("Somebody else was first: %s", str(error).split("\n")[0])
        raise Stale from error
