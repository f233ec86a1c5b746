"""Black core, grey edge: one rule made two, linked to each other and both decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.evidence.record import record

from ..models import Flexibility, Rule, RuleLink
from .standing import Stale, locked
from .writing import decide, new_rule


@dataclass(frozen=True)
class Edge:
    """What becomes the grey rule: its title, and where its clauses stand in the body of the core."""

    title: str
    clauses: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]  # of the body; a clause of the statement has none and stays there too


@transaction.atomic
def split(
    rule: Rule, edge: Edge, *, why_black: str, why_grey: str, version: int, answers: str = "", by: User, now: datetime
) -> Rule:
    """Cut ``edge`` out of ``rule``: the core is decided black, the edge grey. Returns the edge."""
    if not edge.clauses:
        raise ValidationError({"clauses": _("Choose what may bend.")})
    rule = locked(rule, "write", now)
    batch = uuid4()
    body = without(rule.body, edge.spans)
    saved = {"body": body, "saved_by": str(by), "saved_at": now, "version": version + 1}
    if not Rule.objects.filter(pk=rule.pk, version=version).update(**saved):
        raise Stale
    cut = _edge_of(rule, edge, by=by, now=now)
    RuleLink.objects.create(from_rule=cut, to_rule=rule, kind=RuleLink.Kind.SPLIT_FROM)
    told = {"title": cut.title, "kind": "", "split_from": rule.reference}
    record(cut.subject, "written", by=by, now=now, after=told, batch=batch)
    after = {"edge": cut.reference, "changed": ["body"] if body != rule.body else []}
    record(rule.subject, "split", by=by, now=now, before={"version": version}, after=after, batch=batch)
    rule.refresh_from_db()
    common = {"by": by, "now": now, "batch": batch}
    decide(rule, Flexibility.BLACK, why_black, version=rule.version, answers=answers, **common)  # type: ignore[arg-type]
    return decide(cut, Flexibility.GREY, why_grey, version=cut.version, **common)  # type: ignore[arg-type]


def _edge_of(rule: Rule, edge: Edge, *, by: User, now: datetime) -> Rule:
    kept = ("owner", "team", "language", "restricted", "meets_customers", "review_months")
    limit = Rule._meta.get_field("statement").max_length or 0
    first, *rest = edge.clauses
    values = {name: getattr(rule, name) for name in kept}
    values |= {"title": edge.title, "statement": first[:limit], "body": "\n\n".join(rest)}
    cut = new_rule(values, "", by=by, now=now)
    cut.restricted_to.set(rule.restricted_to.all())
    return cut


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` without some stretches, nor the list marks and blank lines that would stand there alone."""
    for start, end in sorted(spans, reverse=True):
        begins = text.rfind("\n", 0, start) + 1
        stops = text.find("\n", end)
        stops = len(text) if stops < 0 else stops + 1
        left = text[begins:start] + text[end:stops]
        text = text[:begins] + (left if any(c.isalpha() for c in left) else "") + text[stops:]
    return text.strip("\n")
