"""The day's seal, as a job of the clock."""

from datetime import datetime, timedelta

from policyhub.evidence.seals import seal_day


def seal_yesterday(now: datetime) -> str:
    """Seal what happened up to now under yesterday's date, once a day."""
    seal = seal_day((now - timedelta(days=1)).date(), now=now)
    return f"{seal} made" if seal else ""
