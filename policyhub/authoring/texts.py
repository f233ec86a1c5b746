"""The texts that a rule is made of, one by one, with the words for where each stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from policyhub.registry.kinds import RowSpec, kinds, row_specs_of
from policyhub.registry.models import Rule
from policyhub.ui.pages import parse_number


@dataclass(frozen=True)
class RuleText:
    """One text of a rule, under its name in the form."""

    name: str
    label: str
    text: str


# Names, short answers and amounts are no prose
NOT_PROSE = frozenset(
    "title grantor_name credited_to limit_words who unit criterion search_words source reference language".split()
)
PROSE_FIELDS = ("say_it", "instead", "next_time", "customer_text", "statement", "body", "remedy")  # customers first


def is_prose(model: type[models.Model], name: str) -> bool:
    """Whether a field holds prose."""
    field = model._meta.get_field(name)
    return isinstance(field, models.CharField | models.TextField) and not field.choices and name not in NOT_PROSE


def texts_of(content: Mapping[str, Any]) -> Iterator[RuleText]:
    """The texts of an edition's content, or a draft's."""
    yield from (RuleText(name, label_of(Rule, name), content.get(name) or "") for name in PROSE_FIELDS)
    kind = kinds.get(content.get("kind") or "")
    part = content.get("part") or {}
    for name in kind.fields if kind else ():
        if kind and is_prose(kind.model, name):
            yield RuleText(name, label_of(kind.model, name), part.get(name) or "")
    for spec in row_specs_of(kind.name if kind else ""):
        yield from _of_rows(spec, content.get(spec.name) or [], spec.name, row_name(spec))


def row_name(spec: RowSpec) -> str:
    """What one row is called: "Situation" of the list "Situations and options"."""
    return capfirst(str(spec.model._meta.verbose_name))


def _of_rows(spec: RowSpec, rows: list[dict[str, Any]], prefix: str, heading: str) -> Iterator[RuleText]:
    for index, row in enumerate(rows):
        row_prefix, label = f"{prefix}-{index}", f"{heading} {index + 1}"
        for name in spec.fields:
            if is_prose(spec.model, name):
                yield RuleText(f"{row_prefix}-{name}", f"{label}: {label_of(spec.model, name)}", row.get(name) or "")
        for nested in spec.nested:
            yield from _of_rows(
                nested,
                row.get(nested.name) or [],
                f"{row_prefix}-{nested.name}",
                f"{label}, {row_name(nested).lower()}",
            )


def label_of(model: type[models.Model], name: str) -> str:
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def texts_posted(posted: Mapping[str, str]) -> Iterator[RuleText]:
    """The texts among the fields of a rule's form, or of any part of it; other fields are passed over."""
    for name in posted:
        label = _label_posted(name)
        if label:
            yield RuleText(name, label, posted[name])


def _label_posted(name: str) -> str:
    """The words for a posted field; "" if it is none that is read."""
    if name in PROSE_FIELDS:
        return label_of(Rule, name)
    for kind in kinds.values():
        if name in kind.fields and is_prose(kind.model, name):
            return label_of(kind.model, name)
    specs = {spec.name: spec for kind in ("", *kinds) for spec in row_specs_of(kind)} if "-" in name else {}
    return _label_in_rows(name.split("-"), specs)


def _label_in_rows(parts: list[str], specs: dict[str, RowSpec]) -> str:
    """The words for ["situations", "0", "options", "1", "say_it"]."""
    spec = specs.get(parts[0])
    if spec is None or len(parts) < 3 or parse_number(parts[1]) < 0:
        return ""
    label, name = f"{row_name(spec)} {parse_number(parts[1]) + 1}", parts[2]
    if len(parts) > 3:
        nested_label = _label_in_rows(parts[2:], {nested.name: nested for nested in spec.nested})
        return nested_label and f"{label}, {nested_label[:1].lower()}{nested_label[1:]}"
    return f"{label}: {label_of(spec.model, name)}" if name in spec.fields and is_prose(spec.model, name) else ""
