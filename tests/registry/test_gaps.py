"""What is left to do: each thing found where it is, mended where it says, and nothing else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.gaps import all_gaps
from policyhub.registry.models import Rule
from policyhub.registry.requirements import missing_items_by_rule
from policyhub.registry.views.gaps import gap_overview, not_retired
from standards.actions import Measurement, record_result
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, option, put_in_force

pytestmark = pytest.mark.engine  # each gap is also a condition in SQL

STEPS = [{"text": "Look", "who": "", "firmness": "adapt", "basis": "", "warning": ""}]
BLACK = {"flexibility": "black", "rows": BLACK_ROWS, "say_it": "I want you home well.", "effect": "adds", "kind": ""}
GREY = {"flexibility": "grey", "rows": GREY_ROWS, "kind": ""}
PROCEDURE = {**GREY, "kind": "procedure", "trigger": "Somebody asks.", "rows": {**GREY_ROWS, "steps": STEPS}}
STANDARD = {**GREY, "kind": "standard", "target": "Within a day"}
POLICY = {**GREY, "kind": "policy"}
NO_GAPS = "No gaps."
INK = "Forms must be filled in with blue ink."


def situations(*options):
    return {**GREY_ROWS, "situations": [{"text": "there is a receipt", "options": list(options)}]}


LEFT = {  # row: a rule for which it is left, beside what is said below
    "sentence": {**GREY, "statement": ""},
    "undecided": {"kind": ""},
    "firm": {"kind": "", "statement": INK},
    "black-reason": {**BLACK, "rows": {"benefits": BLACK_ROWS["benefits"]}},
    "black-benefit": {**BLACK, "rows": {"reasons": BLACK_ROWS["reasons"]}},
    "black-words": {**BLACK, "say_it": ""},
    "black-check": {**BLACK, "effect": ""},
    "grey-options": {**GREY, "rows": situations(option())},
    "grey-limits": {**GREY, "rows": situations(option(limit_words=""), option("Gift card"))},
    "grey-line": {**GREY, "rows": {"situations": GREY_ROWS["situations"]}},
    "policy-carried-out": POLICY,
    "policy-measured": POLICY,
    "procedure-start": {**PROCEDURE, "trigger": ""},
    "procedure-steps": {**PROCEDURE, "rows": GREY_ROWS},
    "standard-target": {**STANDARD, "target": ""},
    "standard-results": STANDARD,
    "customers-text": {**GREY, "on_customer_page": True},
    "owner": {**GREY, "owner": None},
    "not-in-force": GREY,
    "changed": GREY,
    "unwritten": {},
}
BESIDE = {  # what else is left then
    "sentence": {"not-in-force"},
    "owner": {"not-in-force"},
    "firm": {"undecided"},
    "policy-carried-out": {"policy-measured"},
    "policy-measured": {"policy-carried-out"},
}
OF_LACKS = re.compile(r"black-|grey-|procedure-|standard-target|sentence|owner")
WHOLE = {"black": BLACK, "grey": GREY, "procedure": PROCEDURE, "standard": STANDARD}


def check(rule, people):
    """A standard is checked; other rules are as they were."""
    if rule.kind == "standard":
        today = timezone.localdate()
        measurement = Measurement(today, today, "yes", words="Nobody waited.")
        record_result(rule, measurement, client_key=None, by=people.ana, now=timezone.now())


def rule_with(name, people, **more):
    if name == "unwritten":
        return writing.capture("Lost children", "", client_key=None, by=people.sam, now=timezone.now())
    rule = RuleFactory(by=people.ana, **LEFT[name] | more)
    if name != "standard-results":
        check(rule, people)
    if name not in {"not-in-force", "sentence", "owner"}:  # these cannot be put in force
        put_in_force(rule, people.ana)
    if name == "changed":
        rule = Rule.objects.get(pk=rule.pk)
        text = writing.RuleInput({"say_it": "Here you are."})
        writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())
    return rule


def rows_of(rule, person):
    """The names of all rows in which the rule stands."""
    rules = not_retired(person).filter(pk=rule.pk)
    return {row.name for row in all_gaps() if rules.filter(row.q).exists()}


def test_every_row_has_its_rule_here():
    names = [row.name for row in all_gaps()]
    assert sorted(names) == sorted(LEFT)


@pytest.mark.parametrize("name", LEFT)
def test_each_thing_is_found_alone_and_leads_to_where_it_is_mended(name, people, sign_in):
    rule = rule_with(name, people)
    assert rows_of(rule, people.ana) == {name} | BESIDE.get(name, set())
    row = next(row for row in all_gaps() if row.name == name)
    client, address = sign_in(people.ana), row.address(rule)
    for page in (reverse("registry:gaps"), reverse("registry:gap_rules", args=[name])):
        text = client.get(page).text
        assert f'href="{address}"' in text, page
        assert str(row.label) in text
    assert client.get(address).status_code == 200
    assert client.get(row.list_address).status_code == 200


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_is_left_for_a_rule_that_is_whole(name, people):
    rule = RuleFactory(by=people.ana, **WHOLE[name])
    put_in_force(rule, people.ana)
    check(rule, people)
    assert rows_of(rule, people.ana) == set()


def test_what_is_asked_only_at_the_counter_is_not_left_elsewhere(people):
    rows = {"reasons": BLACK_ROWS["reasons"]}
    rule = RuleFactory(by=people.ana, flexibility="black", rows=rows, kind="", meets_customers=False)
    assert rows_of(rule, people.ana) == {"not-in-force"}


def test_dropped_rows_do_not_count(people):
    rule = RuleFactory(by=people.ana, **GREY)
    put_in_force(rule, people.ana)
    rule = Rule.objects.get(pk=rule.pk)
    now = {"by": people.ana, "now": timezone.now()}
    rule = writing.write(rule, writing.RuleInput({}, {"lines": []}), version=rule.version, **now)
    assert rows_of(rule, people.ana) == {"grey-line", "changed"}
    assert rule.lines.count() == 1


def test_an_owner_who_left_looks_after_nothing(people):
    rule = RuleFactory(by=people.ana, **GREY)
    put_in_force(rule, people.ana)
    User.objects.filter(pk=people.ana.pk).update(is_active=False)
    assert rows_of(rule, people.petra) == {"owner"}


@pytest.mark.parametrize("name", ["black-reason", "grey-options", "procedure-start", "sentence"])
def test_lacks_and_rows_agree_where_something_is_missing(name, people):
    """The control: the example is nearly whole, so what is missing is tried here."""
    rule = RuleFactory(by=people.ana, **LEFT[name])
    assert missing_items_by_rule([rule])[rule.pk]
    assert any(OF_LACKS.match(row) for row in rows_of(rule, people.ana))


def one_of_each(people, n):
    for name in LEFT:
        if name != "unwritten":
            rule_with(name, people, title=f"{name} {n}")
        else:
            writing.capture(f"{name} {n}", "", client_key=None, by=people.sam, now=timezone.now())


def query_count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_page_asks_as_often_with_many_rules_as_with_few(people, sign_in):
    client, pages = (
        sign_in(people.ana),
        [reverse("registry:gaps"), reverse("registry:gap_rules", args=["not-in-force"])],
    )
    one_of_each(people, 0)
    few = [query_count(client, page) for page in pages]
    for n in range(1, 8):
        one_of_each(people, n)
    assert [query_count(client, page) for page in pages] == few
    print(few)
    assert gap_overview(people.ana).total == 8 * len(LEFT)


def test_five_are_shown_and_the_rest_is_a_list_of_pages(people, sign_in):
    for n in range(60):
        RuleFactory(by=people.ana, title=f"Rule {n:02}", **GREY)
    client = sign_in(people.ana)
    page = client.get(reverse("registry:gaps")).text
    assert "<b>60</b> of 60" in page
    assert "Rule 04" in page
    assert "Rule 05" not in page
    at = reverse("registry:gap_rules", args=["not-in-force"])
    assert f'href="{at}"' in page
    assert "Rule 49" in client.get(at).text
    assert "Rule 50" in client.get(at, {"page": 2}).text
    assert client.get(reverse("registry:gap_rules", args=["nothing"])).status_code == 404


def test_retired_rules_and_those_of_other_teams_are_nowhere(people):
    rule = RuleFactory(by=people.ana, flexibility="black", kind="policy")
    put_in_force(rule, people.ana)
    now = timezone.now()
    publishing.retire(rule, why="Over.", successor=None, number=2, by=people.ana, now=now)
    RuleFactory(by=people.petra, title="Alarms", restricted=True, restricted_to=[people.pool])
    assert gap_overview(people.ana).total == 0
    assert gap_overview(people.petra).total == 1


def test_how_far_it_is_is_told_and_drawn(people, sign_in):
    client = sign_in(people.ana)
    assert NO_GAPS in client.get(reverse("registry:gaps")).text
    for _n in range(3):
        put_in_force(RuleFactory(by=people.ana, **GREY), people.ana)
    page = client.get(reverse("registry:gaps")).text
    assert "3 of 3 rules are complete." in page
    assert NO_GAPS in page
    RuleFactory(by=people.ana, **GREY)
    page = client.get(reverse("registry:gaps")).text
    assert "3 of 4 rules are complete." in page
    assert 'class="done" width="75.0%"' in page
    assert NO_GAPS not in page


def test_the_register_and_to_do_lead_there(people, sign_in):
    RuleFactory(by=people.ana)
    for page in (reverse("registry:list"), reverse("dashboard:to_do")):
        assert 'href="/rules/left/"' in sign_in(people.ana).get(page).text
        assert 'href="/rules/left/"' not in sign_in(people.sam).get(page).text
