"""The texts that a rule is made of, one by one, with the words for where each stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from policyhub.registry.kinds import Rows, kinds, rows_of
from policyhub.registry.models import Rule
from policyhub.ui.pages import number


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
OWN = ("say_it", "instead", "next_time", "customer_text", "statement", "body", "remedy")  # customers first


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
    for place, row in enumerate(rows):
        at, here = f"{prefix}-{place}", f"{heading} {place + 1}"
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


def _label_posted(name: str) -> str:
    """The words for a posted field; "" if it is none that is read."""
    if name in OWN:
        return label_of(Rule, name)
    for kind in kinds.values():
        if name in kind.fields and is_read(kind.model, name):
            return label_of(kind.model, name)
    specs = {spec.name: spec for kind in ("", *kinds) for spec in rows_of(kind)} if "-" in name else {}
    return _label_in_rows(name.split("-"), specs)


def _label_in_rows(parts: list[str], specs: dict[str, Rows]) -> str:
    """The words for ["situations", "0", "options", "1", "say_it"]."""
    spec = specs.get(parts[0])
    if spec is None or len(parts) < 3 or number(parts[1]) < 0:
        return ""
    here, own = f"{spec.heading} {number(parts[1]) + 1}", parts[2]
    if len(parts) > 3:
        below = _label_in_rows(parts[2:], {nested.name: nested for nested in spec.nested})
        return below and f"{here}, {below}"
    return f"{here}: {label_of(spec.model, own)}" if own in spec.fields and is_read(spec.model, own) else ""
