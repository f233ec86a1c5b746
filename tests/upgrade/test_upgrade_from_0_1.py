"""A filled database of version 0.1 is carried over whole, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from policyhub.dashboard.upgrade import OLD_TABLE_NAMES

from .old_database import OldDatabase, filled_database

COUNTED = {  # table as it is called now, and its rows in the kept database
    "evidence_event": 452,
    "registry_edition": 81,
    "registry_rule": 72,
}


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    with filled_database(tmp_path) as database:
        yield database


@pytest.mark.engine
def test_every_row_comes_over_with_its_keys_and_digests(old: OldDatabase, tmp_path: Path) -> None:
    old.run("UPDATE accounts_user SET email = 'Typed.With@Capitals.Example' WHERE username = 'sam'")
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
        "SELECT id, username, password, LOWER(email) FROM accounts_user ORDER BY id",
    ):
        assert old.rows(sql) == old.rows(sql, aside=True)
    assert old.rows("SELECT email FROM accounts_user WHERE username = 'sam'") == [("typed.with@capitals.example",)]
    assert old.rows("SELECT COUNT(*) FROM accounts_user WHERE email <> LOWER(email)") == [(0,)]
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
    old.run("ALTER TABLE registry_edition RENAME TO registry_edition_gone")

    assert old.manage("upgrade_from_0_1").returncode != 0

    old.run("ALTER TABLE registry_edition_gone RENAME TO registry_edition")
    assert old.rows("SELECT id, digest FROM registry_edition ORDER BY id") == before
