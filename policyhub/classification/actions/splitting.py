"""Black core, grey edge: one rule made two, linked to each other and both decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.classifier.clauses import HEADING, ITEM, QUOTE
from policyhub.evidence.record import record
from policyhub.registry.models import Flexibility, Rule, RuleLink
from policyhub.registry.states import lock_rule
from policyhub.registry.writing import new_rule
from policyhub.ui.pages import Stale

from .. import suggestions
from .classify import decide

CUT = "\0"  # stands where a stretch was; no text that is kept holds one


@dataclass(frozen=True)
class GreyEdge:
    """What becomes the grey rule: its title, and where its clauses stand in the core."""

    title: str
    clauses: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]  # in the body
    of_statement: tuple[tuple[int, int], ...] = ()  # in the statement


@transaction.atomic
def split(
    rule: Rule,
    edge: GreyEdge,
    *,
    why_black: str,
    why_grey: str,
    version: int,
    answers: str = "",
    by: User,
    now: datetime,
) -> Rule:
    """Cut ``edge`` out of ``rule``: the core is decided black, the edge grey. Returns the edge."""
    if not edge.clauses:
        raise ValidationError({"clauses": _("Choose what can bend.")})
    rule = lock_rule(rule, "write", now)
    batch = uuid4()
    body, statement = remove_spans(rule.body, edge.spans), remove_spans(rule.statement, edge.of_statement).strip()
    if not any(_has_words(line) for line in [statement, *body.split("\n")] if not HEADING.match(line)):
        raise ValidationError(
            {"clauses": _("Nothing would be left in the black rule. Leave out what must stay black.")}
        )
    changed = [name for name, new in (("statement", statement), ("body", body)) if new != getattr(rule, name)]
    new_values = {"statement": statement, "body": body, "saved_by": str(by), "saved_at": now, "version": version + 1}
    if not Rule.objects.filter(pk=rule.pk, version=version).update(**new_values):
        raise Stale
    edge_rule = _edge_of(rule, edge, by=by, now=now)
    RuleLink.objects.create(from_rule=edge_rule, to_rule=rule, kind=RuleLink.Kind.SPLIT_FROM)
    written_data = {"title": edge_rule.title, "kind": "", "split_from": rule.reference}
    record(edge_rule.subject, "written", by=by, now=now, after=written_data, batch=batch)
    after = {"edge": edge_rule.reference, "changed": changed}
    record(rule.subject, "split", by=by, now=now, before={"version": version}, after=after, batch=batch)
    rule.refresh_from_db()
    common = {"by": by, "now": now, "batch": batch}
    core = decide(rule, Flexibility.BLACK, why_black, version=rule.version, answers=answers, **common)  # type: ignore[arg-type]
    edge_rule = decide(edge_rule, Flexibility.GREY, why_grey, version=edge_rule.version, **common)  # type: ignore[arg-type]
    suggestions.save_suggestion(core)
    suggestions.save_suggestion(edge_rule)
    return edge_rule


def _edge_of(rule: Rule, edge: GreyEdge, *, by: User, now: datetime) -> Rule:
    copied_fields = ("owner", "team", "language", "restricted", "meets_customers", "review_months")
    statement, body = _statement_and_body(edge.clauses)
    values = {name: getattr(rule, name) for name in copied_fields}
    values |= {"title": edge.title, "statement": statement, "body": body}
    edge_rule = new_rule(values, "", by=by, now=now)
    edge_rule.restricted_to.set(rule.restricted_to.all())
    return edge_rule


def _statement_and_body(clauses: tuple[str, ...]) -> tuple[str, str]:
    """The first clause as the sentence of a rule, if it can be one; the text holds all the others."""
    limit = Rule._meta.get_field("statement").max_length or 0
    first, *others = clauses
    if len(first) > limit or first.rstrip("*_ ").endswith(":"):  # too long, or it only leads to what follows
        return "", "\n\n".join(clauses)
    return first, "\n\n".join(others)


def remove_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` without some stretches, nor the list marks and blank lines that would stand there alone."""
    for start, end in spans:
        text = text[:start] + CUT * (end - start) + text[end:]  # each place stays where it was
    lines = [line for line in text.split("\n") if CUT not in line or _has_words(line)]
    return "\n".join(lines).replace(CUT, "").strip("\n")


def _has_words(line: str) -> bool:
    """Whether words are left in a line: the mark of an item alone is none."""
    return any(c.isalnum() for c in ITEM.sub("", QUOTE.sub("", line)))
