"""Sessions that know whose they are, so that they can be ended, and read together with their person."""

from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from .people import User

if TYPE_CHECKING:
    from django.contrib.sessions.backends.db import SessionStore


class Session(AbstractBaseSession):
    """A signed-in browser. ``stamp`` is the person's session hash when it was written."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    stamp = models.CharField(max_length=128, blank=True)

    class Meta(AbstractBaseSession.Meta):
        db_table = "accounts_session"

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from policyhub.accounts.sessions import SessionStore

        return SessionStore
