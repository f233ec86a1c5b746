"""Verbs on rules that so far live in people's heads: take over, ask for more, tell more."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.authoring import emails
from policyhub.classification import suggestions
from policyhub.evidence.models import Event
from policyhub.evidence.record import record
from policyhub.registry.models import Rule
from policyhub.registry.models.rule import Stage
from policyhub.registry.states import lock_rule
from policyhub.registry.writing import set_kind

from ..models import InformationRequest

TAKEN_OVER = "taken over"


@transaction.atomic
def take_over(rule: Rule, kind: str, *, by: User, now: datetime) -> Rule:
    """Make a draft of it, of a kind or of none yet. Whoever noted it down stays named; a second click is nothing."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if rule.stage == Stage.WRITTEN and rule.captured_by_id:
        return _taken_over_before(rule, by)
    rule = lock_rule(rule, "take over", now)
    if kind not in {"", rule.kind}:  # not sure yet leaves it as it is
        set_kind(rule, kind)
    values = {"stage": Stage.WRITTEN, "owner": rule.owner or by, "saved_by": str(by), "saved_at": now}
    Rule.objects.filter(pk=rule.pk).update(**values, version=rule.version + 1)
    rule.refresh_from_db()
    suggestions.save_suggestion(rule)
    after = {"kind": rule.kind, "owner": str(rule.owner), "author": str(rule.captured_by)}
    record(rule.subject, TAKEN_OVER, by=by, now=now, before={"stage": Stage.UNWRITTEN}, after=after)
    return rule


def _taken_over_before(rule: Rule, by: User) -> Rule:
    """The rule, if ``by`` took it over with an earlier click; else a refusal that says who did."""
    last = Event.objects.filter(chain__subject=rule.subject, verb=TAKEN_OVER).last()
    if last is not None and last.actor_key_id == by.pk:
        return rule
    raise ValidationError(
        _("%(name)s is already writing it."), params={"name": last.actor if last is not None else rule.saved_by}
    )


@transaction.atomic
def ask_for_more(rule: Rule, question: str, *, by: User, now: datetime) -> InformationRequest:
    """Ask whoever noted it down. The same question again, while it is open, is the one that is there."""
    rule = lock_rule(rule, "ask for more", now)
    author = rule.captured_by
    if author is None or not author.is_active:
        raise ValidationError(_("%(name)s is no longer active.") % {"name": author or _("The author")})
    question = question.strip()
    if existing := rule.asked.open().filter(words=question, asked_by=by).first():
        return existing
    information_request = InformationRequest.objects.create(
        rule=rule, words=question, asked_by=by, asked_by_name=str(by), asked_at=now
    )
    emails.ask_for_more(rule, information_request, now)
    record(
        rule.subject, "asked for more", by=by, now=now, after={"of": str(author), "question": information_request.pk}
    )
    return information_request


@transaction.atomic
def tell_more(rule: Rule, text: str, *, by: User, now: datetime) -> Rule:
    """Add what somebody knows: as its sentence while it has none, else below what is there. Answers what was asked."""
    rule = lock_rule(rule, "tell more", now)
    text = text.strip()
    if not text:
        raise ValidationError({"words": _("Say what you know about it.")})
    if rule.statement == text or f"\n\n{rule.body}".endswith(f"\n\n{text}"):
        return rule  # a second click
    changed = _add_text(rule, text)
    saved = {"saved_by": str(by), "saved_at": now, "version": rule.version + 1}
    Rule.objects.filter(pk=rule.pk).update(**changed, **saved)
    InformationRequest.objects.filter(rule=rule, answered_at=None).update(answered_at=now)
    record(rule.subject, "told more", by=by, now=now, before={"version": rule.version}, after={"changed": [*changed]})
    rule.refresh_from_db()
    suggestions.save_suggestion(rule)
    return rule


def _add_text(rule: Rule, text: str) -> dict[str, str]:
    """The field that takes these words, as it reads with them."""
    if not rule.statement and len(text) <= (Rule._meta.get_field("statement").max_length or 0):
        return {"statement": text}
    body = "\n\n".join(filter(None, [rule.body, text]))
    if len(body) > Rule.BODY_LIMIT:
        raise ValidationError({"words": _("That's too long for one rule. Shorten it.")})
    return {"body": body}
