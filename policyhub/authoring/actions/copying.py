"""A new rule with the words of another."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.kinds import RowSpec, kinds, row_specs_of
from policyhub.registry.models import Rule
from policyhub.registry.writing import RuleInput, write_new

COPIED = ("statement", "body", "say_it", "next_time", "instead", "customer_text", "language", "meets_customers")


@transaction.atomic
def copy(original: Rule, title: str, *, client_key: UUID | None, by: User, now: datetime) -> Rule:
    """Write a rule of the kind of ``like`` with its text and its rows. Nobody has decided black or grey of it, and
    whoever copies it owns it; who may read it is taken over, so that a copy tells nobody more."""
    kind, part = kinds.get(original.kind), original.kind_object()
    names = (*COPIED, *(kind.fields if kind else ()), "restricted")
    values = {name: getattr(part, name) for name in names} | {"title": title, "owner": by}
    if access.may_write(by, original):  # else it is for somebody else's team, and no team yet looks after the copy
        values["team"] = original.team
    rows = {
        spec.name: _rows(part if kind and spec in kind.rows else original, spec)
        for spec in row_specs_of(original.kind)
    }
    text = RuleInput(values, rows, list(original.restricted_to.all()))
    return write_new(original.kind, text, client_key=client_key, by=by, now=now)


def _rows(parent: models.Model, spec: RowSpec) -> list[dict[str, Any]]:
    """The rows as somebody would type them: without their keys, which are those of the other rule."""
    return [
        {**{name: getattr(row, name) for name in spec.fields}, **{n.name: _rows(row, n) for n in spec.nested}}
        for row in spec.of(parent)
    ]
