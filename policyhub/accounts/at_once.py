"""Who is asking, read in one statement, alone or beside what a page shows.

It is the short way round Django's sessions and sign-in, for pages that are asked for all the time. It lets nobody in
whom the long way would not: where anything is unusual it knows nobody, and the long way decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from policyhub import prepared

from . import access
from .models import Organisation, User

# What is read of each, in the order of the model's fields; the rest is asked for by whoever needs it
OF_PERSON = ("id", "password", "username", "email", "name", "is_active", "is_admin")
OF_ORGANISATION = ("id", "name", "time_zone", "language", "currency", "second_factor")
ROLES = {
    "sqlite": "group_concat(m.team_id || ':' || m.role)",
    "postgresql": "string_agg(m.team_id || ':' || m.role, ',')",
}
WIDTH = 2 + len(OF_PERSON) + len(OF_ORGANISATION)  # columns that WHO takes

# A session that goes on and has no messages to show, of somebody who works here
WHO = "s.stamp, (SELECT {roles} FROM accounts_membership m WHERE m.person_id = u.id), " + ", ".join(
    [f"u.{name}" for name in OF_PERSON] + [f"o.{name}" for name in OF_ORGANISATION]
)
FROM = """accounts_session s JOIN accounts_user u ON u.id = s.user_id JOIN accounts_organisation o ON o.id = 1"""
WHERE = "s.session_key = %(session)s AND s.expire_date > %(now)s AND NOT s.speaks AND u.is_active"


@dataclass(frozen=True)
class Who:
    """Somebody who is signed in, and their organisation."""

    person: User
    organisation: Organisation

    @cached_property
    def owes_second_factor(self) -> bool:
        """Whether they may have to set one up first; the long way finds out."""
        return self.organisation.second_factor and access.may_document(self.person)


def session_key(request: HttpRequest) -> str:
    """The key in the browser's cookie, "" without one."""
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def statement(columns: str, tables: str, where: str) -> str:
    """SQL that reads who is asking, and beside that whatever a page needs. Its rows begin with WIDTH columns."""
    who = WHO.format(roles=ROLES[connection.vendor])
    return f"SELECT {who}{columns} FROM {FROM} {tables} WHERE {WHERE} {where}"


def read(sql: str, session: str, now: datetime, **values: Any) -> tuple[Who, Sequence[Any]] | None:
    """Who is asking and the rest of the row; None where the long way must find out."""
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, {"session": session, "now": at, **values})
        row = cursor.fetchone()
    who = known(row) if row else None
    return (who, row[WIDTH:]) if who and row else None


def known(row: Sequence[Any]) -> Who | None:
    """Somebody whose stamp is that of their password now, and who has nothing else to do first.

    A stamp made with an older secret key is renewed by the long way.
    """
    stamp, roles, *rest = row[:WIDTH]
    person = User.from_db(connection.alias, OF_PERSON, rest[: len(OF_PERSON)])
    if not constant_time_compare(stamp, person.get_session_auth_hash()):
        return None
    places = (place.split(":") for place in (roles or "").split(",") if place)
    person.__dict__["roles"] = {int(team): role for team, role in places}
    who = Who(person, Organisation.from_db(connection.alias, OF_ORGANISATION, rest[len(OF_PERSON) :]))
    return None if who.owes_second_factor else who
