"""What was in force on a day, who may see it, and at which address."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.registry.models.edition import State
from tests.factories import RuleFactory, put_in_force
from tests.pages import read
from tests.people import PASSWORD, People

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def new_york_time(day: date, hour: int) -> datetime:
    """An hour of a day on the clock of the organisation in New York."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK)


def visit(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def in_force(rule: Rule, day: date) -> list[int]:
    """The editions that the command names, the one in force first."""
    out = StringIO()
    call_command("in_force", rule.reference, day, json=True, stdout=out)
    answer = json.loads(out.getvalue())
    return [version["edition"] for version in [answer["in_force"], *answer["also"]] if version]


def said_in_words(rule: Rule, day: date | str) -> str:
    out = StringIO()
    call_command("in_force", rule.reference.lower(), str(day), stdout=out)
    return out.getvalue()


# A rule's life in New York. On 8 March the clocks go forward there.

FIRST, PLANNED, CHANGED = date(2026, 3, 3), date(2026, 3, 8), date(2026, 3, 10)
RETIRED, RESTORED = date(2026, 3, 20), date(2026, 4, 1)
DAY = timedelta(days=1)


@pytest.fixture
def new_york(people):
    people.organisation.time_zone = "America/New_York"
    people.organisation.save()
    return people


@pytest.fixture
def life(new_york, sign_in):
    """Put in force at three in the afternoon, replaced by a planned day, changed, retired, restored."""
    ana = new_york.ana
    rule = RuleFactory(by=ana, title="Skates", now=new_york_time(date(2026, 3, 1), 9))
    put_in_force(rule, ana, new_york_time(FIRST, 15))
    form = {"number": 2, "change": "meaning", "day": PLANNED.isoformat(), "password": PASSWORD}
    with time_machine.travel(new_york_time(FIRST, 16), tick=False):
        assert sign_in(ana).post(f"{rule.get_absolute_url()}propose/", form).status_code == 302
    put_in_force(rule, ana, new_york_time(CHANGED, 10))
    publishing.retire(rule, why="We sold them.", successor=None, number=4, by=ana, now=new_york_time(RETIRED, 10))
    publishing.restore(rule, why="We bought new ones.", number=5, by=ana, now=new_york_time(RESTORED, 10))
    return rule


CALENDAR = [  # what applied the day before a change, on its day, and the day after
    (FIRST, [], [1], [1]),
    (PLANNED, [1], [2], [2]),
    (CHANGED, [2], [2, 3], [3]),
    (RETIRED, [3], [3, 4], [4]),
    (RESTORED, [4], [4, 5], [5]),
]
DAYS = [pair for day, *numbers in CALENDAR for pair in zip((day - DAY, day, day + DAY), numbers, strict=True)]


def test_the_command_tells_what_applied_before_on_and_after_each_change(life):
    assert [(day, in_force(life, day)) for day, _numbers in DAYS] == DAYS


def heading_of(day: date, numbers: list[int]) -> str:
    day_text = f"{day.day} {day:%B %Y}"
    if not numbers:
        return none_in_force(day_text)
    if len(numbers) > 1:
        return f"This rule changed on {day_text}."
    if numbers == [4]:
        return f"On {day_text}, this rule was retired."
    return f"On {day_text}, version {numbers[0]} was in force."


def none_in_force(day: str) -> str:
    return f"No version in force on {day}."


def test_the_page_of_a_day_tells_what_applied_before_on_and_after_each_change(life, new_york, sign_in):
    sam = sign_in(new_york.sam)
    for day, numbers in DAYS:
        page = read(visit(sam, f"{life.get_absolute_url()}on/{day}/"))
        assert page.has("heading", heading_of(day, numbers))
        assert [n for n in range(1, 6) if page.has("heading", f"Version {n}")] == numbers


def test_a_planned_day_begins_at_midnight_where_the_organisation_is(life, new_york, sign_in):
    second = life.editions.get(number=2)
    assert second.planned == second.starts == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert life.editions.get(number=1).ends == second.starts
    page = visit(sign_in(new_york.sam), f"{life.get_absolute_url()}on/{PLANNED}/")
    assert "In force from 8 March 2026, 00:00 to 10 March 2026, 10:00." in page


def test_a_day_is_the_organisations_and_not_the_servers(life, new_york):
    """Seen from London, what began at midnight in New York changed in the course of that day."""
    new_york.organisation.time_zone = "Europe/London"
    new_york.organisation.save()
    assert in_force(life, PLANNED) == [1, 2]


def test_the_day_on_which_the_clocks_change_has_no_gap(life):
    midnight = new_york_time(PLANNED, 0)
    for hour in range(23):
        assert life.edition_at(midnight.astimezone(UTC) + timedelta(hours=hour)).number == 2
    assert life.edition_at(midnight.astimezone(UTC) - timedelta(microseconds=1)).number == 1


def test_the_day_of_a_retired_rule_says_why_it_ended(life, new_york, sign_in):
    page = visit(sign_in(new_york.sam), f"{life.get_absolute_url()}on/{RETIRED + DAY}/")
    assert "We sold them." in page
    assert 'class="card' not in page
    with time_machine.travel(new_york_time(RETIRED, 12), tick=False):
        card = visit(sign_in(new_york.sam), life.get_absolute_url())
    assert "Retired on 20 March 2026." in card
    assert "We sold them." in card


def test_the_command_says_who_signed_and_that_nothing_was_written(life):
    assert said_in_words(life, FIRST - DAY) == f"{none_in_force('2026-03-02')}\n"
    edition = life.editions.get(number=1)
    output = said_in_words(life, FIRST)
    assert f"{life.reference} Skates, version 1: " in output
    assert edition.digest in output
    assert "alone: Ana Ruiz" in output
    with pytest.raises(CommandError, match=r"There's no rule R-999\."):
        call_command("in_force", "R-999", FIRST)


def test_the_command_says_that_nobody_signed_what_was_taken_over(people):
    values = {"title": "As it was", "source": "old.md"}
    rule = publishing.adopt(values, "", by="command line", now=NOON).rule
    assert "imported, not signed" in said_in_words(rule, NOON.date())


def test_a_planned_edition_that_was_taken_back_never_applied(people):
    rule = RuleFactory(by=people.ana)
    put_in_force(rule, people.ana, NOON)
    planned = put_in_force(rule, people.ana, NOON, planned=NOON + 5 * DAY)
    publishing.withdraw(planned, by=people.ana, now=NOON + DAY)
    assert [in_force(rule, (NOON + n * DAY).date()) for n in (0, 5, 9)] == [[1], [1], [1]]


def test_an_edition_replaced_before_it_began_never_applied(people):
    rule = RuleFactory(by=people.ana)
    for _ in range(2):
        put_in_force(rule, people.ana, NOON, planned=NOON + 5 * DAY)
    assert in_force(rule, (NOON + 5 * DAY).date()) == [2]


@pytest.mark.parametrize("day", ["2026-02-30", "today", "2026-3-1", "٢٠٢٦-٠٣-٠١"])
def test_a_day_that_is_none_is_not_found(day, people, sign_in):
    rule, ana = RuleFactory(by=people.ana), sign_in(people.ana)
    assert ana.get(f"{rule.get_absolute_url()}on/{day}/").status_code == 404
    with pytest.raises(CommandError):
        call_command("in_force", rule.reference, day)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_break_nothing(day, zone, people, sign_in):
    """Where such a day begins or ends outside the years that there are, it is too far away."""
    people.organisation.time_zone = zone
    people.organisation.save()
    rule = RuleFactory(by=people.ana)
    response = sign_in(people.ana).get(f"{rule.get_absolute_url()}on/{day}/")
    if response.status_code == 404:
        with pytest.raises(CommandError, match="too far away"):
            said_in_words(rule, day)
    else:
        assert any(name.startswith("No version in force on ") for name in read(response).names("heading"))
        assert said_in_words(rule, day) == f"{none_in_force(day)}\n"


def test_the_form_of_a_day_leads_to_its_page(people, sign_in):
    rule = RuleFactory(by=people.ana)
    response = sign_in(people.ana).get(f"{rule.get_absolute_url()}history/", {"day": "2026-03-05"})
    assert response.url == f"{rule.get_absolute_url()}on/2026-03-05/"


# Who sees what


def editions_in_every_state(people: People) -> Rule:
    """Edition 1 holds, 2 was sent back, 3 was taken back, 4 waits."""
    rule: Rule = RuleFactory(by=people.ana, now=NOON)
    put_in_force(rule, people.ana, NOON, note="First words")
    for number, state in [(2, "sent back"), (3, "taken back"), (4, "waiting")]:
        proposal = publishing.Proposal(note=f"Words {state}")
        edition = publishing.propose(rule, proposal, number=number, by=people.ana, now=NOON)
        if number == 2:
            publishing.sign(edition, "changes", "No.", digest=edition.digest, by=people.petra, now=NOON)
        if number == 3:
            publishing.withdraw(edition, by=people.ana, now=NOON)
    return rule


@pytest.mark.parametrize("who", ["sam", "ravi", "mia"])
def test_staff_see_no_edition_in_the_history_that_was_never_approved(who, people, sign_in):
    rule = editions_in_every_state(people)
    page = visit(sign_in(getattr(people, who)), f"{rule.get_absolute_url()}history/")
    assert "First words" in page
    hidden = ("Words sent back", "Words taken back", "Words waiting", "Version 2")
    assert [note for note in hidden if note in page] == []
    assert "Version 1" in page
    day = visit(sign_in(getattr(people, who)), f"{rule.get_absolute_url()}on/{NOON:%Y-%m-%d}/")
    assert "Words" not in day.replace("First words", "")


@pytest.mark.parametrize("who", ["ana", "ada"])
def test_whoever_writes_sees_every_edition_in_the_history(who, people, sign_in):
    rule = editions_in_every_state(people)
    page = visit(sign_in(getattr(people, who)), f"{rule.get_absolute_url()}history/")
    for note in ("First words", "Words sent back", "Words taken back", "Words waiting"):
        assert note in page
    assert [e.state for e in rule.editions.all()] == [State.APPROVED, State.RETURNED, State.WITHDRAWN, State.WAITING]


def pages_of(rule: Rule) -> Iterator[tuple[str, dict[str, str]]]:
    yield rule.get_absolute_url(), {}
    yield f"{rule.get_absolute_url()}history/", {}
    yield f"{rule.get_absolute_url()}history/", {"day": "2026-03-05"}
    yield f"{rule.get_absolute_url()}on/2026-03-05/", {}


@pytest.fixture
def cellar(people):
    """A rule that only the pool may know of. It was called "Cellar door" before."""
    rule = RuleFactory(by=people.petra, title="Cellar door", restricted=True, restricted_to=[people.pool])
    put_in_force(rule, people.petra, NOON)
    text = writing.RuleInput({"title": "Pump room", "statement": "Keep the pump room locked."})
    rule = writing.write(rule, text, version=rule.version, by=people.petra, now=NOON)
    return put_in_force(rule, people.petra, NOON).rule


@pytest.mark.parametrize("who", ["sam", "ravi", "ana"])
def test_whoever_is_in_another_team_does_not_learn_of_a_restricted_rule(who, cellar, people, sign_in):
    outsider = sign_in(getattr(people, who))
    for path, query in pages_of(cellar):
        for address in (path, path.replace("pump-room", "cellar-door")):
            response = outsider.get(address, query)
            assert response.status_code == 404
            assert "ump room" not in response.content.decode()
    for path, query in [("/", {"q": "pump room"}), ("/", {}), ("/rules/", {}), ("/rules/", {"q": cellar.reference})]:
        response = outsider.get(path, query)
        assert response.status_code == 200
        assert "Pump room" not in response.content.decode()
        assert "Keep the pump room locked." not in response.content.decode()


@pytest.mark.parametrize("who", ["mia", "petra", "ada"])
def test_whoever_may_know_of_it_finds_a_restricted_rule(who, cellar, people, sign_in):
    insider = sign_in(getattr(people, who))
    assert [insider.get(path, query).status_code for path, query in pages_of(cellar)] == [200, 200, 302, 200]
    assert "Pump room" in visit(insider, "/", q="pump room")


def test_nobody_reads_the_record_without_signing_in(cellar):
    for path, query in pages_of(cellar):
        response = Client().get(path, query)
        assert response.status_code == 302
        assert response.url.startswith("/sign-in/")


# Addresses


def renamed(people: People, old: str, new: str) -> Rule:
    rule = RuleFactory(by=people.ana, title=old)
    put_in_force(rule, people.ana, NOON)
    rule = writing.write(rule, writing.RuleInput({"title": new}), version=rule.version, by=people.ana, now=NOON)
    return put_in_force(rule, people.ana, NOON + timedelta(minutes=1)).rule


@pytest.mark.parametrize(
    ("who", "page"),
    [("sam", ""), ("sam", "history/"), ("sam", "on/2026-03-05/"), ("ana", "edit/"), ("ana", "propose/")],
)
@pytest.mark.parametrize(("old", "slug"), [("Lost things", "lost-things"), ("Rules", "rules"), ("On", "on")])
def test_a_renamed_rule_is_found_at_its_old_address(old, slug, who, page, people, sign_in):
    rule = renamed(people, old, "Found things")
    response = sign_in(getattr(people, who)).get(f"/rules/{slug}/{page}?from=mail&q=a%20b")
    assert response.status_code == 301
    assert response.url == f"/rules/found-things/{page}?from=mail&q=a%20b"
    assert rule.get_absolute_url() == "/rules/found-things/"


def test_an_old_address_is_never_given_to_another_rule(people, sign_in):
    renamed(people, "Lost things", "Found things")
    other: Any = RuleFactory(by=people.ana, title="Lost things")
    assert other.slug == f"lost-things-{other.reference.lower()}"
    assert sign_in(people.ana).get("/rules/lost-things/").url == "/rules/found-things/"
