"""Many values as one parameter, so that a statement reads the same however many there are."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

CONTAINS = {"sqlite": "IN (SELECT value FROM json_each(%({name})s))", "postgresql": "= ANY(%({name})s::{kind}[])"}


def contains(name: str, kind: str) -> str:
    """SQL: is one of the values of the parameter ``name``, an ``array``. ``kind``: PostgreSQL's type of a value."""
    return CONTAINS[connection.vendor].format(name=name, kind=kind)


def array(values: Sequence[Any]) -> Any:
    return json.dumps(list(values)) if connection.vendor == "sqlite" else list(values)
