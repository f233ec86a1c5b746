"""Backups are made while people work, restore elsewhere, and verify there; a damaged one changes nothing."""

import os
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import share
from tests.upgrade.old_database import ROOT, OldDatabase, filled_database

ROUNDS = share(20)
EVENTS = "SELECT COUNT(*) FROM evidence_event"


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[OldDatabase]:
    with filled_database(tmp_path) as database:
        done = database.manage("upgrade_from_0_1")
        assert done.returncode == 0, done.stderr
        yield database


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[OldDatabase]:
    """Another installation, in which nothing is yet."""
    (tmp_path / "elsewhere").mkdir()
    with filled_database(tmp_path / "elsewhere", empty=True) as database:
        yield database


def events(database: OldDatabase) -> int:
    return int(database.rows(EVENTS)[0][0])


@pytest.mark.engine
def test_backups_made_while_people_work_restore_and_verify(
    filled: OldDatabase, elsewhere: OldDatabase, tmp_path: Path
) -> None:
    for number in range(ROUNDS):
        (tmp_path / f"{number}.md").write_text(f"# Rule {number}\n\nTowels are for guests.\n", encoding="utf-8")
        before = events(filled)
        writing = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "import_rules", str(tmp_path / f"{number}.md")],
            env=filled.environment(),
            stdout=subprocess.DEVNULL,
        )
        backup = tmp_path / f"{number}.backup"
        made = filled.manage("backup", str(backup))
        assert made.returncode == 0, made.stderr
        assert writing.wait() == 0
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600

        restored = elsewhere.manage("restore", str(backup))

        assert restored.returncode == 0, restored.stderr
        assert before <= events(elsewhere) <= events(filled)
        assert elsewhere.manage("verify").returncode == 0
        key = (elsewhere.folder / "secret_key").read_text()
        assert key == (filled.folder / "secret_key").read_text(), "what the key encrypted can be read there"


@pytest.mark.engine
def test_what_came_after_a_backup_is_not_lost_unasked(filled: OldDatabase, tmp_path: Path) -> None:
    assert filled.manage("backup", str(tmp_path / "old.backup")).returncode == 0
    (tmp_path / "new.md").write_text("# Towels\n\nOne for each guest.\n", encoding="utf-8")
    assert filled.manage("import_rules", str(tmp_path / "new.md")).returncode == 0
    newer = events(filled)

    refused = filled.manage("restore", str(tmp_path / "old.backup"))

    assert refused.returncode == 1
    assert "newer than this backup" in refused.stderr
    assert events(filled) == newer
    told = filled.manage("restore", "--replace-newer", str(tmp_path / "old.backup"))
    assert told.returncode == 0, told.stderr
    assert events(filled) < newer
    assert "kept" in told.stdout


@pytest.mark.engine
def test_a_backup_whose_evidence_was_altered_is_refused(filled: OldDatabase, tmp_path: Path) -> None:
    """The guards would refuse this change too: whoever alters a database takes them out first."""
    filled.run("UPDATE evidence_chain SET length = length + 1 WHERE subject = 'organisation'")
    assert filled.manage("backup", str(tmp_path / "altered.backup")).returncode == 0
    before = events(filled)

    refused = filled.manage("restore", str(tmp_path / "altered.backup"))

    assert refused.returncode == 1
    assert "was altered; nothing was changed" in refused.stderr
    assert events(filled) == before


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    with filled_database(tmp_path, empty=True) as database:
        (tmp_path / "cut.backup").write_bytes(b"\x1f\x8b not whole")
        with tarfile.open(tmp_path / "other.backup", "w:gz") as tar:
            tar.add(__file__, "database")
        with tarfile.open(tmp_path / "up.backup", "w:gz") as tar:
            tar.add(__file__, "manifest.json")
            tar.add(__file__, "database")
            tar.add(__file__, "../secret_key")
        for name in ("cut", "other", "up", "missing"):
            refused = database.manage("restore", str(tmp_path / f"{name}.backup"))
            assert refused.returncode == 1
            assert "backup of PolicyHub" in refused.stderr
        assert not (tmp_path / "policyhub.sqlite3").exists()


def test_a_file_in_use_is_not_taken_away(filled: OldDatabase, tmp_path: Path) -> None:
    if filled.url:
        return  # PostgreSQL swaps schemas in a transaction of its own
    assert filled.manage("backup", str(tmp_path / "a.backup")).returncode == 0
    with closing(filled.connect()) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("BEGIN")
        server.execute(EVENTS).fetchone()
        refused = filled.manage("restore", str(tmp_path / "a.backup"))
    assert "The database is in use" in refused.stderr
    assert os.path.exists(filled.folder / "policyhub.sqlite3")


def test_nothing_is_overwritten(filled: OldDatabase, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert "already exists" in filled.manage("backup", str(tmp_path / "mine.txt")).stderr
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert "doesn't exist" in filled.manage("backup", str(tmp_path / "no" / "such.backup")).stderr
