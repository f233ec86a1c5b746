"""The texts that a rule is made of, one by one, with the words for where each stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from .kinds import Rows, kinds, rows_of
from .models import Rule


@dataclass(frozen=True)
class Said:
    """One text of a rule, under its name in the form."""

    name: str
    label: str
    text: str


# Names, short answers and amounts are no prose
NOT_READ = frozenset(
    "title grantor_name credited_to limit_words who unit criterion search_words source reference language".split()
)
OWN = ("statement", "body", "say_it", "instead", "next_time", "customer_text", "remedy")


def is_read(model: type[models.Model], name: str) -> bool:
    """Whether a field holds prose."""
    found = model._meta.get_field(name)
    return isinstance(found, models.CharField | models.TextField) and not found.choices and name not in NOT_READ


def texts_of(said: Mapping[str, Any]) -> Iterator[Said]:
    """The texts of an edition's content, or a draft's."""
    yield from (Said(name, label_of(Rule, name), said.get(name) or "") for name in OWN)
    kind = kinds.get(said.get("kind") or "")
    part = said.get("part") or {}
    for name in kind.fields if kind else ():
        if kind and is_read(kind.model, name):
            yield Said(name, label_of(kind.model, name), part.get(name) or "")
    for spec in rows_of(kind.name if kind else ""):
        yield from _of_rows(spec, said.get(spec.name) or [], spec.name, str(spec.heading))


def _of_rows(spec: Rows, rows: list[dict[str, Any]], prefix: str, heading: str) -> Iterator[Said]:
    for number, row in enumerate(rows):
        at, here = f"{prefix}-{number}", f"{heading} {number + 1}"
        for name in spec.fields:
            if is_read(spec.model, name):
                yield Said(f"{at}-{name}", f"{here}: {label_of(spec.model, name)}", row.get(name) or "")
        for below in spec.nested:
            yield from _of_rows(below, row.get(below.name) or [], f"{at}-{below.name}", f"{here}, {below.heading}")


def label_of(model: type[models.Model], name: str) -> str:
    words = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]


def texts_posted(posted: Mapping[str, str]) -> Iterator[Said]:
    """The texts among the fields of a rule's form, or of any part of it; other fields are passed over."""
    for name in posted:
        label = _label_posted(name)
        if label:
            yield Said(name, label, posted[name])


POSTED = re.compile(r"([a-z_]{1,40})-(\d{1,3})-([a-z_]{1,40})(?:-(\d{1,3})-([a-z_]{1,40}))?")


def _label_posted(name: str) -> str:
    """The words for a posted field; "" if it is none that is read."""
    if name in OWN:
        return label_of(Rule, name)
    for kind in kinds.values():
        if name in kind.fields and is_read(kind.model, name):
            return label_of(kind.model, name)
    match = POSTED.fullmatch(name)
    specs = {spec.name: spec for kind in ("", *kinds) for spec in rows_of(kind)}
    spec = specs.get(match[1]) if match else None
    if match is None or spec is None:
        return ""
    heading, own = f"{spec.heading} {int(match[2]) + 1}", match[3]
    if match[5]:
        below = {nested.name: nested for nested in spec.nested}.get(match[3])
        if below is None:
            return ""
        spec, heading, own = below, f"{heading}, {below.heading} {int(match[4]) + 1}", match[5]
    if own not in spec.fields or not is_read(spec.model, own):
        return ""
    return f"{heading}: {label_of(spec.model, own)}"
