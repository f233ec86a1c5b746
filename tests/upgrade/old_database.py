"""A filled database of version 0.1 in a place of its own, on the engine that the tests run on.

``0.1.0/`` holds the example as version 0.1 built it: a year of a leisure centre, as a file of SQLite and as statements
for PostgreSQL.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg2
from django.db import connection

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KEPT = HERE / "0.1.0"


class OldDatabase:
    """A database that may be changed, and how to ask it. ``url``: of PostgreSQL, "" for a file in ``folder``."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url
        self.file = folder / "policyhub.sqlite3"

    def environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return others | {"DATA_DIR": str(self.folder)} | ({"DATABASE_URL": self.url} if self.url else {})

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, str(ROOT / "manage.py"), *command]
        return subprocess.run(arguments, env=self.environment(), capture_output=True, text=True)

    def connect(self, file: Path | None = None) -> sqlite3.Connection:
        return sqlite3.connect(file or self.file)

    def rows(self, sql: str, aside: bool = False) -> list[Any]:
        """What a query finds: in the tables in use or, ``aside``, in the old ones."""
        if self.url:
            with closing(psycopg2.connect(self.url)) as database, database.cursor() as cursor:
                cursor.execute(f"SET search_path TO {'policyhub_0_1' if aside else 'public'}")
                cursor.execute(sql)
                return cursor.fetchall()
        with closing(self.connect(self.folder / "policyhub-0.1.sqlite3" if aside else None)) as database:
            return database.execute(sql).fetchall()

    def run(self, sql: str) -> None:
        if self.url:
            with closing(psycopg2.connect(self.url)) as database, database.cursor() as cursor:
                cursor.execute(sql)
                database.commit()
            return
        with closing(self.connect()) as database:
            database.execute(sql)
            database.commit()


@contextmanager
def filled_database(folder: Path, empty: bool = False) -> Iterator[OldDatabase]:
    """The kept one, or an ``empty`` one; on PostgreSQL it is dropped afterwards."""
    if connection.vendor == "sqlite":
        if not empty:
            (folder / "policyhub.sqlite3").write_bytes(gzip.decompress((KEPT / "example.sqlite3.gz").read_bytes()))
        yield OldDatabase(folder)
        return
    parts, name = urlsplit(os.environ["DATABASE_URL"]), f"upgrade_{uuid4().hex}"
    url = urlunsplit(parts._replace(path=f"/{name}"))
    server = psycopg2.connect(os.environ["DATABASE_URL"])
    server.autocommit = True
    with closing(server), server.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            if not empty:
                with closing(psycopg2.connect(url)) as database, database.cursor() as inner:
                    inner.execute(gzip.decompress((KEPT / "example.sql.gz").read_bytes()).decode())
                    database.commit()
            yield OldDatabase(folder, url)
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
