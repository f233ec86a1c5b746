"""Results of a standard: recorded once, corrected in the open, drawn with their target, seen by all its readers."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policyhub.evidence.guards import ChangeRefused
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.ui import pages
from standards.actions import Measurement, record_result
from standards.drawing import draw, drawings, months_met, numbers_of, parse_amount
from standards.example import months_back
from standards.models import Measure, Result
from tests.authoring.test_two_savers import at_once
from tests.evidence.test_guards import columns_of, connected, on_sqlite, run
from tests.factories import RuleFactory, put_in_force
from tests.pages import read
from tests.people import gather

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
MEASURES = [
    {"criterion": "Longest wait", "target": "5", "unit": "minutes", "how_checked": "by eye"},
    {"criterion": "Mood", "target": "calm", "unit": "", "how_checked": "by ear"},
]


@pytest.fixture
def waiting(people):
    """A standard of the desk, in force, with two measures."""
    return make_waiting(people)


def make_waiting(people):
    rows = {"measures": MEASURES}
    fields = {"title": "Waiting", "kind": "standard", "target": "Five minutes at most"}
    rule = RuleFactory(by=people.ana, team=people.desk, rows=rows, **fields)
    put_in_force(rule, people.ana)
    return Rule.objects.get(pk=rule.pk)


def keys():
    return {measure.criterion: str(measure.key) for measure in Measure.objects.all()}


def at(rule):
    return reverse("standards:results", args=[rule.slug])


def typed(**more):
    fields = {"ends": timezone.localdate().isoformat(), "value": "4", "met": "yes", "client_key": str(uuid4())}
    return fields | {"measure": keys()["Longest wait"]} | more


def record(rule, people, value="4", met="yes", days=0, **more):
    day = NOON.date() - timedelta(days=days)
    measure_fields = {"measure": keys()["Longest wait"], "criterion": "Longest wait", "unit": "minutes"} | more
    measurement = Measurement(day, day, met, value and Decimal(value), **measure_fields)
    return record_result(rule, measurement, client_key=None, by=people.ana, now=NOON)


def results(page):
    """The rows of the table of results, the latest first."""
    return page.names("row")[1:]


# Recording


def test_who_writes_it_records_and_everybody_who_reads_it_sees(waiting, people, sign_in):
    sign_in(people.ana).post(at(waiting), typed(value="4.50", note="A quiet day."))
    result = Result.objects.get()
    assert (result.finding, result.met, result.by, result.by_name) == ("4.5 minutes", "yes", people.ana, "Ana Ruiz")
    assert str(result.measure) == keys()["Longest wait"]
    assert result.begins == result.ends == timezone.localdate()
    assert read(sign_in(people.ana).get(at(waiting))).has("summary", "Record a result")
    page = read(sign_in(people.sam).get(at(waiting)))
    (row,) = results(page)
    assert "4.5 minutes Met" in row
    assert "A quiet day." in row
    assert not page.has("summary")
    assert sign_in(people.sam).post(at(waiting), typed()).status_code == 403


def test_each_leaves_one_event_that_does_not_tell_the_note(waiting, people, sign_in):
    sign_in(people.ana).post(at(waiting), typed(note="Sam was ill."))
    event = Event.objects.get(verb="result recorded")
    after = json.loads(event.after)
    assert event.chain.subject == waiting.subject
    assert (after["criterion"], after["value"], after["met"]) == ("Longest wait", "4", "yes")
    assert "ill" not in event.after
    assert verify().altered == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"value": "", "words": " "}, "Enter what you found: a number or words."),
        ({"met": ""}, "Choose whether it was met."),
        ({"ends": "2999-01-01"}, "That day isn't over yet."),
        ({"begins": "2999-01-01"}, "The first day can't be after the last."),
        ({"value": "NaN"}, "Enter a number."),
        ({"measure": "nothing"}, "That's no longer on the list. Choose another."),
    ],
)
def test_what_is_wrong_comes_back_as_typed(wrong, message, waiting, people, sign_in):
    page = sign_in(people.ana).post(at(waiting), typed(note="Kept as typed") | wrong)
    assert page.status_code == 422
    assert any(message in error for error in read(page).errors), read(page).errors
    assert read(page).value("note") == "Kept as typed"
    assert Result.objects.count() == 0


def test_words_alone_are_a_result_and_so_is_the_standard_as_a_whole(waiting, people, sign_in):
    client = sign_in(people.ana)
    client.post(at(waiting), typed(value="", words="Calm", measure=keys()["Mood"]))
    client.post(at(waiting), typed(value="", words="Nobody complained", measure=""))
    page = read(client.get(at(waiting)))
    whole, mood = results(page)
    assert "Nobody complained Met" in whole
    assert "Mood: Calm Met" in mood
    assert page.has("heading", "The whole standard")
    assert len(page.parts("svg.chart")) == 2


def test_a_double_click_is_one_result(waiting, people, sign_in):
    fields = typed()
    for _ in range(2):
        assert sign_in(people.ana).post(at(waiting), fields).status_code == 302
    assert Result.objects.count() == Event.objects.filter(verb="result recorded").count() == 1


def test_only_a_standard_has_results_and_others_of_a_team_do_not_know_of_them(waiting, people, sign_in):
    policy = RuleFactory(by=people.ana)
    assert sign_in(people.ana).get(at(policy)).status_code == 404
    Rule.objects.filter(pk=waiting.pk).update(restricted=True)
    waiting.restricted_to.set([people.desk])
    assert sign_in(people.mia).get(at(waiting)).status_code == 404
    assert sign_in(people.sam).get(at(waiting)).status_code == 200


def test_its_old_address_leads_to_its_results(waiting, people, sign_in):
    text = writing.RuleInput({"title": "Queues"})
    renamed = writing.write(waiting, text, version=waiting.version, by=people.ana, now=NOON)
    put_in_force(renamed, people.ana, NOON)
    assert sign_in(people.sam).get(at(waiting)).url == "/standards/queues/results/"


def test_staff_see_the_measures_that_are_in_force(waiting, people, sign_in):
    rows = {"measures": [MEASURES[0] | {"criterion": "Secret draft"}]}
    writing.write(waiting, writing.RuleInput({}, rows), version=waiting.version, by=people.ana, now=NOON)
    for who in (people.sam, people.ana):
        page = sign_in(who).get(at(waiting))
        assert read(page).has("heading", "Longest wait")
        assert "Secret draft" not in page.text


# Correcting


def drawn(page, met):
    """How many points of this sign stand in the charts."""
    return len(page.parts(f'svg.chart use[href="#met-{met}"][x]'))


def test_a_correction_takes_its_place_and_the_former_is_struck_through(waiting, people, sign_in):
    was, client = record(waiting, people, value="44", met="no"), sign_in(people.petra)
    page = read(client.get(at(waiting), {"corrects": was.pk}))
    assert page.value("value") == "44"
    assert page.has("summary", "Correct a result")
    assert "This replaces “44 minutes”" in page.main.text
    fields = typed(corrects=was.pk, measure="")
    assert client.post(at(waiting), fields).status_code == 302
    result = Result.objects.get(replaces=was)
    assert (result.finding, result.criterion, str(result.measure)) == ("4 minutes", "Longest wait", str(was.measure))
    page = read(client.get(at(waiting)))
    assert page.part("s").text == "44 minutes, not met"
    assert "Met in 1 of 1 month." in page.main.text
    assert drawn(page, "yes") == 1
    assert drawn(page, "no") == 0
    event = Event.objects.get(verb="result corrected")
    assert (json.loads(event.before)["value"], json.loads(event.after)["value"]) == ("44", "4")
    assert not read(client.get(at(waiting), {"corrects": was.pk})).has("summary", "Correct a result")
    assert client.post(at(waiting), fields).status_code == 302, "a double click"
    assert client.post(at(waiting), fields | {"client_key": str(uuid4())}).status_code == 409
    assert Result.objects.count() == 2


def test_what_was_corrected_is_not_corrected_again(waiting, people):
    was = record(waiting, people)
    measurement = Measurement(NOON.date(), NOON.date(), "no", words="Long")
    record_result(waiting, measurement, corrects=was, client_key=None, by=people.ana, now=NOON)
    with pytest.raises(pages.Stale):
        record_result(waiting, measurement, corrects=was, client_key=None, by=people.ana, now=NOON)


def test_a_result_of_another_standard_is_not_corrected_here(waiting, people, sign_in):
    other = RuleFactory(by=people.ana, kind="standard", title="Other")
    elsewhere = record(other, people)
    answer = sign_in(people.ana).post(at(waiting), typed(corrects=elsewhere.pk))
    assert answer.status_code == 409
    assert Result.objects.count() == 1


@pytest.mark.engine
def test_two_corrections_at_the_same_moment_are_one(transactional_db, sign_in):
    people = gather()
    rule = make_waiting(people)
    was = record(rule, people, value="44")
    clients = [sign_in(people.ana), sign_in(people.petra)]
    calls = [partial(c.post, at(rule), typed(corrects=was.pk, value=n)) for c, n in zip(clients, "12", strict=True)]
    assert sorted(answer.status_code for answer in at_once(*calls)) == [302, 409]
    assert Result.objects.filter(replaces=was).count() == 1


def test_a_result_never_changes_and_keeps_its_kind(waiting, people):
    result = record(waiting, people)
    for verb in (result.save, result.delete, Result.objects.all().delete):
        with pytest.raises(ChangeRefused):
            verb()
    adopted = publishing.adopt(
        {"title": "Old", "source": "a.md", "owner": people.ana}, "standard", by="x", now=NOON
    ).rule
    record(adopted, people)
    with pytest.raises(ValidationError, match="its type can't change"):
        writing.change_kind(adopted, "policy", by=people.ana, now=NOON)


@pytest.mark.parametrize("column", ["replaces_id", "client_key"])
def test_no_result_is_put_in_the_place_of_another(column, waiting, people):
    """SQLite would let a row inserted by force push out the one whose key it has."""
    was = record(waiting, people)
    measurement = Measurement(NOON.date(), NOON.date(), "no", words="Long")
    correction = record_result(waiting, measurement, corrects=was, client_key=uuid4(), by=people.ana, now=NOON)
    other = {"replaces_id": "client_key", "client_key": "replaces_id"}[column]
    columns = [f'"{c}"' for c in columns_of(Result)]
    new = ["(SELECT MAX(id) + 9 FROM standards_result)" if c == '"id"' else c for c in columns]
    new = ["NULL" if c == f'"{other}"' else c for c in new]
    verb = "REPLACE" if on_sqlite else "INSERT"
    sql = f"{verb} INTO standards_result ({', '.join(columns)}) SELECT {', '.join(new)} FROM standards_result"
    with connected("as a shell connects"), pytest.raises(DatabaseError):
        run(f"{sql} WHERE id = {correction.pk}")
    assert Result.objects.filter(pk=correction.pk).exists()


def test_the_database_wants_something_found_in_its_order(waiting, people):
    common = {"standard_id": waiting.pk, "met": "yes", "by": people.ana, "by_name": "Ana", "at": NOON}
    for wrong in ({"words": ""}, {"words": "So", "begins": date(2026, 3, 2)}):
        days = {"begins": date(2026, 3, 1), "ends": date(2026, 3, 1)}
        with pytest.raises(IntegrityError), transaction.atomic():
            Result(**common | days | wrong).save()


# What is drawn


@pytest.mark.parametrize(
    ("target", "numbers"),
    [
        ("5", ["5"]),
        ("under 24 hours", ["24"]),
        ("0.5 to 1.5", ["0.5", "1.5"]),
        ("26–28", ["26", "28"]),
        ("95 %", ["95"]),
        ("8 in 10", ["8"]),
        ("11 of 12", ["11"]),
        ("1,500", ["1500"]),
        ("1,5", ["1.5"]),
        ("1.500,5", ["1500.5"]),
        ("all", []),
        ("", []),
        ("2 by day, 3 by night", []),
    ],
)
def test_targets_are_read_leniently(target, numbers):
    assert numbers_of(target) == [Decimal(n) for n in numbers]


@pytest.mark.parametrize("text", ["0", "12", "3,25", "1,000,000.5", "1.2.3"])
def test_every_number_that_is_found_is_one(text):
    assert parse_amount(text) >= 0


def result(day, value=None, met="yes", **more):
    value = None if value is None else Decimal(value)
    return SimpleNamespace(ends=day, value=value, met=met, at=day, pk=0, measure=None, criterion="", **more)


def test_higher_is_higher_and_later_is_further_right():
    days = [date(2026, 1, 1), date(2026, 1, 16), date(2026, 1, 31)]
    drawn = draw("Wait", "5 minutes", [result(day, n) for day, n in zip(days, "372", strict=True)])
    xs, ys = zip(*((float(x[:-1]), float(y[:-1])) for _r, (x, y) in drawn.points), strict=True)
    assert list(xs) == sorted(xs) == [4.0, 50.0, 96.0]
    assert ys[1] < ys[0] < ys[2], "up is less in a drawing"
    assert (drawn.top, drawn.bottom) == ("7", "2")
    aim = float(drawn.aims[0][:-1])
    assert ys[1] < aim < ys[0]
    assert len(drawn.strokes) == 2


def test_one_result_and_words_alone_stand_in_the_middle():
    alone = draw("Wait", "calm", [result(date(2026, 1, 1), "5")])
    assert [place for _r, place in alone.points] == [("50.00%", "50.00%")]
    worded = draw("Mood", "5", [result(date(2026, 1, 1)), result(date(2026, 1, 2))])
    assert worded.aims == worded.strokes == []
    assert worded.top == ""
    assert draw("Mood", "5", []).latest is None


def test_a_month_is_met_when_all_of_it_is():
    days = [result(date(2026, 1, n), met=met) for n, met in ((1, "yes"), (2, "yes"))]
    days += [result(date(2026, 2, n), met=met) for n, met in ((1, "yes"), (2, "partly"))]
    assert months_met(days) == (1, 2)
    year = [result(day, met="yes") for day in months_back(date(2026, 3, 20), 15)]
    assert months_met(reversed(year)) == (12, 12)
    assert months_met([]) == (0, 0)


def test_what_a_gone_measure_found_is_still_drawn(waiting, people):
    record(waiting, people)
    gone = drawings([], "Five minutes", Result.objects.all())
    assert [(drawing.criterion, drawing.target) for drawing in gone] == [("Longest wait", "")]


def test_the_page_draws_shapes_and_says_them_in_words(waiting, people, sign_in):
    for n, met in enumerate(["yes", "partly", "no"]):
        record(waiting, people, value=4 + n, met=met, days=40 * n)
    page = read(sign_in(people.sam).get(at(waiting)))
    assert [drawn(page, met) for met in ("yes", "partly", "no")] == [1, 1, 1]
    assert len(page.parts("svg.chart line.aim")) == 1
    assert "Met in 1 of 3 months." in page.main.text
    assert "Target: 5 minutes." in page.main.text
    for row, expected in zip(
        results(page), ("4 minutes Met", "5 minutes Partly met", "6 minutes Not met"), strict=True
    ):
        assert expected in row


def test_the_page_asks_as_often_for_many_as_for_few_and_has_pages(waiting, people, sign_in):
    client = sign_in(people.ana)
    record(waiting, people)
    client.get(at(waiting))
    with CaptureQueriesContext(connection) as few:
        client.get(at(waiting))
    for n in range(60):
        record(waiting, people, days=n)
    with CaptureQueriesContext(connection) as many:
        page = client.get(at(waiting))
    print(len(few))
    assert len(many) == len(few)
    assert "Page 1 of 2" in read(page).main.text


# The rule's own page


def test_the_rule_says_what_was_found_last(waiting, people, sign_in):
    sam = sign_in(people.sam)
    address = waiting.get_absolute_url()
    assert "Not checked yet." in read(sam.get(address)).main.text
    was = record(waiting, people, value="4", days=3)
    record(waiting, people, value="9", met="no", days=9)
    assert "Last checked 17 March 2026: 4 minutes, met." in read(sam.get(address)).main.text
    day = NOON.date() - timedelta(days=4)  # it was another day
    measurement = Measurement(day, day, "partly", Decimal(6), unit="minutes")
    record_result(waiting, measurement, corrects=was, client_key=None, by=people.ana, now=NOON)
    assert "Last checked 16 March 2026: 6 minutes, partly met." in read(sam.get(address)).main.text


def test_only_the_page_of_today_says_it(waiting, people, sign_in):
    record(waiting, people)
    day = reverse("publishing:on_day", args=[waiting.slug, timezone.localdate().isoformat()])
    ana = sign_in(people.ana)
    assert "Last checked" in ana.get(waiting.get_absolute_url()).text
    assert "Last checked" not in ana.get(day).text


def test_a_standard_asks_the_database_as_often_as_other_rules(waiting, people, sign_in):
    policy = RuleFactory(by=people.ana, team=people.desk, title="Towels")
    put_in_force(policy, people.ana)
    client, query_counts = sign_in(people.sam), []
    for rule in (policy, waiting):
        client.get(rule.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(rule.get_absolute_url())
        query_counts.append(len(queries))
    assert query_counts == [3, 3]


@pytest.mark.parametrize(
    ("begins", "ends", "text"),
    [
        (date(2026, 3, 3), date(2026, 3, 3), "3 March 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "February 2026"),
        (date(2026, 2, 1), date(2026, 2, 27), "1 February to 27 February 2026"),
        (date(2025, 12, 1), date(2026, 1, 31), "1 December 2025 to 31 January 2026"),
    ],
)
def test_a_day_a_month_and_a_stretch_are_said_shortly(begins, ends, text):
    assert Result(begins=begins, ends=ends).when == text
