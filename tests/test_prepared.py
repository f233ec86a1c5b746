"""What is planned once answers as if it were planned each time, and is left alone where it could not be kept."""

import pytest
from django.db import DatabaseError, connection, transaction

from policyhub import prepared

pytestmark = pytest.mark.engine  # only PostgreSQL keeps plans

TWICE = "SELECT %(a)s, %(b)s, %(a)s || 'c'"
PLAIN = "SELECT CAST(%(n)s AS INTEGER)"


def run(sql, values, **more):
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, values, **more)
        return cursor.fetchone()


def kept():
    """What the engine itself says that this connection keeps."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements WHERE name LIKE 'policyhub%'")
        return cursor.fetchone()[0]


@pytest.fixture
def fresh(transactional_db):
    """A connection that keeps nothing yet."""
    connection.close()


def test_values_go_where_they_are_named_and_nothing_in_them_is_a_statement(db):
    assert run(TWICE, {"b": "2", "a": "1"}) == ("1", "2", "1c")
    assert run(TWICE, {"a": "'); SELECT 1; --", "b": "%(a)s %s %%"}) == (
        "'); SELECT 1; --",
        "%(a)s %s %%",
        "'); SELECT 1; --c",
    )
    assert run("SELECT 1", {}) == (1,)


def test_a_statement_is_planned_once_for_each_connection(fresh):
    on_server = connection.vendor == "postgresql"
    for n in range(3):
        assert run(PLAIN, {"n": n}) == (n,)
    assert kept() == (1 if on_server else 0)
    run(TWICE, {"a": "1", "b": "2"})
    assert kept() == (2 if on_server else 0)

    connection.close()

    assert kept() == 0
    assert run(PLAIN, {"n": 7}) == (7,)


def test_nothing_is_kept_where_a_pooler_lends_connections_out(fresh, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert (run(PLAIN, {"n": 1}), kept()) == ((1,), 0)


def test_a_connection_keeps_only_so_many(fresh, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)
    for n in range(6):
        assert run(f"{PLAIN} + {n}", {"n": n}) == (2 * n,)
        assert run(f"{PLAIN} + 0", {"n": n}) == (n,), "one that is kept goes on"
    assert kept() == (3 if connection.vendor == "postgresql" else 0)


def test_one_that_failed_at_first_is_run_again(fresh):
    """Its name is taken by then."""
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError):
            run(PLAIN, {"n": "no number"})
    with pytest.raises(DatabaseError), transaction.atomic():
        run("SELECT %(n)s FROM nowhere", {"n": 1})
    assert run(PLAIN, {"n": 4}) == (4,)
    with transaction.atomic():
        assert run(PLAIN, {"n": 5}) == (5,)


def test_many_values_are_one(db):
    sql = "SELECT COUNT(*) FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS t WHERE n {}"
    for keys in ([], [2], [1, 3, 9]):
        assert run(sql.format(prepared.among("keys", "bigint")), {"keys": prepared.many(keys)}) == (
            len({1, 2, 3} & set(keys)),
        )
