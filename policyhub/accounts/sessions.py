"""The session store: Django's own, which reads whose a session is in the statement that reads the session.

Django's middleware asks for the data of a session, then for its person, ours for the roles and the organisation. One
row holds all of it: SessionStore reads the row, ``backend.AuthenticationBackend`` takes the person from it, and
``middleware.OrganisationMiddleware`` the organisation. Django checks the session as ever.
"""

import json
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DBStore
from django.db import connection, models
from django.utils import timezone
from django.utils.functional import cached_property

from .models import Organisation, Session, User

# The person of the session that was loaded last, until the backend takes them: Django hands a backend only their key
loaded_user: ContextVar[User | None] = ContextVar("loaded_user", default=None)


def clear_expired(now: datetime) -> str:
    """Forget sessions that are over, as a job of the clock."""
    deleted, _each = Session.objects.filter(expire_date__lt=now).delete()
    return f"{deleted} expired" if deleted else ""


def take_loaded_user(key: int) -> User | None:
    """The person with this key, if the session that was loaded last is theirs. Once only: what is asked later may
    have changed, and is asked of the database."""
    user = loaded_user.get()
    loaded_user.set(None)
    return user if user is not None and user.pk == key else None


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns that need no conversion; the others, instants, are read when somebody asks for them."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if not isinstance(field, models.DateTimeField)]


USER_COLUMNS, ORGANISATION_COLUMNS = columns_of(User), columns_of(Organisation)
ROLES = {"sqlite": "json_group_object(m.team_id, m.role)", "postgresql": "jsonb_object_agg(m.team_id, m.role)"}
# By hand, since to compose it anew for each request takes longer than all the rest of signing in
STATEMENT = f"""SELECT s.session_data,
    (SELECT {{roles}} FROM accounts_membership m WHERE m.person_id = u.id),
    {", ".join(f"u.{name}" for name in USER_COLUMNS)},
    {", ".join(f"o.{name}" for name in ORGANISATION_COLUMNS)}
    FROM accounts_session s LEFT JOIN accounts_user u ON u.id = s.user_id LEFT JOIN accounts_organisation o ON o.id = 1
    WHERE s.session_key = %s AND s.expire_date > %s"""


class SessionRow(NamedTuple):
    """A session, whose it is and in which organisation."""

    data: str
    user: User | None
    organisation: Organisation | None


def read_session(session_key: str, now: datetime) -> SessionRow | None:
    """The session with this key, if it is not over."""
    instant = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(roles=ROLES[connection.vendor]), [session_key, instant])
        row = cursor.fetchone()
    if row is None:
        return None
    data, roles, *values = row
    of_user, of_organisation = values[: len(USER_COLUMNS)], values[len(USER_COLUMNS) :]
    user = User.from_db(connection.alias, USER_COLUMNS, of_user) if of_user[0] else None
    if user is not None:
        user.__dict__["roles"] = {int(team): role for team, role in json.loads(roles or "{}").items()}
    exists = of_organisation[0] is not None
    organisation = Organisation.from_db(connection.alias, ORGANISATION_COLUMNS, of_organisation) if exists else None
    return SessionRow(data, user, organisation)


class SessionStore(DBStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @cached_property
    def row(self) -> SessionRow | None:
        """The session as it was when the request came. Reading it does not mark the session as accessed."""
        return read_session(self.session_key, timezone.now()) if self.session_key else None

    @property
    def organisation(self) -> Organisation | None:
        """The organisation, if there is a session with which it was read."""
        return self.row.organisation if self.row else None

    def load(self) -> dict[str, Any]:
        loaded_user.set(self.row.user if self.row else None)
        if self.row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(self.row.data)
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        key = data.get(SESSION_KEY)
        session.user_id = int(key) if key else None
        session.stamp = data.get(HASH_SESSION_KEY, "")
        return session
