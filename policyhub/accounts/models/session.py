"""Sessions that know whose they are, so that they can be ended and checked in one statement."""

from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from .people import User

if TYPE_CHECKING:
    from django.contrib.sessions.backends.db import SessionStore


class Session(AbstractBaseSession):
    """A signed-in browser. ``stamp`` is the person's session hash when it was written; ``speaks`` says that messages
    wait in it, which the next page shows."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    stamp = models.CharField(max_length=128, blank=True)
    speaks = models.BooleanField(default=False)

    class Meta(AbstractBaseSession.Meta):
        db_table = "accounts_session"

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from policyhub.accounts.sessions import SessionStore

        return SessionStore
