"""Rules that so far live in people's heads: who is reminded of them, and what became of those that were noted down."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.authoring import emails
from policyhub.background.models import Outbox
from policyhub.evidence.models import Event
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.models.rule import Stage

from .actions.unwritten import TAKEN_OVER

REMIND_AFTER = timedelta(days=14)  # until somebody is reminded
OUTCOME_SHOWN_FOR = timedelta(days=60)  # how long their authors see what became of them


def send_reminders(now: datetime) -> str:
    """Email those who may write rules that have waited too long; each person once a month at most."""
    organisation = Organisation.current_or_none()
    waiting = Rule.objects.filter(stage=Stage.UNWRITTEN, captured_at__lte=now - REMIND_AFTER).order_by(
        "captured_at", "pk"
    )
    if organisation is None or not waiting:
        return ""
    month = f"{timezone.localtime(now, organisation.zone):%Y-%m}"
    reminded = Outbox.objects.filter(kind="unwritten", period=month).values_list("person", flat=True)
    rules_by_recipient = {
        person: rules
        for person, rules in possible_writers(waiting).items()
        if person.email and person.pk not in reminded
    }
    for person, rules in rules_by_recipient.items():
        emails.remind_of_unwritten(person, rules, month=month, now=now)
    return f"{len(rules_by_recipient)} reminded" if rules_by_recipient else ""


def possible_writers(waiting: Iterable[Rule]) -> dict[User, list[Rule]]:
    """Who may take over which of these: managers who may read them, else the administrators."""
    rules_by_writer: dict[User, list[Rule]] = defaultdict(list)
    managers, admins = list(User.objects.managers()), list(User.objects.active().filter(is_admin=True))
    readable = {person: set(_readable(person)) for person in managers}
    for rule in waiting:
        allowed_managers = [
            person for person in managers if access.manages(person, rule) and rule.pk in readable[person]
        ]
        for person in allowed_managers or admins:
            rules_by_writer[person].append(rule)
    return rules_by_writer


def _readable(person: User) -> Iterable[int]:
    return Rule.objects.for_reader(person).filter(stage=Stage.UNWRITTEN).values_list("pk", flat=True)


@dataclass(frozen=True)
class UnwrittenRuleOutcome:
    """What became of a rule that somebody noted down."""

    title: str  # as it was noted down: a draft's own title is not for everybody
    by: str
    since: datetime  # when it was written or, later, came in force
    is_in_force: bool
    address: str  # "" while its author may not read it


def outcomes_for(person: User, now: datetime) -> list[UnwrittenRuleOutcome]:
    """What ``person`` noted down and somebody wrote: for 60 days from then, and again from when it came in force."""
    noted = {rule.subject: rule for rule in Rule.objects.filter(captured_by=person, stage=Stage.WRITTEN)}
    if not noted:
        return []
    in_force_since, own_rules = _first_in_force(noted.values(), now), Rule.objects.filter(captured_by=person)
    in_force = set(own_rules.with_edition_in_force(now).values_list("pk", flat=True))
    readable = set(own_rules.for_reader(person).values_list("pk", flat=True))
    outcomes = []
    for rule, title, event in _written(noted):
        since = max(event.at, in_force_since.get(rule.pk, event.at))
        if since >= now - OUTCOME_SHOWN_FOR:
            address = rule.get_absolute_url() if rule.pk in readable else ""
            outcomes.append(UnwrittenRuleOutcome(title, event.actor, since, rule.pk in in_force, address))
    return sorted(outcomes, key=lambda outcome: outcome.since, reverse=True)


def _first_in_force(rules: Iterable[Rule], now: datetime) -> dict[int, datetime]:
    editions = Edition.objects.filter(rule__in=rules, state=State.APPROVED, starts__lte=now)
    return dict(editions.order_by().values_list("rule").annotate(Min("starts")))


def _written(noted: dict[str, Rule]) -> Iterator[tuple[Rule, str, Event]]:
    """Each rule with its title as it was noted down, and the event by which it was unwritten no longer."""
    verbs = ["captured", TAKEN_OVER, "written"]
    events = Event.objects.filter(chain__subject__in=noted, verb__in=verbs).select_related("chain")
    titles: dict[str, str] = {}
    for event in events.order_by("chain", "sequence"):
        subject = event.chain.subject
        if event.verb == "captured":
            titles[subject] = json.loads(event.after)["title"]
        elif subject in titles:
            yield noted[subject], titles.pop(subject), event
