"""The map: what each cell says, gaps first, and only of rules that the reader may know of."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.kinds import kinds
from policyhub.registry.models import Rule
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints import map as touchpoint_map
from policyhub.touchpoints.map import CellState
from policyhub.touchpoints.models import Touchpoint
from tests.conftest import share
from tests.factories import RuleFactory, put_in_force, touchpoint
from tests.pages import flat

pytestmark = pytest.mark.engine  # counts are the engine's


def rule_of(people, title="Towels", kind="policy", **fields):
    return RuleFactory(by=people.ana, title=title, kind=kind, **fields)


def in_force(people, title="Towels", kind="policy", **fields):
    rule = rule_of(people, title, kind, **fields)
    put_in_force(rule, people.ana)
    return rule


def captured(people, title="Known"):
    return writing.capture(title, "Ask Petra.", client_key=None, by=people.sam, now=timezone.now())


def state_of(people, *rules, kind="policy", person=None, **needs):
    pay = touchpoint("Pay", people.ana, *rules, **needs)
    lines = touchpoint_map.map_rows(person or people.ana, timezone.now())
    cells = {cell.kind.name: cell for line in lines if line.touchpoint == pay for cell in line.cells}
    assert list(cells) == list(kinds), "a cell for each kind there is"
    return cells[kind].state


def test_nothing_said_is_not_decided(people):
    assert state_of(people) == CellState.UNDECIDED


def test_needed_and_nothing_linked_is_the_widest_gap(people):
    assert state_of(people, policy=True) == CellState.NEEDED


def test_not_needed_for_a_reason(people):
    assert state_of(people, policy="Everybody knows.") == CellState.NOT_NEEDED


def test_a_rule_in_force_covers_it_whether_or_not_somebody_decided(people):
    assert state_of(people, in_force(people)) == CellState.COVERED


def test_a_rule_of_another_kind_does_not(people):
    assert state_of(people, in_force(people, kind="standard"), policy=True) == CellState.NEEDED


def test_a_written_rule_is_not_in_force_yet(people):
    assert state_of(people, rule_of(people), policy=True) == CellState.WRITTEN


def test_a_planned_rule_is_not_in_force_yet(people):
    rule = rule_of(people)
    put_in_force(rule, people.ana, planned=timezone.now() + timedelta(days=3))
    assert state_of(people, rule) == CellState.WRITTEN


def test_one_in_force_beside_one_that_is_not_covers_it(people):
    assert state_of(people, rule_of(people, "Other"), in_force(people)) == CellState.COVERED


def test_a_retired_rule_leaves_the_gap_open(people):
    rule = in_force(people)
    publishing.retire(rule, why="Over.", successor=None, number=2, by=people.ana, now=timezone.now())
    assert state_of(people, rule, policy=True) == CellState.NEEDED


def test_an_unwritten_rule_is_known(people):
    rule = captured(people)
    writing.change_kind(rule, "policy", by=people.ana, now=timezone.now())
    assert state_of(people, rule) == CellState.KNOWN


def test_an_unwritten_rule_of_no_kind_is_known_wherever_one_is_needed(people):
    pay = touchpoint("Pay", people.ana, captured(people), policy=True, standard="No.")
    (line,) = touchpoint_map.map_rows(people.ana, timezone.now())

    assert line.touchpoint == pay
    assert [cell.state for cell in line.cells] == [CellState.KNOWN, CellState.UNDECIDED, CellState.NOT_NEEDED]
    assert [rule.title for rule in line.no_kind] == ["Known"]


def test_a_linked_rule_against_a_no_is_pointed_out(people):
    touchpoint("Pay", people.ana, rule_of(people), policy="No.")
    (line,) = touchpoint_map.map_rows(people.ana, timezone.now())

    assert [cell.contradicts for cell in line.cells] == [True, False, False]


def test_gaps_come_first_the_widest_before_the_narrower(people):
    ana = people.ana
    touchpoint("Done", ana, policy="No.", procedure="No.", standard="No.")
    touchpoint("Open", ana)
    touchpoint("One needed", ana, policy=True, procedure="No.", standard="No.")
    touchpoint("Two needed", ana, policy=True, procedure=True, standard="No.")
    written = rule_of(people)
    touchpoint("Written", ana, written, procedure="No.", standard="No.")

    lines = touchpoint_map.map_rows(ana, timezone.now())

    assert [str(line.touchpoint) for line in lines] == ["Two needed", "One needed", "Open", "Written", "Done"]
    counts = touchpoint_map.counts(lines)
    wanted = {"all": 5, "complete": 1, "gaps": 4, "decided": 4, "needed": 2, "undecided": 1, "written": 1, "known": 0}
    assert {name: counts[name] for name in wanted} == wanted


def test_rules_that_a_person_may_not_know_of_are_not_on_their_map(people):
    secret = in_force(people, "Secret", restricted=True, restricted_to=[people.pool])
    assert state_of(people, secret, policy=True, person=people.ana) == CellState.NEEDED
    lines = touchpoint_map.map_rows(people.petra, timezone.now())
    assert lines[0].cells[0].state == CellState.COVERED, "Petra is of the pool"


def test_dropped_ones_are_not_on_the_map(people):
    pay = touchpoint("Pay", people.ana)
    touchpoints.drop(pay, by=people.ana, now=timezone.now())
    assert touchpoint_map.map_rows(people.ana, timezone.now()) == []


# As a page


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def test_three_touchpoints_and_three_hundred_cost_the_same(people, ana):
    def grow(n):
        for i in range(Touchpoint.objects.count(), n):
            rule = in_force(people, f"Rule {i}", kind=list(kinds)[i % 3]) if i % 2 else captured(people, f"Known {i}")
            touchpoint(f"Way {i}", people.ana, rule, policy=True, standard="No.")
        key = Touchpoint.objects.first().pk
        pages = ["", f"{key}/", f"{key}/decide/policy/", f"{key}/rules/", f"{key}/rules/?q=rule", f"{key}/merge/"]
        pages += [f"{key}/merge/?other={key + 1}", f"{key}/drop/", f"{key}/rename/", "walk-through/"]
        return {page.replace(str(key), "n"): queries(ana, f"/touchpoints/{page}") for page in pages}

    few = grow(3)
    assert max(few.values()) < 20, few
    assert grow(share(300)) == few


def test_the_map_says_each_cell_in_words_and_shapes(people, ana):
    touchpoint("Pay", people.ana, in_force(people), procedure=True, standard="Nobody waits.")
    page = ana.get("/touchpoints/").text

    for text in ("In force", "Towels", "Needed", "Not needed", "Nobody waits.", "1 touchpoint."):
        assert text in page
    row = page[page.index("<tbody>") :]
    assert row.count("<svg") == 3
    assert '<span class="hidden">Procedure, Pay</span>' in flat(row)


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("", {"Open", "Done", "Wanted"}),
        ("gaps", {"Open", "Wanted"}),
        ("complete", {"Done"}),
        ("needed", {"Wanted"}),
        ("undecided", {"Open"}),
        ("nonsense", {"Open", "Done", "Wanted"}),
    ],
)
def test_counts_are_links_that_show_what_they_count(people, ana, show, expected):
    touchpoint("Open", people.ana)
    touchpoint("Done", people.ana, policy="No.", procedure="No.", standard="No.")
    touchpoint("Wanted", people.ana, policy=True, procedure="No.", standard="No.")
    page = ana.get("/touchpoints/", {"show": show}).text

    names = {name for name in ("Open", "Done", "Wanted") if f">{name}</a></th>" in flat(page)}
    assert names == expected
    assert 'href="?show=gaps"' in page


def test_a_filter_without_a_find_leads_back(people, ana):
    touchpoint("Open", people.ana)
    assert "No touchpoints match." in ana.get("/touchpoints/?show=complete").text


def test_an_empty_map_offers_the_walk_through(people, ana):
    page = ana.get("/touchpoints/").text
    assert 'href="/touchpoints/walk-through/"' in page
    assert "<table" not in page


def test_two_that_look_alike_are_pointed_out(people, ana):
    refund, refunds = touchpoint("Ask for a refund", people.ana), touchpoint("Refunds", people.ana)
    page = ana.get("/touchpoints/").text
    assert "may be the same" in page
    assert f"/touchpoints/{refund.pk}/merge/?other={refunds.pk}" in page


def test_staff_do_not_see_the_map(people, sign_in):
    pay = touchpoint("Pay", people.ana)
    for person in (people.sam, people.ravi):
        client = sign_in(person)
        assert client.get("/touchpoints/").status_code == 403
        assert client.get(pay.get_absolute_url()).status_code == 403


def test_a_rule_says_what_it_covers_with_links_for_those_who_may_see_them(people):
    rule = in_force(people)
    pay = touchpoint("Pay", people.ana, rule)
    part = Template("{% load touchpoints %}{% covers rule %}")

    assert f'<a href="{pay.get_absolute_url()}">Pay</a>' in flat(
        part.render(Context({"rule": rule, "may_document": True}))
    )
    plain = part.render(Context({"rule": rule}))
    assert "Pay" in plain
    assert "<a" not in plain
    assert part.render(Context({"rule": rule_of(people, "Other")})).strip() == ""


def test_a_rule_has_its_touchpoint_in_the_register_while_it_is_listed(people):
    rule = in_force(people)
    in_force(people, "Other")
    pay = touchpoint("Pay", people.ana, rule)
    rules = Rule.objects.in_register(people.ana, timezone.now()).covering(pay.pk)
    assert [listed.title for listed in rules] == ["Towels"]
    touchpoints.drop(pay, by=people.ana, now=timezone.now())
    assert not Rule.objects.covering(pay.pk).exists()
