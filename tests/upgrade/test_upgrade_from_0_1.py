"""A filled database of version 0.1 is carried over whole, on both engines.

``0.1.0/`` holds the example as version 0.1 built it: a year of a leisure centre, as a file of SQLite and as statements
for PostgreSQL.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg2
import pytest
from django.db import connection

from policyhub.dashboard.upgrade import OLD_TABLE_NAMES, REBUILT_TABLES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KEPT = HERE / "0.1.0"
COUNTED = {  # table as it is called now, and its rows in the kept database
    "evidence_event": 452,
    "registry_edition": 81,
    "registry_rule": 72,
}


def manage(folder: Path, *command: str, url: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": url}
    if not url:
        env.pop("DATABASE_URL")
    return subprocess.run([sys.executable, str(ROOT / "manage.py"), *command], env=env, capture_output=True, text=True)


class OldDatabase:
    """A filled database of 0.1 that may be changed, and how to ask it."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url
        self.file = folder / "policyhub.sqlite3"

    def rows(self, sql: str, aside: bool = False) -> list[Any]:
        """What a query finds: in the tables in use or, ``aside``, in the old ones."""
        if self.url:
            with psycopg2.connect(self.url) as database, database.cursor() as cursor:
                cursor.execute(f"SET search_path TO {'policyhub_0_1' if aside else 'public'}")
                cursor.execute(sql)
                return cursor.fetchall()
        file = self.folder / "policyhub-0.1.sqlite3" if aside else self.file
        with closing(sqlite3.connect(file)) as database:
            return database.execute(sql).fetchall()

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        return manage(self.folder, *command, url=self.url)


@pytest.fixture
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OldDatabase]:
    """On the engine that the tests run on."""
    if connection.vendor == "sqlite":
        (tmp_path / "policyhub.sqlite3").write_bytes(gzip.decompress((KEPT / "example.sqlite3.gz").read_bytes()))
        yield OldDatabase(tmp_path)
        return
    parts, name = urlsplit(os.environ["DATABASE_URL"]), f"upgrade_{uuid4().hex}"
    server = psycopg2.connect(os.environ["DATABASE_URL"])
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    url = urlunsplit(parts._replace(path=f"/{name}"))
    try:
        with psycopg2.connect(url) as database, database.cursor() as cursor:
            cursor.execute(gzip.decompress((KEPT / "example.sql.gz").read_bytes()).decode())
        yield OldDatabase(tmp_path, url)
    finally:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.close()


@pytest.mark.engine
def test_every_row_comes_over_with_its_keys_and_digests(old: OldDatabase, tmp_path: Path) -> None:
    refused = old.manage("migrate")
    assert refused.returncode == 1
    assert "upgrade_from_0_1" in refused.stderr

    done = old.manage("upgrade_from_0_1")

    assert done.returncode == 0, done.stderr
    assert "81 editions" in done.stdout
    for table, count in COUNTED.items():
        assert old.rows(f"SELECT COUNT(*) FROM {table}") == [(count,)]
    for sql in (
        "SELECT id, digest, content, number, state, starts, ends FROM registry_edition ORDER BY id",
        "SELECT id, digest, previous, verb, before, after, actor FROM evidence_event ORDER BY id",
        "SELECT id, reference, slug, title, version FROM registry_rule ORDER BY id",
        "SELECT id, username, password, email FROM accounts_user ORDER BY id",
    ):
        assert old.rows(sql) == old.rows(sql, aside=True)
    for table in ("registry_rule", "registry_edition"):
        assert old.rows(f"SELECT COUNT(*) FROM {table} WHERE text_digest = ''") == [(0,)]
    for now, before in OLD_TABLE_NAMES.items():
        assert old.rows(f"SELECT COUNT(*) FROM {now}") == old.rows(f"SELECT COUNT(*) FROM {before}", aside=True), now

    (tmp_path / "towels.md").write_text("# Towels\n\nOne for each guest.\n", encoding="utf-8")
    assert old.manage("import_rules", str(tmp_path / "towels.md")).returncode == 0, "new rows get keys of their own"
    assert old.rows("SELECT COUNT(*) FROM registry_rule") == [(COUNTED["registry_rule"] + 1,)]
    assert "Refund after the thirty days" in old.manage("lookup", "late refund without receipt").stdout
    assert old.manage("migrate", "--check").returncode == 0
    again = old.manage("upgrade_from_0_1")
    assert again.returncode == 1
    assert "isn't one of version 0.1" in again.stderr


@pytest.mark.engine
def test_an_upgrade_that_fails_leaves_the_old_database_as_it_was(old: OldDatabase) -> None:
    before = old.rows("SELECT id, digest FROM registry_edition ORDER BY id")
    run(old, "ALTER TABLE registry_edition RENAME TO registry_edition_gone")

    assert old.manage("upgrade_from_0_1").returncode != 0

    run(old, "ALTER TABLE registry_edition_gone RENAME TO registry_edition")
    assert old.rows("SELECT id, digest FROM registry_edition ORDER BY id") == before


def run(old: OldDatabase, sql: str) -> None:
    if old.url:
        with psycopg2.connect(old.url) as database, database.cursor() as cursor:
            cursor.execute(sql)
    else:
        with closing(sqlite3.connect(old.file)) as database:
            database.execute(sql)
            database.commit()


@pytest.mark.engine
def test_every_table_of_ours_is_copied_or_made_anew(db: None) -> None:
    """A new table needs a word here: where its rows come from."""
    tables = {
        name for name in connection.introspection.table_names() if not name.startswith(("search_fts", "search_titles"))
    }
    assert set(OLD_TABLE_NAMES) <= tables
    assert tables >= REBUILT_TABLES - {"django_migrations"}


def test_a_file_that_somebody_has_open_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "policyhub.sqlite3").write_bytes(gzip.decompress((KEPT / "example.sqlite3.gz").read_bytes()))
    with closing(sqlite3.connect(tmp_path / "policyhub.sqlite3")) as database:
        database.execute("SELECT 1 FROM registry_rule").fetchone()
        refused = manage(tmp_path, "upgrade_from_0_1")
    assert refused.returncode == 1
    assert "Stop PolicyHub" in refused.stderr
