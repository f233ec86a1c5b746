"""People who tap, in the fewest words, for the tests of what staff tell back."""

from uuid import UUID

from django.utils import timezone

from policyhub.feedback.actions import taps as verbs
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force


def grey(people, **fields):
    """In force since edition 1, with two options in one situation."""
    return in_force(people, **{"title": "Late refund", "flexibility": "grey", "rows": GREY_ROWS, **fields})


def black(people, **fields):
    return in_force(people, **{"title": "No diving", "flexibility": "black", "rows": BLACK_ROWS, **fields})


def in_force(people, **fields):
    rule = RuleFactory(by=people.ana, team=people.desk, **fields)
    put_in_force(rule, people.ana, fields.get("now"))
    return Rule.objects.get(pk=rule.pk)


def change(rule, people, now=None, **texts):
    """The next edition, with other words."""

    now = now or timezone.now()
    rule = Rule.objects.get(pk=rule.pk)
    values = texts or {"statement": f"We do it otherwise since {rule.version}."}
    writing.write(rule, writing.RuleInput(values), version=rule.version, by=people.ana, now=now)
    return put_in_force(Rule.objects.get(pk=rule.pk), people.ana, now)


def edition(rule, number=1):
    return rule.editions.get(number=number)


def keys(rule, option=0, number=1):
    """(situation, option) in an edition."""
    situation = edition(rule, number).content_data["situations"][0]
    return UUID(situation["key"]), UUID(situation["options"][option]["key"])


def offer(rule, by, now=None, option=0, **sent):
    at = now or timezone.now()
    return verbs.record_offer(edition(rule), *keys(rule, option), verbs.DeviceStamp(**sent), by=by, now=at)


def friction(rule, by, now=None, reason="", number=1, **sent):
    at = now or timezone.now()
    entry = verbs.record_friction(edition(rule, number), verbs.DeviceStamp(**sent), by=by, now=at)
    return verbs.set_reason(entry, reason, by=by, now=at) if reason else entry


def helped(rule, by, now=None, **sent):
    return verbs.record_helped(edition(rule), verbs.DeviceStamp(**sent), by=by, now=now or timezone.now())


def feel(rule, by, fine, now=None):
    return verbs.answer_pulse(edition(rule), fine, by=by, now=now or timezone.now())


def sent(rule, option=0, **more):
    """The form of a tap as a page sends it."""
    situation, key = keys(rule, option)
    return {"edition": 1, "situation": str(situation), "option": str(key), **more}
