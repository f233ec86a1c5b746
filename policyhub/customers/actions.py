"""Verbs on whether customers may read a rule. What they read is the edition in force, and of it their words alone."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.evidence.record import record
from policyhub.registry.hooks import rule_changed
from policyhub.registry.models import Rule


@transaction.atomic
def show_to_customers(rule: Rule, *, by: User, now: datetime) -> Rule:
    """Let customers read the rule. One that is only for certain teams is for nobody else."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if rule.restricted:
        raise ValidationError(_("It's restricted to certain teams, so customers can't read it."))
    return _switch(rule, True, "opened to customers", by=by, now=now)


@transaction.atomic
def hide_from_customers(rule: Rule, *, by: User, now: datetime) -> Rule:
    """Take the rule from the customers' pages."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    return _switch(rule, False, "closed to customers", by=by, now=now)


def _switch(rule: Rule, on: bool, verb: str, *, by: User, now: datetime) -> Rule:
    """A switch that stands so already is left as it is, and leaves no event."""
    if rule.on_customer_page == on:
        return rule
    Rule.objects.filter(pk=rule.pk).update(on_customer_page=on)
    rule.on_customer_page = on
    rule_changed(rule, now)
    record(
        rule.subject,
        verb,
        by=by,
        now=now,
        before={"on_customer_page": not on},
        after={"on_customer_page": on},
    )
    return rule
