"""The day's seal, as a job of the clock."""

from datetime import datetime, timedelta

from django.db import IntegrityError

from policyhub.evidence.seals import seal_day


def seal_yesterday(now: datetime) -> str:
    """Seal what happened up to now under yesterday's date, once a day, on whichever machine is first."""
    try:
        seal = seal_day((now - timedelta(days=1)).date(), now=now)
    except IntegrityError:  # another machine sealed this day just now
        return ""
    return f"Seal of {seal.day} made" if seal else ""
