"""Somebody tries to change what was written down: in the app, in a shell, in the database itself."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from policyhub.classification.models import Decision
from policyhub.evidence import guards
from policyhub.evidence.guards import ChangeRefused
from policyhub.evidence.models import Chain, Event, Seal
from policyhub.evidence.seals import seal_day
from policyhub.evidence.verbs import subject_display
from policyhub.evidence.verify import verify
from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.glossary.models import TermReading
from policyhub.publishing import actions as publishing
from policyhub.registry.models import Edition, SignOff
from policyhub.registry.models.edition import FROZEN, State
from policyhub.reviews import actions as reviews
from policyhub.reviews.models import Review
from standards.actions import Measurement, record_result
from standards.models import Result
from tests.factories import RuleFactory, put_in_force

pytestmark = pytest.mark.engine  # triggers are written for each engine

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WRITTEN_ONCE = [SignOff, Decision, TermReading, Event, Seal, Result]
GUARDED = [Edition, *WRITTEN_ONCE, Chain, Review]
TABLES = sorted(guards.guards)
on_sqlite = connection.vendor == "sqlite"


@pytest.fixture
def evidence(people):
    """A row in every guarded table: Ana decided a rule, put it in force and reviewed it, read our words, checked a
    standard, and the day was sealed."""
    rule = RuleFactory(by=people.ana, flexibility="black", now=NOON)
    put_in_force(rule, people.ana, NOON)
    rule.refresh_from_db()
    reviews.close_review(
        rule, "keep", "So.", date(2026, 9, 1), snapshot=reviews.ReviewSnapshot.of(rule), by=people.ana, now=NOON
    )
    glossary.confirm(vocabulary.digest_of(vocabulary.terms()), by=people.ana, now=NOON)
    measurement = Measurement(NOON.date(), NOON.date(), "yes", words="Nobody waited.")
    record_result(RuleFactory(by=people.ana, kind="standard"), measurement, client_key=None, by=people.ana, now=NOON)
    seal_day(NOON.date(), now=NOON)
    connection.check_constraints()  # PostgreSQL changes no trigger of a table that it still has to check
    return rule


def run(sql: str, values: Any = None) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@contextlib.contextmanager
def refused(table: str) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=f"guarded: {table}"), transaction.atomic():
        yield


def columns_of(model: type[models.Model]) -> list[str]:
    return [str(f.column) for f in model._meta.concrete_fields]


def model_of(table: str) -> type[models.Model]:
    return next(model for model in GUARDED if model._meta.db_table == table)


def other_value(model: type[models.Model], column: str) -> str:
    """SQL for a value that the column does not hold."""
    kind = next(f for f in model._meta.concrete_fields if f.column == column).get_internal_type()
    if kind == "BooleanField":
        return f'NOT "{column}"'
    if kind in {"DateField", "DateTimeField"}:
        return "'2001-01-01'"
    if kind == "UUIDField":
        return "'00000000000000000000000000000001'"
    return "'other'" if kind in {"CharField", "TextField"} else f'COALESCE("{column}", 0) + 1'


def triggers() -> list[tuple[Any, ...]]:
    names = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
    if not on_sqlite:
        names = "SELECT tgname, oid, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(names)
        return cursor.fetchall()


def test_every_model_that_must_not_change_is_guarded():
    assert sorted(model._meta.db_table for model in GUARDED) == TABLES
    frozen = {"id", *(Edition._meta.get_field(name).column for name in FROZEN)}
    assert set(guards.guards["registry_edition"].columns) == frozen
    for model in WRITTEN_ONCE:
        assert guards.guards[model._meta.db_table].columns == tuple(columns_of(model))


@pytest.mark.parametrize("model", [Edition, *WRITTEN_ONCE], ids=lambda m: m.__name__)
def test_nobody_saves_or_deletes_a_row_again(model, evidence):
    row = model.objects.first()
    for verb in (row.save, row.delete):
        with pytest.raises(ChangeRefused):
            verb()
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", WRITTEN_ONCE, ids=lambda m: m.__name__)
def test_nobody_changes_rows_by_the_queryset(model, evidence):
    rows, row = model.objects.all(), model.objects.first()
    for name in [f.name for f in model._meta.concrete_fields]:
        with pytest.raises(ChangeRefused):
            rows.update(**{name: getattr(row, name)})
    for verb in (rows.delete, lambda: rows.bulk_create([row]), lambda: rows.bulk_update([row], ["digest"])):
        with pytest.raises(ChangeRefused):
            verb()


def test_nobody_changes_the_frozen_part_of_editions_by_the_queryset(evidence):
    editions, edition = Edition.objects.all(), Edition.objects.get()
    for name in [*FROZEN, "rule_id", "proposed_by_id"]:
        with pytest.raises(ChangeRefused):
            editions.update(**{name: getattr(edition, name)})
        with pytest.raises(ChangeRefused):
            evidence.editions.update(**{name: getattr(edition, name)})
    for verb in (
        editions.delete,
        lambda: editions.bulk_create([edition]),
        lambda: editions.bulk_update([edition], ["ends"]),
    ):
        with pytest.raises(ChangeRefused):
            verb()


def test_nobody_deletes_a_rule_with_an_edition_or_a_person_who_signed(evidence, people):
    for instance in (evidence, people.ana, Chain.objects.first()):
        with pytest.raises((models.ProtectedError, models.RestrictedError)):
            instance.delete()


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_each_frozen_column(table, evidence):
    model = model_of(table)
    for column in guards.guards[table].columns:
        with refused(table):
            run(f'UPDATE "{table}" SET "{column}" = {other_value(model, column)}')


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_delete(table, evidence):
    with refused(table):
        run(f'DELETE FROM "{table}"')
    if not on_sqlite:
        with refused(table):
            run(f'TRUNCATE "{table}" CASCADE')


@pytest.mark.parametrize("table", TABLES)
def test_an_update_that_changes_nothing_passes(table, evidence):
    same = ", ".join(f'"{c}" = "{c}"' for c in columns_of(model_of(table)))
    assert run(f'UPDATE "{table}" SET {same}') > 0


@contextlib.contextmanager
def connected(how: str) -> Iterator[None]:
    """SQLite deletes a row that is replaced unseen, unless a connection asks for recursive triggers."""
    if on_sqlite:
        run(f"PRAGMA recursive_triggers = {int(how == 'as we connect')}")
    yield
    if on_sqlite:
        run("PRAGMA recursive_triggers = 1")


def replacements(table: str) -> list[str]:
    """Inserts of a row a second time: by its key, and by each other way in which a row is told."""
    columns = [f'"{c}"' for c in columns_of(model_of(table))]
    new_id = [f"(SELECT MAX(id) + 1000 FROM {table})", *columns[1:]]
    told_by = [("id",), *guards.guards[table].unique]
    ways = zip([columns, *[new_id] * len(guards.guards[table].unique)], told_by, strict=True)
    if on_sqlite:
        verbs, end = ("REPLACE", "INSERT OR REPLACE"), "LIMIT 1"
    else:
        verbs, end = ("INSERT",), "LIMIT 1 ON CONFLICT ({key}) DO UPDATE SET {last} = {value}"
    last = guards.guards[table].columns[-1]
    value = other_value(model_of(table), last).replace(f'"{last}"', f'"{table}"."{last}"')
    return [
        f'{verb} INTO "{table}" ({", ".join(columns)}) SELECT {", ".join(way)} FROM "{table}" '
        + end.format(key=", ".join(key), last=last, value=value)
        for way, key in ways
        for verb in verbs
    ]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("how", ["as we connect", "as a shell connects"])
def test_no_row_is_put_in_the_place_of_another(table, how, evidence):
    with connected(how):
        for sql in replacements(table):
            with refused(table):
                run(sql)


@pytest.mark.parametrize("how", ["as we connect", "as a shell connects"])
def test_no_waiting_edition_is_put_in_the_place_of_another(how, evidence, people):
    """One edition waits at a time: SQLite would let a second one, inserted by force, push the first out."""
    publishing.propose(evidence, publishing.Proposal(), number=2, by=people.ana, now=NOON)
    columns = columns_of(Edition)
    other = {"id": "id + 1000", "number": "number + 1"}
    values = ", ".join(other.get(c, f'"{c}"') for c in columns)
    verb = "REPLACE" if on_sqlite else "INSERT"
    with connected(how), pytest.raises(DatabaseError):
        run(
            f"{verb} INTO registry_edition ({', '.join(columns)}) "
            f"SELECT {values} FROM registry_edition WHERE state = 'waiting'"
        )
    assert evidence.editions.get(state=State.WAITING).number == 2


@pytest.mark.parametrize("state", ["waiting", "returned", "withdrawn", "other"])
def test_an_approved_edition_stays_approved(state, evidence):
    with refused("registry_edition"):
        run("UPDATE registry_edition SET state = %s", [state])
    with refused("registry_edition"):
        run("UPDATE registry_edition SET state = 'withdrawn', withdrawn_at = starts")


def test_a_planned_edition_may_be_withdrawn_before_it_starts(evidence, people):
    planned = put_in_force(evidence, people.ana, NOON, planned=NOON + timedelta(days=1))
    late = NOON + timedelta(days=2)
    with refused("registry_edition"):
        Edition.objects.filter(pk=planned.pk).update(state=State.WITHDRAWN, withdrawn_at=late)
    assert Edition.objects.filter(pk=planned.pk).update(state=State.WITHDRAWN, withdrawn_at=NOON) == 1
    with refused("registry_edition"):
        Edition.objects.filter(pk=planned.pk).update(state=State.APPROVED)


def test_a_start_once_set_never_changes(evidence):
    for starts in (None, NOON - timedelta(days=1), NOON + timedelta(days=1)):
        with refused("registry_edition"):
            Edition.objects.update(starts=starts)
    assert Edition.objects.update(ends=NOON + timedelta(days=1)) == 1


def test_a_chain_only_grows(evidence):
    for change in ("length = length - 1", "head = 'other'", "length = 0, head = ''"):
        with refused("evidence_chain"):
            run(f"UPDATE evidence_chain SET {change}")
    assert run("UPDATE evidence_chain SET length = length + 1, head = 'next'") > 0


def test_installing_twice_changes_nothing(evidence):
    before = triggers()
    with CaptureQueriesContext(connection) as done:
        guards.install()
    assert [q["sql"] for q in done if q["sql"].upper().startswith(("CREATE", "DROP"))] == []
    assert triggers() == before
    assert len(before) == len(guards.expected_triggers()) == len(GUARDED) * 3


@pytest.mark.parametrize("name", sorted(guards.expected_triggers()))
def test_verify_names_a_guard_that_is_gone(name, db):
    table = guards.expected_triggers()[name][0]
    run(f'DROP TRIGGER "{name}"' + ("" if on_sqlite else f' ON "{table}"'))
    assert verify().altered == [f"The guard {name} is missing"]
    guards.install()
    assert verify().altered == []


NAME, TABLE = "guard_registry_edition_update", "registry_edition"
WAYS_TO_SPOIL = {
    "sqlite": {
        "never fires": f"DROP TRIGGER {NAME}; CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} WHEN 0 "
        f"BEGIN SELECT RAISE(ABORT, 'guarded: {TABLE}'); END",
        "on another table": f"DROP TRIGGER {NAME}; CREATE TRIGGER {NAME} BEFORE UPDATE ON registry_rule "
        f"WHEN 0 BEGIN SELECT RAISE(ABORT, 'guarded: {TABLE}'); END",
    },
    "postgresql": {
        "never refuses": f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
        "$x$ BEGIN RETURN NEW; END $x$",
        "switched off": f"ALTER TABLE {TABLE} DISABLE TRIGGER {NAME}",
        "never fires": f"DROP TRIGGER {NAME} ON {TABLE}; CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} "
        f"FOR EACH ROW WHEN (FALSE) EXECUTE FUNCTION {NAME}()",
        "one column only": f"DROP TRIGGER {NAME} ON {TABLE}; CREATE TRIGGER {NAME} BEFORE UPDATE OF number ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}()",
        "on another table": f"DROP TRIGGER {NAME} ON {TABLE}; CREATE TRIGGER {NAME} BEFORE UPDATE ON registry_rule "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}()",
    },
}[connection.vendor]


@pytest.mark.parametrize("way", WAYS_TO_SPOIL)
def test_verify_names_a_guard_that_was_changed(way, db):
    for sql in WAYS_TO_SPOIL[way].split("; CREATE", 1):
        run(sql if sql.startswith(("DROP", "CREATE", "ALTER")) else f"CREATE{sql}")
    assert verify().altered == [f"The guard {NAME} is missing"]


def test_control_without_guards_the_update_succeeds_and_verify_names_it(evidence):
    guards.remove()
    assert triggers() == []
    assert run("UPDATE registry_edition SET note = 'other'") == 1
    altered = verify().altered
    assert f"Version 1 of {evidence.reference}: its text or details were altered" in altered
    assert len([line for line in altered if line.startswith("The guard")]) == len(guards.expected_triggers())


def test_control_without_guards_a_row_can_be_replaced(evidence):
    guards.remove()
    event = Event.objects.order_by("pk").last()
    if on_sqlite:
        names = ", ".join(columns_of(Event))
        values = names.replace("actor,", "'other',")
        sql = f"REPLACE INTO evidence_event ({names}) SELECT {values} FROM evidence_event WHERE id = %s"
    else:
        sql = (
            "INSERT INTO evidence_event SELECT * FROM evidence_event WHERE id = %s "
            "ON CONFLICT (id) DO UPDATE SET actor = 'other'"
        )
    run(sql, [event.pk])
    assert Event.objects.get(pk=event.pk).actor == "other"
    assert any(subject_display(event.chain.subject) in line for line in verify().altered)


def test_a_table_that_migrations_rebuild_is_guarded_again(transactional_db, people):
    """SQLite drops the triggers of a table that Django rebuilds; the next migrate puts them back."""
    put_in_force(RuleFactory(by=people.ana), people.ana)
    field = models.CharField(max_length=9, default="")
    field.set_attributes_from_name("added")
    longer = models.CharField(max_length=300)
    longer.set_attributes_from_name("proposed_by_name")
    shorter = Edition._meta.get_field("proposed_by_name")
    with connection.schema_editor() as editor:
        editor.alter_field(Edition, shorter, longer)
        editor.add_field(Edition, field)
    try:
        gone = [f"guard_registry_edition_{case}" for case in ("delete", "insert", "update")] if on_sqlite else []
        assert sorted(guards.missing()) == gone
        call_command("migrate", verbosity=0)
        assert guards.missing() == []
        with refused(TABLE):
            run("UPDATE registry_edition SET note = 'other'")
    finally:
        with connection.schema_editor() as editor:
            editor.remove_field(Edition, field)
            editor.alter_field(Edition, longer, shorter)
        call_command("migrate", verbosity=0)


def test_guards_are_back_after_a_flush(transactional_db, people):
    put_in_force(RuleFactory(by=people.ana), people.ana)
    guards.remove()
    if on_sqlite:
        run("DELETE FROM search_fts")
    call_command("flush", interactive=False, verbosity=0)
    assert not Edition.objects.exists()
    assert guards.missing() == []
