"""The session store: Django's own, with the person, the stamp and whether messages wait written beside the data."""

from datetime import datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.db import SessionStore as DBStore

from .models import Session


def clear_expired(now: datetime) -> str:
    """Forget sessions that are over, as a job of the clock."""
    gone, _each = Session.objects.filter(expire_date__lt=now).delete()
    return f"{gone} expired" if gone else ""


class SessionStore(DBStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        key = data.get(SESSION_KEY)
        session.user_id = int(key) if key else None
        session.stamp = data.get(HASH_SESSION_KEY, "")
        session.speaks = bool(data.get(SessionStorage.session_key))
        return session
