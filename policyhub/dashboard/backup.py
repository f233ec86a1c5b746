"""Backups: one file with the database as it was at one instant, and the installation's secret key.

It is a tar archive of ``manifest.json``, ``database`` (a file of SQLite, or pg_dump's custom format) and
``secret_key``, unless the key is kept elsewhere. People can go on working while it is made. A backup is
restored only after the database in it was unpacked apart, brought up to date and verified. Both raise BackupError with
a sentence to show.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from psycopg2.extensions import make_dsn

from policyhub.evidence.verify import verify

FORMAT = 1
MEMBERS = {"manifest.json", "database", "secret_key"}
SUMMARY = "SELECT COUNT(*), MAX(at) FROM evidence_event"
CONNECTION_PARAMETERS = ("host", "port", "user", "password", "dbname", "sslmode", "options")
ASIDE = "policyhub_before_restore"  # the schema in which PostgreSQL keeps what a restore replaced
Report = Callable[[str], None]


class BackupError(Exception):
    """Why no backup was made or restored, in a sentence."""


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. ``newest_event``: when its last event happened, "" without any; digests are SHA-256."""

    made_at: str
    engine: str
    events: int
    newest_event: str
    digests: dict[str, str]
    format: int = FORMAT


# Making one


def make_backup(target: Path, now: datetime) -> Manifest:
    """Writes a new file that only its owner can read; it appears under its name once it is whole."""
    if target.exists():
        raise BackupError(f"{target} already exists. Choose another name.")
    if not target.parent.is_dir():
        raise BackupError(f"The folder {target.parent} doesn't exist.")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            return write_archive(target, Path(folder), now)
    except OSError as error:
        raise BackupError(f"The backup couldn't be written to {target.parent}: {error.strerror}.") from None


def write_archive(target: Path, folder: Path, now: datetime) -> Manifest:
    copy_database = {"sqlite": copy_sqlite, "postgresql": copy_postgresql}[connection.vendor]
    events, newest = copy_database(folder / "database")
    key = settings.DATA_DIR / "secret_key"
    if key.exists() and key.read_text(encoding="ascii").strip() == settings.SECRET_KEY:
        shutil.copy(key, folder / "secret_key")
    digests = {file.name: digest_of(file) for file in sorted(folder.iterdir())}
    manifest = Manifest(now.isoformat(), connection.vendor, events, newest, digests)
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    archive = folder / "archive"
    archive.touch(mode=0o600)
    with tarfile.open(archive, "w:gz", compresslevel=3) as tar:
        for name in ("manifest.json", *digests):
            tar.add(folder / name, name)
    with archive.open("rb") as written:
        os.fsync(written.fileno())
    os.link(archive, target)  # unlike a rename it replaces nothing that came into being meanwhile
    return manifest


def copy_sqlite(target: Path) -> tuple[int, str]:
    """SQLite's own online copy, which takes in what still lies in the write-ahead log."""
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return summary_of(copy.execute(SUMMARY).fetchone())


