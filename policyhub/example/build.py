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
from policyhub.registry.kinds import Rows, rows_of
from policyhub.registry.models import Flexibility, Rule, SignOff

from .cases import ask_through_the_months
from .glossary import agree_on_words
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
def build(now: datetime, tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Fill an empty database; returns the number of rules. Nobody in it has a password."""
    began, total = now - timedelta(days=DAYS), len(RULES)
    everybody = build_people(began)
    for n, told in enumerate(RULES):
        tell(n, total)
        put_in(told, everybody, began + timedelta(days=2 + n * 250 // total, hours=n % 7))
    live_a_year(everybody, now)
    agree_on_words(everybody, now)
    tap_through_the_months(everybody, now)
    ask_through_the_months(everybody, now)
    tell(total, total)
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
    return {"ada": ada} | {row[0]: come_in(row, teams, ada, now) for row in PEOPLE}


def come_in(row: tuple[str, str, str, str, Role], teams: dict[str, Team], ada: User, now: datetime) -> User:
    username, name, phone, team, role = row
    invitation = Invitation(name=name, team=teams[team], role=role)
    people_actions.invite(invitation, link="", by=ada, now=now)
    person = User(username=username, name=name, phone=phone)
    return people_actions.join(invitation, person=person, password=None, now=now)


def put_in(told: dict[str, Any], people: dict[str, User], now: datetime) -> None:
    """One rule: written, decided, proposed by its owner and signed by Ada."""
    owner = people[told["owner"]]
    rule = writing.write_new(told["kind"], text_of(told, owner), client_key=None, by=owner, now=now)
    if told["flexibility"] != Flexibility.UNDECIDED:
        rule = classify.decide(
            rule, told["flexibility"], told["rationale"], version=rule.version, by=owner, now=now + timedelta(days=1)
        )
    if told["title"] in DRAFTS:
        return
    edition = publishing.propose(rule, publishing.Proposal(), number=1, by=owner, now=now + timedelta(days=2))
    publishing.sign(
        edition,
        SignOff.Meaning.APPROVE,
        "",
        digest=edition.digest,
        by=people[second_person(told)],
        now=now + timedelta(days=3),
    )
    if told["title"] in PAGES:
        customers.open_to(rule, by=owner, now=now + timedelta(days=3, hours=1))


def second_person(told: dict[str, Any]) -> str:
    """Ada signs; what she proposes, the team's own manager signs."""
    if told["owner"] != "ada":
        return "ada"
    return "petra" if told["team"] == POOL else "ana"


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


def text_of(told: dict[str, Any], owner: User) -> writing.Text:
    values: dict[str, Any] = {name: told.get(name, "") for name in TEXT_FIELDS} | told.get("part", {})
    values |= {"meets_customers": told.get("meets_customers", True)}
    values |= {"owner": owner, "team": Team.objects.get(name=told["team"])}
    rows = {spec.name: [*rows_in(told.get(spec.name, []), spec)] for spec in rows_of(told["kind"])}
    return writing.Text(values, rows)


def rows_in(rows: list[dict[str, Any]], spec: Rows) -> Iterator[dict[str, Any]]:
    """Rows with every field that the model has, defaults where nothing is told."""
    blank = spec.model()
    for row in rows:
        fields = {name: row.get(name, getattr(blank, name)) for name in spec.fields}
        yield fields | {below.name: [*rows_in(row.get(below.name, []), below)] for below in spec.nested}
