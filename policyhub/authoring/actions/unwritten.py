"""Verbs on rules that so far live in people's heads: take over, ask for more, tell more."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.authoring import emails
from policyhub.classification import suggestions as judging
from policyhub.evidence.models import Event
from policyhub.evidence.record import record
from policyhub.registry.models import Rule
from policyhub.registry.models.rule import Stage
from policyhub.registry.states import locked
from policyhub.registry.writing import set_kind

from ..models import InformationRequest

TAKEN_OVER = "taken over"


@transaction.atomic
def take_over(rule: Rule, kind: str, *, by: User, now: datetime) -> Rule:
    """Make a draft of it, of a kind or of none yet. Whoever noted it down stays named; a second click is nothing."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if rule.stage == Stage.WRITTEN and rule.captured_by_id:
        return _taken_already(rule, by)
    rule = locked(rule, "take over", now)
    if kind not in {"", rule.kind}:  # not sure yet leaves it as it is
        set_kind(rule, kind)
    values = {"stage": Stage.WRITTEN, "owner": rule.owner or by, "saved_by": str(by), "saved_at": now}
    Rule.objects.filter(pk=rule.pk).update(**values, version=rule.version + 1)
    rule.refresh_from_db()
    judging.keep(rule)
    told = {"kind": rule.kind, "owner": str(rule.owner), "author": str(rule.captured_by)}
    record(rule.subject, TAKEN_OVER, by=by, now=now, before={"stage": Stage.UNWRITTEN}, after=told)
    return rule


def _taken_already(rule: Rule, by: User) -> Rule:
    """The rule, if ``by`` took it over with an earlier click; else a refusal that says who did."""
    last = Event.objects.filter(chain__subject=rule.subject, verb=TAKEN_OVER).last()
    if last is not None and last.actor_key_id == by.pk:
        return rule
    raise ValidationError(
        _("%(name)s is already writing it."), params={"name": last.actor if last is not None else rule.saved_by}
    )


@transaction.atomic
def ask_for_more(rule: Rule, words: str, *, by: User, now: datetime) -> InformationRequest:
    """Ask whoever noted it down. The same question again, while it is open, is the one that is there."""
    rule = locked(rule, "ask for more", now)
    author = rule.captured_by
    if author is None or not author.is_active:
        raise ValidationError(_("%(name)s is no longer active.") % {"name": author or _("The author")})
    words = words.strip()
    if there := rule.asked.open().filter(words=words, asked_by=by).first():
        return there
    asked = InformationRequest.objects.create(rule=rule, words=words, asked_by=by, asked_by_name=str(by), asked_at=now)
    emails.ask_for_more(rule, asked, now)
    record(rule.subject, "asked for more", by=by, now=now, after={"of": str(author), "question": asked.pk})
    return asked


@transaction.atomic
def tell_more(rule: Rule, words: str, *, by: User, now: datetime) -> Rule:
    """Add what somebody knows: as its sentence while it has none, else below what is there. Answers what was asked."""
    rule = locked(rule, "tell more", now)
    words = words.strip()
    if not words:
        raise ValidationError({"words": _("Say what you know about it.")})
    if rule.statement == words or f"\n\n{rule.body}".endswith(f"\n\n{words}"):
        return rule  # a second click
    told = _with(rule, words)
    saved = {"saved_by": str(by), "saved_at": now, "version": rule.version + 1}
    Rule.objects.filter(pk=rule.pk).update(**told, **saved)
    InformationRequest.objects.filter(rule=rule, answered_at=None).update(answered_at=now)
    record(rule.subject, "told more", by=by, now=now, before={"version": rule.version}, after={"changed": [*told]})
    rule.refresh_from_db()
    judging.keep(rule)
    return rule


def _with(rule: Rule, words: str) -> dict[str, str]:
    """The field that takes these words, as it reads with them."""
    if not rule.statement and len(words) <= (Rule._meta.get_field("statement").max_length or 0):
        return {"statement": words}
    body = "\n\n".join(filter(None, [rule.body, words]))
    if len(body) > Rule.BODY_LIMIT:
        raise ValidationError({"words": _("That's too long for one rule. Shorten it.")})
    return {"body": body}
