"""Carries a database of version 0.1 over to the tables of 0.2.

0.2 keeps what 0.1 kept, in tables that are named after the apps they now belong to. The old tables are set aside
whole, new ones are made by ``migrate``, and each row is copied, with its keys and digests. What is only kept for speed
(the search index, cards) is made anew, and people sign in again. The old tables stay until somebody drops them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.authoring.models import Draft
from policyhub.registry import hooks
from policyhub.registry.content import remember_text, text_digest
from policyhub.registry.models import Edition, Rule

LAST_MIGRATIONS = {
    ("registry", "0014_rules_not_written"),
    ("lookup", "0008_lines_and_digests_of_cards"),
}  # migrations of 0.1
OLD_SCHEMA = "policyhub_0_1"  # the schema, or the attached file, in which the old tables are
OLD_TABLE_NAMES = {  # tables of 0.1 by what they are called now
    "authoring_informationrequest": "registry_asked",
    "authoring_draft": "registry_draft",
    "background_mailserver": "post_mailserver",
    "background_outbox": "post_outbox",
    "classification_decision": "registry_decision",
    "classification_trainingrun": "registry_learned",
    "classification_suggestion": "registry_suggested",
    "customers_customeraddress": "lookup_customeraddress",
    "customers_customerpage": "lookup_customerpage",
    "discussion_comment": "registry_comment",
    "discussion_mention": "registry_mention",
    "feedback_feedbackentry": "feedback_signal",
    "glossary_term": "registry_term",
    "glossary_termreading": "registry_termreading",
    "imports_batch": "exchange_batch",
    "imports_item": "exchange_item",
    "imports_sourcedocument": "exchange_paper",
    "imports_upload": "exchange_upload",
    "lookup_popularrule": "lookup_commonest",
    "search_failedsearch": "lookup_missed",
    "search_openedaftersearch": "lookup_missedthen",
    "search_synonym": "lookup_synonym",
    "touchpoints_need": "registry_need",
    "touchpoints_touchpoint": "registry_touchpoint",
    "touchpoints_touchpoint_rules": "registry_touchpoint_rules",
}
REBUILT_TABLES = {  # kept for speed, of this installation's own making, or Django's
    "accounts_session",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "lookup_card",
    "policyhub_cache",
    "search_termweights",
    "search_gram",
    "search_searchrow",
    "search_uncounted",
    "search_indexedword",
}
OLD_COLUMN_NAMES = {"registry_rule": {"dismissed_advice": "waved"}}  # columns of 0.1 by table and present name
DRAFT_PAGES = {  # pages on which a draft of 0.1 was typed, by what their URLs are called now
    "rule_edit": "authoring:edit",
    "rule_part": "authoring:section",
    "rule_create": "authoring:create",
    "rule_paste": "authoring:paste",
    "rule_story": "authoring:story",
    "rule_copy": "authoring:copy",
}
FILLED_LATER = {"registry_edition": "text_digest", "registry_rule": "text_digest"}  # new columns without a default
Report = Callable[[str], None]


class UpgradeError(Exception):
    """Why this database cannot be carried over, in a sentence."""


def is_0_1() -> bool:
    """Whether the database in use is one of version 0.1."""
    return "post_outbox" in connection.introspection.table_names()


def upgrade(report: Report) -> None:
    """Raises UpgradeError where the database is of no known version; then nothing has been changed."""
    check()
    with set_aside(report):
        call_command("migrate", interactive=False, verbosity=0)
        report("Copying ...")
        with connection.constraint_checks_disabled(), transaction.atomic():
            rows = sum(copy_table(table) for table in tables_to_copy())
        reset_sequences()
    report(f"{rows} rows copied. Building the search index ...")
    for edition in Edition.objects.order_by("pk").iterator(200):
        Edition.objects.filter(pk=edition.pk).update(text_digest=text_digest(edition.raw()))
    User.objects.update(email=Lower("email"))  # sign-in finds addresses in small letters
    for draft in Draft.objects.all():
        page, space, section = draft.place.partition(" ")
        Draft.objects.filter(pk=draft.pk).update(place=DRAFT_PAGES.get(page, page) + space + section)
    now = timezone.now()
    for rule in Rule.objects.order_by("pk").iterator(200):
        with transaction.atomic():
            remember_text(rule)
            hooks.rule_changed(rule, now)


def check() -> None:
    if not is_0_1():
        raise UpgradeError("This database isn't one of version 0.1.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = {(str(app), str(name)) for app, name in cursor.fetchall()}
    if LAST_MIGRATIONS - applied:
        raise UpgradeError("This database is older than the last 0.1. Start that version once, then upgrade.")


@contextmanager
def set_aside(report: Report) -> Iterator[None]:
    """The old tables are in ASIDE while the new ones are filled; put back if that fails."""
    with set_file_aside(report) if connection.vendor == "sqlite" else set_schema_aside(report):
        yield


@contextmanager
def set_file_aside(report: Report) -> Iterator[None]:
    close_database_file()
    current = Path(str(connection.settings_dict["NAME"]))
    old = current.with_name(f"{current.stem}-0.1{current.suffix}")
    current.rename(old)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"ATTACH DATABASE %s AS {OLD_SCHEMA}", [str(old)])
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"DETACH DATABASE {OLD_SCHEMA}")
    except BaseException:
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            current.with_name(current.name + suffix).unlink(missing_ok=True)
        old.rename(current)
        raise
    report(f"The old database is kept as {old.name}.")


def close_database_file() -> None:
    """Write the WAL back into the database file and close it. Raises UpgradeError while it is open elsewhere."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    except OperationalError:
        raise UpgradeError("The database is in use. Stop PolicyHub, then run this again.") from None
    finally:
        connection.close()


