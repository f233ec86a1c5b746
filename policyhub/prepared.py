"""Long statements that are asked for all day: PostgreSQL plans them once for each connection, not each time.

To plan the statement behind a card takes ten times as long as to run it. SQLite keeps its plans by itself.
"""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.utils import CursorWrapper

VALUE = re.compile(r"%\((\w+)\)s")
KEPT: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()  # for each connection: statement, its name there
NUMBERS = count(1)
MOST = 200  # that a connection keeps
AMONG = {"sqlite": "IN (SELECT value FROM json_each(%({name})s))", "postgresql": "= ANY(%({name})s::{kind}[])"}


def execute(cursor: CursorWrapper, sql: str, values: Mapping[str, Any], first: str = "") -> None:
    """Run ``sql``, in which each value has a name, as ``%(now)s``. ``first``: statements in front of it, each with its
    semicolon. All in one round, the first time too.

    A pooler that lends connections out by transaction keeps no plans. Who has one sets DATABASE_POOLED, Django's
    DISABLE_SERVER_SIDE_CURSORS, and statements are planned each time.
    """
    kept = plans()
    if kept is None or (len(kept) >= MOST and sql not in kept):
        cursor.execute(first + sql, values)
        return
    names = list(dict.fromkeys(VALUE.findall(sql)))
    name = kept.get(sql) or f"policyhub_{next(NUMBERS)}"  # a name may be taken even if its statement failed
    prepare = "" if sql in kept else f"PREPARE {name} AS {numbered(sql, names)}; "
    marks = ", ".join(f"%({value})s" for value in names)
    cursor.execute(f"{first}{prepare}EXECUTE {name}{f'({marks})' if names else ''}", values)
    kept[sql] = name


def plans() -> dict[str, str] | None:
    """What this connection keeps; None where none are kept by us."""
    if connection.vendor == "sqlite" or connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return None
    return KEPT.setdefault(connection.connection, {})


def numbered(sql: str, names: list[str]) -> str:
    """``sql`` with its values as PostgreSQL counts them."""
    return VALUE.sub(lambda value: f"${names.index(value[1]) + 1}", sql)


def among(name: str, kind: str) -> str:
    """SQL: is one of the values that ``many`` made one, called ``name``, so that the statement is the same however
    many they are. ``kind``: PostgreSQL's type for one of them."""
    return AMONG[connection.vendor].format(name=name, kind=kind)


def many(values: Sequence[Any]) -> Any:
    return json.dumps(list(values)) if connection.vendor == "sqlite" else list(values)