def copy_postgresql(target: Path) -> tuple[int, str]:
    """pg_dump of the instant at which the events are counted."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as source, source.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        call_postgresql("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--schema=public", f"--file={target}")
        cursor.execute(SUMMARY)
        return summary_of(cursor.fetchone())


def summary_of(row: Any) -> tuple[int, str]:
    """How many events there are, and the instant of the newest in UTC, as text that sorts by time."""
    count, newest = row
    if newest is None:
        return int(count), ""
    instant = newest if isinstance(newest, datetime) else datetime.fromisoformat(newest)
    return int(count), instant.replace(tzinfo=None).isoformat(timespec="microseconds")


def call_postgresql(program: str, *arguments: str, database: str | None = None) -> None:
    """Runs one of PostgreSQL's programs against ``database``, by default the one in use. The password isn't among its
    arguments, which others on the machine could read, but in a file that only its owner can."""
    if shutil.which(program) is None:
        raise BackupError(f"{program} isn't installed here. It is part of PostgreSQL's client (postgresql-client).")
    parameters = {name: connection.get_connection_params().get(name) for name in CONNECTION_PARAMETERS}
    with tempfile.NamedTemporaryFile("w", suffix=".pgpass") as passwords:
        escaped = re.sub(r"([\\:])", r"\\\1", str(parameters.pop("password") or ""))
        passwords.write(f"*:*:*:*:{escaped}\n")
        passwords.flush()
        target = make_dsn(**parameters | {"dbname": database or parameters["dbname"], "passfile": passwords.name})
        command = [program, f"--dbname={target}", "--no-owner", "--no-privileges", *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


# Restoring one


def restore_backup(source: Path, *, replaces_newer: bool, report: Report) -> Manifest:
    """Puts a backup in place of the database in use, which is kept beside it.

    Refuses a damaged or altered one, and, unless ``replaces_newer``, to lose events that came after it.
    """
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA_DIR) as folder:
        manifest = unpack(source, Path(folder))
        if manifest.engine != connection.vendor:
            raise BackupError(f"This backup is of {manifest.engine}, and PolicyHub is set to use {connection.vendor}.")
        check_nothing_newer(manifest, replaces_newer)
        place = {"sqlite": place_sqlite, "postgresql": place_postgresql}[connection.vendor]
        place(Path(folder), report)
    return manifest


def unpack(source: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(source) as tar:
            names = tar.getnames()
            if len(names) != len(set(names)) or not {"manifest.json", "database"} <= set(names) <= MEMBERS:
                raise BackupError(f"{source} isn't a backup of PolicyHub.")
            tar.extractall(folder, filter="data")
        values = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest(**values)
    except (OSError, EOFError, tarfile.TarError, ValueError, TypeError):
        raise BackupError(f"{source} can't be read as a backup of PolicyHub. Nothing was changed.") from None
    if manifest.format != FORMAT:
        raise BackupError(f"{source} was made by a newer PolicyHub. Update this one first.")
    damaged = [
        name for name in set(names) - {"manifest.json"} if manifest.digests.get(name) != digest_of(folder / name)
    ]
    if damaged:
        raise BackupError(f"{source} is damaged: {', '.join(damaged)}. Nothing was changed.")
    return manifest


def check_nothing_newer(manifest: Manifest, replaces_newer: bool) -> None:
    own = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and not own.exists():
        return
    with closing(connection), connection.cursor() as cursor:
        if "evidence_event" not in connection.introspection.table_names(cursor):
            return
        cursor.execute(SUMMARY)
        events, newest = summary_of(cursor.fetchone())
    if newest > manifest.newest_event and not replaces_newer:
        lost = f"it goes on until {newest[:16]} UTC ({events} events), the backup until {manifest.newest_event[:16]}"
        raise BackupError(
            f"The database in use is newer than this backup: {lost}. To replace it all the same, add --replace-newer; "
            "it is kept beside the restored one."
        )


def bring_up_to_date_and_verify(name: str, report: Report) -> None:
    """Migrates and verifies the database called ``name``, which isn't in use yet."""
    report("Checking the backup ...")
    own, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    connection.close()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        findings = verify()
    except DatabaseError as error:
        raise BackupError(
            f"The database in this backup can't be brought up to date; nothing was changed. {error}"
        ) from None
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
    if findings.altered:
        raise BackupError(
            "\n".join(["The database in this backup was altered; nothing was changed.", *findings.altered])
        )


def place_sqlite(folder: Path, report: Report) -> None:
    restored, own = folder / "policyhub.sqlite3", Path(str(connection.settings_dict["NAME"]))
    (folder / "database").rename(restored)
    bring_up_to_date_and_verify(str(restored), report)
    with closing(sqlite3.connect(restored)) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # one file again
    if own.exists():
        close_file(own)
        previous = own.with_name(f"{own.stem}-before-restore-{timezone.now():%Y%m%d-%H%M%S}{own.suffix}")
        own.rename(previous)
        report(f"The database until now is kept as {previous.name}.")
    restored.replace(own)
    place_key(folder)


def close_file(own: Path) -> None:
    """Puts what lies in the write-ahead log into the file, which only works while nobody else has it open."""
    try:
        with closing(sqlite3.connect(own, timeout=2)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise BackupError("The database is in use. Stop PolicyHub, then run this again.") from None


def place_key(folder: Path) -> None:
    """With the key come the sessions and the second factors that it encrypted."""
    if (folder / "secret_key").exists():
        (folder / "secret_key").chmod(0o600)
        (folder / "secret_key").replace(settings.DATA_DIR / "secret_key")


def place_postgresql(folder: Path, report: Report) -> None:
    with trial_database() as name:
        call_postgresql(
            "pg_restore", "--exit-on-error", "--clean", "--if-exists", str(folder / "database"), database=name
        )
        bring_up_to_date_and_verify(name, report)
        dump = folder / "restored"
        call_postgresql("pg_dump", "--format=custom", "--schema=public", f"--file={dump}", database=name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
        cursor.execute(f"ALTER SCHEMA public RENAME TO {ASIDE}")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    try:
        restore_postgresql(dump)
    except BackupError:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
            cursor.execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")
        raise
    report(f"The tables until now are kept in the schema {ASIDE}.")
    place_key(folder)


def restore_postgresql(dump: Path, database: str | None = None) -> None:
    call_postgresql("pg_restore", "--exit-on-error", "--clean", "--if-exists", str(dump), database=database)


@contextmanager
def trial_database() -> Iterator[str]:
    """A database beside the one in use, in which a backup is tried; dropped afterwards."""
    name = f"policyhub_restore_{uuid4().hex[:12]}"
    server = psycopg2.connect(**connection.get_connection_params())
    server.autocommit = True
    with closing(server), server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield name
        finally:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