@contextmanager
def set_schema_aside(report: Report) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        current = cursor.fetchone()[0]
        move_schema(cursor, current, OLD_SCHEMA)
    try:
        yield
    except BaseException:
        with connection.cursor() as cursor:
            move_schema(cursor, OLD_SCHEMA, current)
        raise
    report(f"The old tables are kept in the schema {OLD_SCHEMA}.")


def move_schema(cursor: Any, old: str, new: str) -> None:
    """Rename a schema with all that is in it, and begin an empty one in its place."""
    cursor.execute(f'DROP SCHEMA IF EXISTS "{new}" CASCADE')
    cursor.execute(f'ALTER SCHEMA "{old}" RENAME TO "{new}"')
    if new == OLD_SCHEMA:
        cursor.execute(f'CREATE SCHEMA "{old}"')


def tables_to_copy() -> list[str]:
    names = connection.introspection.table_names()
    return [
        name for name in names if name not in REBUILT_TABLES and not name.startswith(("search_fts", "search_titles"))
    ]


def copy_table(table: str) -> int:
    """Copies the rows of one table and returns how many. Columns that are new in 0.2 keep their default."""
    with connection.cursor() as cursor:
        old = f'{OLD_SCHEMA}."{OLD_TABLE_NAMES.get(table, table)}"'
        cursor.execute(f"SELECT * FROM {old} LIMIT 0")
        old_names = {column[0] for column in cursor.description}
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        renamed = OLD_COLUMN_NAMES.get(table, {})
        pairs = [(name, renamed.get(name, name)) for name in names if renamed.get(name, name) in old_names]
        columns = ", ".join(f'"{name}"' for name, _old in pairs)
        old_columns = ", ".join(f'"{old_name}"' for _name, old_name in pairs)
        new, empty = (f', "{FILLED_LATER[table]}"', ", ''") if table in FILLED_LATER else ("", "")
        cursor.execute(f'INSERT INTO "{table}" ({columns}{new}) SELECT {old_columns}{empty} FROM {old}')
        return max(0, int(cursor.rowcount))


def reset_sequences() -> None:
    """The next keys follow those that were copied."""
    models = connection.introspection.installed_models(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), sorted(models, key=lambda m: m._meta.db_table)):
            cursor.execute(statement)
