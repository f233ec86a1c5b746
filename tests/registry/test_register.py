"""The register: what it shows to whom, black and grey in the row, several rules under one signature, CSV."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts.models import Organisation
from policyhub.classification.actions import classify
from policyhub.evidence.models import Event
from policyhub.publishing import actions as publishing
from policyhub.publishing import bulk
from policyhub.registry import writing
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State
from tests.conftest import share
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, put_in_force
from tests.pages import read
from tests.people import PASSWORD

pytestmark = pytest.mark.engine  # order, filters and counts are the engine's

BLACK_LACKS_REASONS = "Add why it can't bend, such as safety or law"
LACKS_OWNER = "Add an owner"
UNPUBLISHED = "unpublished changes"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


def rule_of(people, title="Towels", **fields):
    return RuleFactory(by=people.ana, **{"team": people.desk, "title": title, **fields})


def in_force(people, title="Towels", **fields):
    rule = rule_of(people, title, **fields)
    put_in_force(rule, people.ana)
    return Rule.objects.get(pk=rule.pk)


def rows(response):
    """Each row of the register as its words, by reference."""
    return read(response).rows


def progress(response):
    """What stands above the list, and alone changes with a row."""
    return read(response).part("#progress")


def counted(rules, classified):
    """How the list sums itself up."""
    return f"{rules} rule{'s' * (rules != 1)}. {classified} classified."


# What it shows


def test_a_row_says_it_all_in_words(people, ana):
    in_force(people, flexibility="black", rationale="Dry means dry.", rows={"reasons": BLACK_ROWS["reasons"]})
    row = rows(ana.get("/rules/"))["R-001"]
    for label in ("R-001", "Towels", "Policy", "Black", "Dry means dry.", "Ana Ruiz", "Desk", "in 10 months"):
        assert label in row
    assert "Add how it helps the customer" in row
    assert "and 2 more" in row


def test_staff_see_what_is_in_force_and_not_what_is_being_written(people, ana, sam):
    rule = in_force(people, flexibility="black", rationale="Dry means dry.")
    classify.decide(rule, "grey", "Not so dry.", version=rule.version, by=people.ana, now=timezone.now())
    Rule.objects.filter(pk=rule.pk).update(title="Napkins")
    rule_of(people, "Still a draft")

    assert "Grey" in rows(ana.get("/rules/"))["R-001"]
    assert UNPUBLISHED in rows(ana.get("/rules/"))["R-001"]
    sams_rows = rows(sam.get("/rules/"))
    assert list(sams_rows) == ["R-001"]
    assert "Towels" in sams_rows["R-001"]
    assert "Black" in sams_rows["R-001"]
    assert "Napkins" not in sams_rows["R-001"]
    assert not [label for label in ("Not so dry.", UNPUBLISHED, "Add ") if label in sams_rows["R-001"]]
    assert list(rows(sam.get("/rules/?flexibility=black"))) == ["R-001"]
    assert list(rows(sam.get("/rules/?flexibility=grey"))) == []
    assert progress(sam.get("/rules/")).has("link", "1 black")


def test_every_count_leads_to_as_many_rules(people, ana):
    in_force(people, "Black one", flexibility="black")
    in_force(people, "Grey one", flexibility="grey")
    rule_of(people, "Draft")
    late = in_force(people, "Late")
    Rule.objects.filter(pk=late.pk).update(next_review=timezone.localdate() - timedelta(days=3))
    changed = in_force(people, "Changed")
    classify.decide(changed, "grey", "It may.", version=changed.version, by=people.ana, now=timezone.now())
    waits = rule_of(people, "Waits")
    publishing.propose(waits, publishing.Proposal(), number=1, by=people.ana, now=timezone.now())
    gone = in_force(people, "Gone")
    publishing.retire(gone, why="Over.", successor=None, number=2, by=people.ana, now=timezone.now())
    writing.capture("Known", "", client_key=None, by=people.sam, now=timezone.now())

    page = ana.get("/rules/")
    links = [(query, name.split()[0]) for name, query in progress(page).links.items() if query.startswith("?")]
    assert {(query, int(n)) for query, n in links} == {
        ("?flexibility=black", 1),
        ("?flexibility=grey", 2),
        ("?flexibility=undecided", 3),
        ("?stands=unwritten", 1),
        ("?stands=not-in-force", 2),
        ("?stands=changed", 1),
        ("?stands=waits", 1),
        ("?review=overdue", 1),
        ("?stands=retired", 1),
    }
    for query, n in links:
        assert len(rows(ana.get("/rules/" + query))) == int(n), query
    assert counted(7, 3) in progress(page).text
    assert "Gone" not in page.text


def test_filters_and_columns_sort_and_narrow(people, ana):
    rule_of(people, "Beta", kind="procedure", flexibility="grey", rationale="b", team=people.pool)
    rule_of(people, "Alpha", kind="standard", flexibility="black", rationale="a", owner=people.petra)

    def order(query):
        return list(rows(ana.get("/rules/?" + query)))

    assert order("") == ["R-002", "R-001"]
    assert order("sort=-title") == ["R-001", "R-002"]
    assert order("sort=number") == ["R-001", "R-002"]
    assert order("sort=owner") == ["R-001", "R-002"]
    assert order("sort=nonsense") == ["R-002", "R-001"]
    assert order("q=alph") == order("q=r-002") == order("kind=standard") == ["R-002"]
    assert order(f"team={people.pool.pk}") == ["R-001"]
    assert order(f"owner={people.petra.pk}") == ["R-002"]
    assert order("review=none") == ["R-002", "R-001"]
    assert order("review=overdue") == []
    assert len(order("kind=nonsense&team=99999999999999999999&owner=x")) == 2
    assert list(rows(ana.get("/procedures/"))) == ["R-001"]


def test_the_register_asks_as_often_with_3000_rules_as_with_six(people, ana, sam):
    for n in range(3):
        in_force(people, f"Towels {n}", flexibility=["black", "grey"][n % 2], rows=GREY_ROWS if n % 2 else BLACK_ROWS)

    def queries(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = ("/rules/", "/rules/?flexibility=undecided&sort=-review&page=1", "/rules/together/", "/policies/")

    def count():
        return [queries(ana, at) for at in addresses] + [queries(sam, at) for at in addresses[:2]]

    def add(these):
        now, fields = timezone.now(), {"statement": "So.", "owner": people.ana, "team": people.desk, "saved_by": "x"}
        rules = [Rule(reference=f"R-{n}", slug=f"r-{n}", title=f"Z {n}", created_at=now, saved_at=now) for n in these]
        for rule in rules:
            for name, value in fields.items():
                setattr(rule, name, value)
        Rule.objects.bulk_create(rules)

    add(range(1000, 1003))
    few = count()
    add(range(1003, 1003 + share(3000)))
    assert count() == few
    assert max(few) <= 21


# Black or grey in the row


def tag(client, rule, flexibility, rationale="", version=None, **extra):
    data = {"flexibility": flexibility, "rationale": rationale, "version": version or rule.version}
    return client.post(f"/rules/{rule.slug}/tag/", data | extra.pop("more", {}), **extra)


def test_tagging_in_the_row_saves_at_once_and_gives_the_row_again(people, ana):
    rule = rule_of(people)
    answer = tag(ana, rule, "black", "Dry means dry.", **HTMX)
    assert answer.status_code == 200
    row = rows(answer)["R-001"]
    assert "Black" in row
    assert "Dry means dry." in row
    assert "Undo" in row
    assert counted(1, 1) in progress(answer).text
    rule.refresh_from_db()
    assert (rule.flexibility, rule.rationale, rule.decided_by) == ("black", "Dry means dry.", people.ana)
    assert list(Event.objects.filter(verb="decided").values_list("chain__subject", flat=True)) == ["rule:R-001"]


def test_in_the_list_of_one_kind_that_kind_is_counted(people, ana):
    rule_of(people, "A procedure", kind="procedure")
    rule = rule_of(people)
    assert read(ana.get("/policies/")).within("row", re.compile("Towels")).value("kind") == "policy"
    answer = tag(ana, rule, "grey", "It may.", more={"kind": "policy"}, **HTMX)
    assert counted(1, 1) in progress(answer).text
    nonsense = tag(ana, rule, "black", "No.", version=2, more={"kind": "nonsense"}, **HTMX)
    assert counted(2, 1) in progress(nonsense).text


def test_undo_brings_back_what_was_decided_before(people, ana):
    rule = rule_of(people, flexibility="grey", rationale="It may.")
    answer = tag(ana, rule, "black", "It may not.", **HTMX)
    hidden = read(answer).form("Undo")
    assert hidden["flexibility"] == "grey"
    assert hidden["rationale"] == "It may."
    tag(ana, rule, hidden["flexibility"], hidden["rationale"], hidden["version"], **HTMX)
    rule.refresh_from_db()
    assert (rule.flexibility, rule.rationale) == ("grey", "It may.")
    assert rule.decisions.count() == 3


def test_without_a_reason_the_row_says_so_and_nothing_is_saved(people, ana):
    rule = rule_of(people)
    answer = tag(ana, rule, "black", "", **HTMX)
    assert answer.status_code == 422
    assert "Say why in one line." in rows(answer)["R-001"]
    rule.refresh_from_db()
    assert rule.flexibility == "undecided"


def test_a_stale_row_shows_how_it_stands_and_keeps_what_was_typed(people, ana):
    rule = rule_of(people)
    old = rule.version
    classify.decide(rule, "grey", "Petra says so.", version=old, by=people.petra, now=timezone.now())
    answer = tag(ana, rule, "black", "My own words.", old, **HTMX)
    assert answer.status_code == 409
    assert "Someone else changed this rule. This is how it stands now" in rows(answer)["R-001"]
    assert "Petra says so." in rows(answer)["R-001"]
    assert read(answer).field("Why, in one line: Towels")["value"] == "My own words."
    rule.refresh_from_db()
    assert rule.flexibility == "grey"


def test_without_script_the_list_comes_back_with_an_undo(people, ana):
    rule = rule_of(people)
    answer = tag(ana, rule, "grey", "It may.", more={"next": "/rules/?q=towels"})
    assert answer.status_code == 302
    assert answer.url == "/rules/?q=towels&undo=R-001#R-001"
    assert "Undo" in rows(ana.get(answer.url))["R-001"]
    elsewhere = tag(ana, Rule.objects.get(), "black", "No.", more={"next": "https://example.org/"})
    assert elsewhere.url == "/rules/?undo=R-001#R-001"


def test_staff_and_other_teams_have_no_buttons(people, sign_in, sam):
    in_force(people)
    assert read(sam.get("/rules/")).within("row", re.compile("Towels")).names("button") == []
    assert tag(sam, Rule.objects.get(), "black", "x").status_code == 403


# Several under one signature


def snapshot_values(*rules):
    return [str(snapshot) for snapshot in bulk.snapshots(rules).values()]


def test_chosen_rules_come_in_force_under_one_signature_and_one_batch(people, ana):
    chosen = [rule_of(people, f"Rule {n}", flexibility="grey") for n in range(5)]
    page = ana.get("/rules/together/", {"chosen": [rule.reference for rule in chosen[:4]]})
    assert page.text.count('name="seen"') == 4
    wrong = ana.post("/rules/together/", {"seen": snapshot_values(*chosen[:4]), "password": "no"})
    assert wrong.status_code == 422
    assert "That password is incorrect." in wrong.text
    assert not Edition.objects.exists()

    done = ana.post("/rules/together/", {"seen": snapshot_values(*chosen[:3]), "password": PASSWORD})
    assert done.status_code == 302
    assert Edition.objects.filter(state=State.APPROVED).count() == 3
    events = Event.objects.filter(verb="put in force")
    assert len({event.batch for event in events}) == 1
    assert len({event.chain_id for event in events}) == 3
    assert "3 rules published." in ana.get("/rules/").text


def test_where_a_second_person_signs_they_are_proposed_and_signed_together(people, ana, sign_in):
    Organisation.objects.update(second_person=True)
    chosen = [rule_of(people, f"Rule {n}") for n in range(3)]
    page = ana.get("/rules/together/")
    assert "Another person signs these rules." in page.text
    assert ana.post("/rules/together/", {"seen": snapshot_values(*chosen)}).status_code == 302
    assert Edition.objects.filter(state=State.WAITING).count() == 3
    assert "Nothing is awaiting your approval." in ana.get("/rules/sign/").text

    petra = sign_in(people.petra)
    waiting = [f"{e.rule.reference}:{e.digest}" for e in Edition.objects.select_related("rule")]
    assert petra.get("/rules/sign/").text.count('name="seen"') == 3
    own = ana.post("/rules/sign/", {"seen": waiting, "password": PASSWORD})
    assert own.status_code == 403
    altered = petra.post("/rules/sign/", {"seen": [waiting[0], f"R-002:{'0' * 64}"], "password": PASSWORD})
    assert altered.status_code == 409
    assert Edition.objects.filter(state=State.WAITING).count() == 3
    assert petra.post("/rules/sign/", {"seen": waiting[:2], "password": PASSWORD}).status_code == 302
    assert Edition.objects.filter(state=State.APPROVED).count() == 2
    assert len(set(Event.objects.filter(verb="signed").values_list("batch", flat=True))) == 1


def test_one_that_changed_meanwhile_stops_them_all(people, ana):
    chosen = [rule_of(people, f"Rule {n}") for n in range(3)]
    as_read = snapshot_values(*chosen)
    classify.decide(chosen[2], "black", "No.", version=chosen[2].version, by=people.petra, now=timezone.now())
    answer = ana.post("/rules/together/", {"seen": as_read, "password": PASSWORD})
    assert answer.status_code == 409
    assert "One of these rules has changed." in answer.text
    assert not Edition.objects.exists()


def test_what_keeps_one_back_is_named_and_the_others_can_go(people, ana):
    rule_of(people, "Whole")
    rule_of(people, "Nobody's", owner=None)
    page = ana.get("/rules/together/")
    assert read(page).has("link", LACKS_OWNER)
    assert page.text.count('name="seen"') == 1


def test_the_switch_complete_before_in_force_holds_for_several_too(people, ana):
    Organisation.objects.update(complete_before_in_force=True)
    bare = rule_of(people, "Bare", flexibility="black")
    assert read(ana.get("/rules/together/")).has("link", BLACK_LACKS_REASONS)
    answer = ana.post("/rules/together/", {"seen": snapshot_values(bare), "password": PASSWORD})
    assert answer.status_code == 422
    assert f"R-001, Bare: {BLACK_LACKS_REASONS}" in read(answer).text
    assert not Edition.objects.exists()


def test_all_or_none_also_by_the_verb_itself(people):
    good, bad = rule_of(people, "Good"), rule_of(people, "Bad", owner=None)
    with pytest.raises(ValidationError, match=f"R-002, Bad: {LACKS_OWNER}"):
        bulk.bring_in_force(bulk.snapshots([good, bad]).values(), by=people.ana, now=timezone.now())
    assert not Edition.objects.exists()


# The table for a spreadsheet


def test_csv_has_every_row_once_and_no_formula(people, ana, sam):
    in_force(people, "=1+1", flexibility="black", rationale="@SUM(A1)")
    rule_of(people, "Draft, with a comma")
    lines = list(csv.reader(io.StringIO(ana.get("/rules/list.csv").content.decode("utf-8-sig"))))
    assert lines[0][:4] == ["No.", "Rule", "Type", "Black or grey"]
    assert [line[0] for line in lines[1:]] == ["R-001", "R-002"]
    assert lines[1][1] == "'=1+1"
    assert lines[1][4] == "'@SUM(A1)"
    assert lines[2][5] == "Draft"
    assert BLACK_LACKS_REASONS in lines[1][9]
    staff = list(csv.reader(io.StringIO(sam.get("/rules/list.csv").content.decode("utf-8-sig"))))
    assert [line[0] for line in staff[1:]] == ["R-001"]
    assert len(list(csv.reader(io.StringIO(ana.get("/rules/list.csv?flexibility=grey").content.decode())))) == 1


# The first review


def test_first_reviews_are_spread_over_the_second_half_of_the_rhythm(people):
    today = date(2026, 11, 24)
    days = [Rule(reference=f"R-{n:03}", review_months=12).first_review(today) for n in range(1, 61)]
    assert min(days) >= today + timedelta(days=182)
    assert max(days) <= today + timedelta(days=367)
    assert max(days.count(day) for day in days) <= 3
    assert {day.weekday() for day in days} <= set(range(5))


def test_the_first_review_day_comes_with_the_first_edition_and_stays(people):
    rule = in_force(people)
    first = rule.next_review
    assert first is not None
    assert f'"next_review":"{first}"' in Event.objects.get(verb="put in force").after
    Rule.objects.filter(pk=rule.pk).update(review_months=3)
    put_in_force(Rule.objects.get(pk=rule.pk), people.ana)
    assert Rule.objects.get(pk=rule.pk).next_review == first


def test_a_row_that_comes_again_leads_back_to_its_list_and_not_to_where_it_was_saved(people, ana):
    """A key pressed before the script has taken up the new row sends its form as without script."""
    rule = rule_of(people)
    listed = "/rules/?sort=number"
    sent = {"flexibility": "black", "rationale": "So.", "version": rule.version, "next": listed, "kind": ""}
    row = read(ana.post(f"{rule.get_absolute_url()}tag/", sent, **HTMX))
    undone = ana.post(f"{rule.get_absolute_url()}tag/", row.form("Undo"))
    assert undone.url.startswith(listed)
    assert ana.get(undone.url).status_code == 200
