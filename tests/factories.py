"""Things that tests need, made through the actions, so that each has its events."""

from datetime import datetime
from typing import Any

import factory
from django.utils import timezone

from policyhub.accounts.models import Team, User
from policyhub.classification.actions import classify
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.hooks import rule_changed
from policyhub.registry.models import Edition, Rule
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints.models import Touchpoint


def option(text: str = "Exchange it", **fields: Any) -> dict[str, Any]:
    blank = {"say_it": "", "limit_amount": None, "limit_words": "once", "grantor": "anyone"}
    return {"text": text, "grantor_name": "", "credited_to": "", **blank, **fields}


BLACK_ROWS = {
    "reasons": [{"basis": "safety", "text": "The water is shallow."}],
    "benefits": [{"text": "Everybody goes home well."}],
}
GREY_ROWS = {
    "lines": [{"side": "never", "text": "Cash over forty pounds"}],
    "situations": [{"text": "there is a receipt", "options": [option(), option("Gift card")]}],
}


class RuleFactory(factory.Factory):
    """A written rule: ``RuleFactory(by=ana, title="…", flexibility="grey")``. Decided if a flexibility is given."""

    class Meta:
        model = Rule

    title = factory.Sequence(lambda n: f"Rule number {n}")
    statement = "We do it like this."

    @classmethod
    def _create(cls, model_class: type[Rule], *args: Any, **fields: Any) -> Rule:
        by: User = fields.pop("by")
        now: datetime = fields.pop("now", None) or timezone.now()
        kind, rows = fields.pop("kind", "policy"), fields.pop("rows", {})
        flexibility, rationale = fields.pop("flexibility", ""), fields.pop("rationale", "Because it is so.")
        text = writing.RuleInput({"owner": by, **fields}, rows, fields.pop("restricted_to", None))
        text.values.pop("restricted_to", None)
        rule = writing.write_new(kind, text, client_key=None, by=by, now=now)
        if flexibility:
            rule = classify.decide(rule, flexibility, rationale, version=rule.version, by=by, now=now)
        return rule


def touchpoint(name: str, by: User, *rules: Rule, now: datetime | None = None, **needs: Any) -> Touchpoint:
    """On the list, covered by ``rules``: ``touchpoint("Pay", ana, policy=True, standard="Nobody waits.")``."""
    verbs, at = touchpoints, {"by": by, "now": now or timezone.now()}
    made = verbs.add(name, **at)
    verbs.link_rules(made, add=rules, **at)
    answers = {
        k: verbs.NeedAnswer(True) if need is True else verbs.NeedAnswer(False, need) for k, need in needs.items()
    }
    verbs.decide(made, answers, **at)
    return made


def put_in_force(rule: Rule, by: User, now: datetime | None = None, **proposal: Any) -> Edition:
    """By one person alone, where the switch allows it."""
    number = publishing.next_number(rule)
    return publishing.put_in_force(
        rule, publishing.Proposal(**proposal), number=number, by=by, now=now or timezone.now()
    )


def restrict(rule: Rule, *teams: Team) -> None:
    """Keep ``rule`` to ``teams``, with all that follows from it."""
    Rule.objects.filter(pk=rule.pk).update(restricted=True)
    rule.restricted_to.set(teams)
    rule_changed(Rule.objects.get(pk=rule.pk), timezone.now())
