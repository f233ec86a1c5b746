"""What an edition keeps of a rule, and how it is read again, whatever schema it was written in.

Content is canonical JSON. Pages render from it alone; nothing rebuilds a model from it. ``LEFT_OUT``
names every field that is not kept, with its reason; a test holds the two against the models.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import models

from policyhub.accounts.models import Organisation
from policyhub.evidence.canonical import canonical, digest

from .kinds import COMMON_ROWS, RowSpec, kinds
from .models import Rule

SCHEMA = 1

KEPT_FIELDS = (
    "reference",
    "kind",
    "source",
    "title",
    "statement",
    "body",
    "say_it",
    "next_time",
    "instead",
    "customer_text",
    "language",
    "flexibility",
    "rationale",
    "decided_by",
    "decided_at",
    "effect",
    "cause",
    "remedy",
    "owner",
    "team",
)

_LIVE = "changes without an edition"
LIVE_FIELDS = (  # the same, of owner and team too: their values stand in the events
    "owner",
    "team",
    "restricted",
    "search_words",
    "meets_customers",
    "on_customer_page",
    "review_months",
    "next_review",
)
LEFT_OUT = {
    "id": "the reference tells the rule",
    "slug": "an address, which may change",
    "stage": "an edition is always written",
    "version": "counts saves of the working text",
    "text_digest": "is worked out of what is kept",
    "client_key": "tells a double click",
    "restricted": _LIVE,
    "restricted_to": _LIVE,
    "search_words": _LIVE,
    "meets_customers": _LIVE,
    "on_customer_page": _LIVE,
    "review_months": _LIVE,
    "next_review": _LIVE,
    "checked_at": "stands in the review that was closed",
    "checked_by": "stands in the review that was closed",
    "captured_by": "stands in the events",
    "captured_at": "stands in the events",
    "created_at": "stands in the events",
    "saved_by": "stands in the events",
    "saved_at": "stands in the events",
    "dismissed_advice": "advice on the wording, which is no part of it",
    # of every row
    "position": "rows are kept in their order",
    "dropped_at": "dropped rows are not kept",
}


def field_value(instance: models.Model, name: str) -> Any:
    """One field as content keeps it: people and teams by name, choices by key."""
    field = instance._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return str(getattr(instance, name) or "")
    stored = getattr(instance, name)
    return str(stored) if isinstance(field, models.DecimalField) and stored is not None else stored


def field_values(instance: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    """Several fields; a choice also leaves the words that were shown for it."""
    fields = {name: field_value(instance, name) for name in names}
    for name in names:
        if instance._meta.get_field(name).choices:  # type: ignore[union-attr]
            fields[f"{name}_label"] = str(getattr(instance, f"get_{name}_display")())
    return fields


def rows(parent: models.Model, spec: RowSpec) -> list[dict[str, Any]]:
    return [
        {"key": row.key, **field_values(row, spec.fields), **{n.name: rows(row, n) for n in spec.nested}}
        for row in spec.of(parent)
    ]


def outlines(rules: list[Rule]) -> Iterator[tuple[Rule, dict[str, Any]]]:
    """Each rule with what shows whether anything is lacking: a part of its draft, read for all of them at once."""
    outline_by_rule: dict[int, dict[str, Any]] = {
        rule.pk: {name: getattr(rule, name) for name in ("kind", "flexibility", "say_it", "effect")} for rule in rules
    }
    for kind in kinds.values():
        rule_keys = [rule.pk for rule in rules if rule.kind == kind.name]
        for key, *kind_values in kind.model._default_manager.filter(pk__in=rule_keys).values_list("pk", *kind.fields):
            outline_by_rule[key]["part"] = dict(zip(kind.fields, kind_values, strict=True))
        _outline_rows(kind.rows, {key: outline_by_rule[key] for key in rule_keys})
    _outline_rows(COMMON_ROWS, outline_by_rule)
    for rule in rules:
        yield rule, outline_by_rule[rule.pk]


def _outline_rows(specs: Iterable[RowSpec], parents: dict[int, dict[str, Any]]) -> None:
    """Put under each parent its live rows of every list, and under those theirs."""
    for spec in specs:
        nested_parents: dict[int, dict[str, Any]] = {}
        for parent in parents.values():
            parent[spec.name] = []
        rows = spec.model._default_manager.filter(**{f"{spec.parent}__in": list(parents)}, dropped_at=None)
        for key, parent, *row_values in rows.order_by("position", "pk").values_list(
            "pk", f"{spec.parent}_id", *spec.fields
        ):
            nested_parents[key] = dict(zip(spec.fields, row_values, strict=True))
            parents[parent][spec.name].append(nested_parents[key])
        _outline_rows(spec.nested, nested_parents)


def draft(rule: Rule) -> dict[str, Any]:
    """The content that an edition frozen now would have, without what makes it an edition."""
    return drafts([rule])[rule.pk]


def drafts(rules: list[Rule]) -> dict[int, dict[str, Any]]:
    """The draft of each rule by its key. What it costs grows with the lists that rules have, not with the rules."""
    models.prefetch_related_objects(rules, *(name for name in KEPT_FIELDS if Rule._meta.get_field(name).is_relation))
    organisation = Organisation.current()
    organisation_fields = {
        "organisation": {name: getattr(organisation, name) for name in ("name", "time_zone", "currency")}
    }
    content_by_rule = {
        rule.pk: {"schema": SCHEMA, **_rule_fields(rule), **organisation_fields, "part": {}} for rule in rules
    }
    for kind in kinds.values():
        rule_keys = [rule.pk for rule in rules if rule.kind == kind.name]
        for key, kind_object in kind.model._default_manager.in_bulk(rule_keys).items():
            content_by_rule[key]["part"] = field_values(kind_object, kind.fields)
        _add_rows(kind.rows, {key: content_by_rule[key] for key in rule_keys})
    _add_rows(COMMON_ROWS, content_by_rule)
    return {key: json.loads(canonical(content)) for key, content in content_by_rule.items()}


def _rule_fields(rule: Rule) -> dict[str, Any]:
    """What every rule says, whatever its kind."""
    kind = kinds.get(rule.kind)
    label = str(kind.label) if kind else ""
    return {
        **field_values(rule, KEPT_FIELDS),
        "kind_label": label,
        "owner_phone": rule.owner.phone if rule.owner else "",
    }


def _add_rows(specs: Iterable[RowSpec], parents: dict[int, dict[str, Any]]) -> None:
    """Add to what each parent says its live rows of every list, and to those theirs."""
    for spec in specs:
        nested_parents: dict[int, dict[str, Any]] = {}
        for parent in parents.values():
            parent[spec.name] = []
        rows = spec.model._default_manager.filter(**{f"{spec.parent}__in": list(parents)}, dropped_at=None)
        for row in rows.order_by("position", "pk"):
            nested_parents[row.pk] = {"key": row.key, **field_values(row, spec.fields)}
            parents[getattr(row, f"{spec.parent}_id")][spec.name].append(nested_parents[row.pk])
        _add_rows(spec.nested, nested_parents)


def text_digest(content: dict[str, Any]) -> str:
    """Tells one text from another: the same for two contents that say the same. Who looks after the rule, who
    classified it and when, and words shown beside it do not count."""
    return digest(canonical(_text_only(content)))


def remember_text(rule: Rule, content: dict[str, Any] | None = None) -> None:
    """Keep the digest of what ``rule`` says now, of its draft if that was read already. Every action that changes
    its text ends with this."""
    rule.text_digest = text_digest(content or draft(Rule.objects.get(pk=rule.pk)))
    Rule.objects.filter(pk=rule.pk).update(text_digest=rule.text_digest)


def _text_only(content: Any) -> Any:
    not_text = {"schema", "organisation", "owner", "owner_phone", "team", "edition", "retired"}
    not_text |= {"decided_by", "decided_at"}
    if isinstance(content, dict):
        return {k: _text_only(v) for k, v in content.items() if k not in not_text and not k.endswith("_label")}
    return [_text_only(entry) for entry in content] if isinstance(content, list) else content


def freeze(
    rule: Rule,
    *,
    number: int,
    change: str,
    note: str,
    objections: str,
    planned: datetime | None,
    proposed_by: str,
    proposed_at: datetime,
    adopted: bool = False,
    retired: dict[str, str] | None = None,
) -> str:
    """The content of one edition, as canonical JSON. ``retired``: successor's reference and why."""
    edition = {
        "number": number,
        "change": change,
        "note": note,
        "objections": objections,
        "planned": planned,
        "proposed_by": proposed_by,
        "proposed_at": proposed_at,
        "adopted": adopted,
    }
    return canonical(draft(rule) | {"edition": edition, "retired": retired})


# Old schemas come forward one step at a time: UPGRADES[1] reads schema 1 as schema 2.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def parse_content(text: str) -> dict[str, Any]:
    """Content of any schema, as the newest schema has it."""
    content: dict[str, Any] = json.loads(text)
    while content["schema"] in UPGRADES:
        content = UPGRADES[content["schema"]](content)
    return content
