"""The example in a database file of its own, beside the organisation's.

``DATA_DIR/example.sqlite3`` holds it; while ``example.shown`` stands beside it, requests read and write that file
and the organisation's own is not touched. Removing the example removes the file: nothing deletes its evidence.
Only the embedded database can step aside like this; with DATABASE_URL there is no example to visit.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

STALLED_AFTER = 120  # seconds after which a build that does not move has died


def folder() -> Path:
    return Path(settings.DATA_DIR)


def path(ending: str) -> Path:
    return folder() / f"example.{ending}"


def file_exists(ending: str) -> bool:
    """Whether the example's file with this ending exists. Called at every request, so it makes no Path."""
    return os.path.exists(f"{settings.DATA_DIR}/example.{ending}")


def is_offered() -> bool:
    """Whether this installation can show the example at all."""
    return bool(settings.EMBEDDED)


def is_shown() -> bool:
    return is_offered() and file_exists("shown") and is_built()


def is_built() -> bool:
    return file_exists("sqlite3")


def show() -> None:
    path("shown").touch()
    connect_to_shown_file()
    call_command("migrate", verbosity=0, interactive=False)  # it may be of an older PolicyHub


def leave() -> None:
    """Back to the organisation's own file; the example stays where it is."""
    path("shown").unlink(missing_ok=True)
    connect_to_shown_file()
    call_command("migrate", verbosity=0, interactive=False)


def remove() -> None:
    leave()
    for ending in ("sqlite3", "sqlite3-wal", "sqlite3-shm", "log"):
        path(ending).unlink(missing_ok=True)


def connect_to_shown_file() -> bool:
    """Make this thread's connection one to the file that is to be shown; returns whether that is the example.

    It stays open from request to request, until another file is shown, or another one stands in that place.
    """
    example, own_file, example_path = is_shown(), str(settings.OWN_DATABASE), f"{settings.DATA_DIR}/example.sqlite3"
    target = example_path if example else own_file
    name = connection.settings_dict["NAME"]
    if is_offered() and name in (own_file, example_path):
        file = (target, identity(target))
        if (name, getattr(connection, "file_shown", file)) != (target, file):
            connection.close()
            connection.settings_dict["NAME"] = target
        connection.file_shown = file  # type: ignore[attr-defined]
    return example


def identity(path: str) -> int:
    """Tells a file from one that stands in its place later; 0 if there is none."""
    with suppress(OSError):
        return os.stat(path).st_ino
    return 0


@dataclass(frozen=True)
class Progress:
    """How far a build is: ``done`` of ``total`` rules, or what went wrong."""

    done: int = 0
    total: int = 0
    problem: str = ""


def start_building() -> subprocess.Popen[bytes] | None:
    """Build the example in a process of its own; None if one is at it already."""
    folder().mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path("building"), os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return None
    for ending in ("part", "part-wal", "part-shm"):
        path(ending).unlink(missing_ok=True)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo", "--file", str(path("part"))]
    with path("log").open("w") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def fill(part: Path, build: Callable[[], object]) -> None:
    """Make the file ``part``, build the example in it, put it in place and show it. For a process of its own."""
    connection.close()
    connection.settings_dict["NAME"] = str(part)
    call_command("migrate", verbosity=0, interactive=False)
    build()
    connection.close()
    part.replace(path("sqlite3"))
    path("shown").touch()
    path("building").unlink(missing_ok=True)


def progress() -> Progress | None:
    """How far the build is, or None if there is none."""
    if not path("building").exists():
        return None
    log_lines = path("log").read_text(errors="replace").splitlines() if path("log").exists() else []
    counts = [line.split("/") for line in log_lines if line.replace("/", "", 1).isdigit() and "/" in line]
    seconds_still = time.time() - max(
        path(name).stat().st_mtime for name in ("log", "building") if path(name).exists()
    )
    if any("Error" in line for line in log_lines) or seconds_still > STALLED_AFTER:
        path("building").unlink(missing_ok=True)
        return Progress(problem=log_lines[-1] if log_lines else "")
    return Progress(int(counts[-1][0]), int(counts[-1][1])) if counts else Progress()
