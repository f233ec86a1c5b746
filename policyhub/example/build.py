"""Builds the example: Lakeside Leisure, its people and its rules, through the same actions as everybody."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Invitation, Organisation, Role, Team, User
from policyhub.classification.actions import classify
from policyhub.customers import actions as customers
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.kinds import RowSpec, row_specs_of
from policyhub.registry.models import Flexibility, Rule, SignOff

from .cases import ask_through_the_months
from .glossary import agree_on_terms
from .rules import PAGES, RULES
from .taps import tap_through_the_months
from .year import live_a_year

POOL, DESK = "Pool", "Front desk and shop"
PEOPLE = [  # user name, name, phone, team, role
    ("ana", "Ana Ruiz", "ext. 12", DESK, Role.MANAGER),
    ("petra", "Petra Novak", "ext. 20", POOL, Role.MANAGER),
    ("ravi", "Ravi Shah", "ext. 14", DESK, Role.LEAD),
    ("sam", "Sam Lee", "", DESK, Role.STAFF),
    ("mia", "Mia Brandt", "", POOL, Role.STAFF),
]
DAYS = 300  # of life before today
DRAFTS = {
    "Paying by card",
    "Replies on social media",
    "Music in the gym",
    "Rescue drill",
    "Posters and flyers",
}  # not in force yet


@transaction.atomic
def build(now: datetime, report_progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Fill an empty database; returns the number of rules. ``report_progress`` gets (done, total). Nobody has a
    password."""
    start, total = now - timedelta(days=DAYS), len(RULES)
    people = build_people(start)
    for n, spec in enumerate(RULES):
        report_progress(n, total)
        add_rule(spec, people, start + timedelta(days=2 + n * 250 // total, hours=n % 7))
    live_a_year(people, now)
    agree_on_terms(people, now)
    tap_through_the_months(people, now)
    ask_through_the_months(people, now)
    report_progress(total, total)
    return Rule.objects.count()


def build_people(now: datetime) -> dict[str, User]:
    """Ada, who started it all, and five more, each by invitation."""
    organisation = Organisation(name="Lakeside Leisure", second_person=True, complete_before_in_force=True)
    organisation.customers_pages = True
    ada = User(username="ada", name="Ada Osei", phone="ext. 1")
    people_actions.start(organisation=organisation, person=ada, password=None, now=now)
    first = Team.objects.get()
    people_actions.rename_team(first, DESK, by=ada, now=now)
    people_actions.add_team(Team(name=POOL), by=ada, now=now)
    teams = {team.name: team for team in Team.objects.all()}
    people_actions.set_role(ada, team=teams[POOL], role=Role.MANAGER, by=ada, now=now)
    return {"ada": ada} | {row[0]: add_person(row, teams, ada, now) for row in PEOPLE}


def add_person(row: tuple[str, str, str, str, Role], teams: dict[str, Team], ada: User, now: datetime) -> User:
    username, name, phone, team, role = row
    invitation = Invitation(name=name, team=teams[team], role=role)
    people_actions.invite(invitation, link="", by=ada, now=now)
    person = User(username=username, name=name, phone=phone)
    return people_actions.join(invitation, person=person, password=None, now=now)


def add_rule(spec: dict[str, Any], people: dict[str, User], now: datetime) -> None:
    """One rule: written, decided, proposed by its owner and signed by Ada."""
    owner = people[spec["owner"]]
    rule = writing.write_new(spec["kind"], rule_text(spec, owner), client_key=None, by=owner, now=now)
    if spec["flexibility"] != Flexibility.UNDECIDED:
        rule = classify.decide(
            rule, spec["flexibility"], spec["rationale"], version=rule.version, by=owner, now=now + timedelta(days=1)
        )
    if spec["title"] in DRAFTS:
        return
    edition = publishing.propose(rule, publishing.Proposal(), number=1, by=owner, now=now + timedelta(days=2))
    publishing.sign(
        edition,
        SignOff.Meaning.APPROVE,
        "",
        digest=edition.digest,
        by=people[signer_username(spec)],
        now=now + timedelta(days=3),
    )
    if spec["title"] in PAGES:
        customers.show_to_customers(rule, by=owner, now=now + timedelta(days=3, hours=1))


def signer_username(spec: dict[str, Any]) -> str:
    """Ada, or for rules that she owns, the manager of the team."""
    if spec["owner"] != "ada":
        return "ada"
    return "petra" if spec["team"] == POOL else "ana"


TEXT_FIELDS = (
    "title",
    "statement",
    "body",
    "say_it",
    "instead",
    "next_time",
    "search_words",
    "effect",
    "cause",
    "remedy",
    "customer_text",
)


def rule_text(spec: dict[str, Any], owner: User) -> writing.RuleInput:
    values: dict[str, Any] = {name: spec.get(name, "") for name in TEXT_FIELDS} | spec.get("part", {})
    values |= {"meets_customers": spec.get("meets_customers", True)}
    values |= {"owner": owner, "team": Team.objects.get(name=spec["team"])}
    rows = {
        row_spec.name: [*complete_rows(spec.get(row_spec.name, []), row_spec)]
        for row_spec in row_specs_of(spec["kind"])
    }
    return writing.RuleInput(values, rows)


def complete_rows(rows: list[dict[str, Any]], spec: RowSpec) -> Iterator[dict[str, Any]]:
    """Rows with every field that the model has, defaults where the spec has none."""
    blank = spec.model()
    for row in rows:
        fields = {name: row.get(name, getattr(blank, name)) for name in spec.fields}
        yield fields | {nested.name: [*complete_rows(row.get(nested.name, []), nested)] for nested in spec.nested}
