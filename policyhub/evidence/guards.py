"""Rows that never change: refused by the model, by the queryset, and by the database itself.

A room names what it wants guarded with ``guard(...)``; the triggers are put in place after every migrate.
They compare values, so that a save which writes every column unchanged passes, and they never read the clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.apps import apps
from django.db import DatabaseError, connection, models

Model = TypeVar("Model", bound=models.Model)


class ChangeRefused(DatabaseError):
    """Somebody tried to change what must not change. The words say what."""


class FrozenQuerySet(models.QuerySet[Model]):
    """Rows that may be added and read, nothing else."""

    def _refuse(self) -> NoReturn:
        raise ChangeRefused(f"A {self.model._meta.verbose_name} is written once and never changed.")

    def update(self, **kwargs: Any) -> int:
        self._refuse()

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._refuse()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Model]:
        self._refuse()


class FrozenModel(models.Model):
    """A row that is written once: neither saved again nor deleted. Say ``guard(Model)`` of it too."""

    objects: ClassVar[FrozenQuerySet[Self]] = FrozenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ChangeRefused(f"A {self._meta.verbose_name} is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ChangeRefused(f"A {self._meta.verbose_name} is never deleted.")


@dataclass(frozen=True)
class Guard:
    """What the database refuses on one table, beside deleting and emptying it.

    ``columns``: may never differ between the old row and the new. ``never``: further conditions, SQL over
    OLD and NEW that both engines read alike; an update that meets one is refused. ``unique``: the columns
    by which a row is told, beside ``id``: an insert that would replace such a row is refused. ``replaces``:
    the same for a unique constraint with a condition, SQL over NEW and the row ``g`` it would replace.
    """

    table: str
    columns: tuple[str, ...]
    never: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    replaces: tuple[str, ...] = ()

    @property
    def update_conditions(self) -> dict[str, str]:
        """The condition of a refused update in each engine's words."""
        sqlite = [f'(NEW."{c}" IS NOT OLD."{c}")' for c in self.columns]
        postgres = [f'(NEW."{c}" IS DISTINCT FROM OLD."{c}")' for c in self.columns]
        extra = [f"({condition})" for condition in self.never]
        return {"sqlite": " OR ".join(sqlite + extra), "postgresql": " OR ".join(postgres + extra)}

    @property
    def insert_condition(self) -> str:
        """The condition under which an insert stands on the place of a row that exists."""
        keys = [" AND ".join(f'g."{c}" = NEW."{c}"' for c in key) for key in [("id",), *self.unique]]
        return " OR ".join(f'EXISTS (SELECT 1 FROM "{self.table}" g WHERE {key})' for key in [*keys, *self.replaces])


guards: dict[str, Guard] = {}


def guard(
    model: type[models.Model],
    *,
    fields: Sequence[str] | None = None,
    never: Sequence[str] = (),
    unique: Sequence[Sequence[str]] = (),
    replaces: Sequence[str] = (),
) -> None:
    """Guard the table of ``model``: all its columns, or those of ``fields`` only."""
    names = [f.name for f in model._meta.concrete_fields] if fields is None else fields
    column = {f.name: str(f.column) for f in model._meta.concrete_fields}
    guards[model._meta.db_table] = Guard(
        model._meta.db_table,
        tuple(column[name] for name in names),
        tuple(never),
        tuple(tuple(column[name] for name in key) for key in unique),
        tuple(replaces),
    )


def sqlite_triggers(g: Guard) -> Iterator[tuple[str, str]]:
    """(name, SQL) of each trigger of one table."""
    refuse = f"SELECT RAISE(ABORT, 'guarded: {g.table}');"
    cases = {
        "insert": f'BEFORE INSERT ON "{g.table}" WHEN {g.insert_condition}',
        "update": f'BEFORE UPDATE ON "{g.table}" WHEN {g.update_conditions["sqlite"]}',
        "delete": f'BEFORE DELETE ON "{g.table}"',
    }
    for case, when in cases.items():
        name = f"guard_{g.table}_{case}"
        yield name, f'CREATE TRIGGER "{name}" {when} BEGIN {refuse} END'


def postgres_triggers(g: Guard) -> Iterator[tuple[str, str]]:
    """As above. The conditions stand in the function, so that no column depends on its trigger."""
    cases = {"update": "EACH ROW", "delete": "EACH ROW", "truncate": "EACH STATEMENT"}
    for case, each in cases.items():
        name = f"guard_{g.table}_{case}"
        condition = g.update_conditions["postgresql"] if case == "update" else "TRUE"
        yield (
            name,
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
            f"IF {condition} THEN RAISE EXCEPTION 'guarded: {g.table}'; END IF; RETURN NEW; END $guard$; "
            f'CREATE TRIGGER "{name}" BEFORE {case.upper()} ON "{g.table}" '
            f'FOR {each} EXECUTE FUNCTION "{name}"()',
        )


def expected_triggers() -> dict[str, tuple[str, str]]:
    """Every trigger that should be there: name to (table, SQL)."""
    write = sqlite_triggers if connection.vendor == "sqlite" else postgres_triggers
    return {name: (g.table, sql) for g in guards.values() for name, sql in write(g)}


def installed_triggers() -> dict[str, list[str]]:
    """The triggers that are there and switched on: name to what the database says of each."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger' AND name LIKE 'guard%'")
        else:
            cursor.execute(
                "SELECT t.tgname, p.prosrc, pg_get_triggerdef(t.oid, true) "
                "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgname LIKE 'guard%%'"
            )
        return {name: sql_parts for name, *sql_parts in cursor.fetchall()}


def missing() -> list[str]:
    """Names of guards that are gone, switched off or no longer say what they should."""
    installed = installed_triggers()

    def in_place(name: str, sql: str) -> bool:
        statement = sql.replace('"', "")  # PostgreSQL quotes no name that needs it not
        return name in installed and all(condition.replace('"', "") in statement for condition in installed[name])

    return [name for name, (_table, sql) in expected_triggers().items() if not in_place(name, sql)]


def install() -> None:
    """Put every guard in place whose table exists. Doing it twice changes nothing."""
    tables = set(connection.introspection.table_names())
    missing_names = missing()
    with connection.cursor() as cursor:
        for name, (table, sql) in expected_triggers().items():
            if name in missing_names and table in tables:
                _drop(cursor, name, table)
                cursor.execute(sql)


def remove() -> None:
    """Take all guards away. For tests, which must empty the tables between them."""
    with connection.cursor() as cursor:
        for name, (table, _sql) in expected_triggers().items():
            _drop(cursor, name, table)


def _drop(cursor: Any, name: str, table: str) -> None:
    on = "" if connection.vendor == "sqlite" else f' ON "{table}"'
    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def install_after_migrate(**kwargs: Any) -> None:
    if apps.ready and kwargs.get("using") == "default":
        install()
