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
from django.utils import timezone

from policyhub.registry import hooks
from policyhub.registry.content import remember_text, text_digest
from policyhub.registry.models import Edition, Rule

LAST = {("registry", "0014_rules_not_written"), ("lookup", "0008_lines_and_digests_of_cards")}  # migrations of 0.1
ASIDE = "policyhub_0_1"  # the schema, or the attached file, in which the old tables are
MOVED = {  # tables of 0.1 by what they are called now
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
    "imports_paper": "exchange_paper",
    "imports_upload": "exchange_upload",
    "lookup_popularrule": "lookup_commonest",
    "search_failedsearch": "lookup_missed",
    "search_openedaftersearch": "lookup_missedthen",
    "search_synonym": "lookup_synonym",
    "touchpoints_need": "registry_need",
    "touchpoints_touchpoint": "registry_touchpoint",
    "touchpoints_touchpoint_rules": "registry_touchpoint_rules",
}
MADE_ANEW = {  # kept for speed, of this installation's own making, or Django's
    "accounts_session",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "lookup_card",
    "search_termweights",
    "search_gram",
    "search_searchrow",
    "search_uncounted",
    "search_indexedword",
}
FILLED_LATER = {"registry_edition": "text_digest", "registry_rule": "text_digest"}  # new columns without a default
Tell = Callable[[str], None]


class CannotUpgrade(Exception):
    """Why this database cannot be carried over, in a sentence."""


def is_0_1() -> bool:
    """Whether the database in use is one of version 0.1."""
    return "post_outbox" in connection.introspection.table_names()


def upgrade(tell: Tell) -> None:
    """Raises CannotUpgrade where the database is of no known version; then nothing has been changed."""
    check()
    with set_aside(tell):
        call_command("migrate", interactive=False, verbosity=0)
        tell("Copying ...")
        with connection.constraint_checks_disabled(), transaction.atomic():
            rows = sum(copied(table) for table in tables_to_copy())
        reset_sequences()
    tell(f"{rows} rows copied. Building the search index ...")
    for edition in Edition.objects.order_by("pk").iterator(200):
        Edition.objects.filter(pk=edition.pk).update(text_digest=text_digest(edition.raw()))
    now = timezone.now()
    for rule in Rule.objects.order_by("pk").iterator(200):
        with transaction.atomic():
            remember_text(rule)
            hooks.follow(rule, now)


def check() -> None:
    if not is_0_1():
        raise CannotUpgrade("This database isn't one of version 0.1.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = {(str(app), str(name)) for app, name in cursor.fetchall()}
    if LAST - applied:
        raise CannotUpgrade("This database is older than the last 0.1. Start that version once, then upgrade.")


@contextmanager
def set_aside(tell: Tell) -> Iterator[None]:
    """The old tables are in ASIDE while the new ones are filled; put back if that fails."""
    with set_file_aside(tell) if connection.vendor == "sqlite" else set_schema_aside(tell):
        yield


@contextmanager
def set_file_aside(tell: Tell) -> Iterator[None]:
    leave_alone()
    own = Path(str(connection.settings_dict["NAME"]))
    old = own.with_name(f"{own.stem}-0.1{own.suffix}")
    own.rename(old)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"ATTACH DATABASE %s AS {ASIDE}", [str(old)])
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"DETACH DATABASE {ASIDE}")
    except BaseException:
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            own.with_name(own.name + suffix).unlink(missing_ok=True)
        old.rename(own)
        raise
    tell(f"The old database is kept as {old.name}.")


def leave_alone() -> None:
    """Put all there is into the one file, which only works while nobody else has it open, and close it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    except OperationalError:
        raise CannotUpgrade("The database is in use. Stop PolicyHub, then run this again.") from None
    finally:
        connection.close()


@contextmanager
def set_schema_aside(tell: Tell) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        own = cursor.fetchone()[0]
        move_schema(cursor, own, ASIDE)
    try:
        yield
    except BaseException:
        with connection.cursor() as cursor:
            move_schema(cursor, ASIDE, own)
        raise
    tell(f"The old tables are kept in the schema {ASIDE}.")


def move_schema(cursor: Any, old: str, new: str) -> None:
    """Rename a schema with all that is in it, and begin an empty one in its place."""
    cursor.execute(f'DROP SCHEMA IF EXISTS "{new}" CASCADE')
    cursor.execute(f'ALTER SCHEMA "{old}" RENAME TO "{new}"')
    if new == ASIDE:
        cursor.execute(f'CREATE SCHEMA "{old}"')


def tables_to_copy() -> list[str]:
    names = connection.introspection.table_names()
    return [name for name in names if name not in MADE_ANEW and not name.startswith(("search_fts", "search_titles"))]


def copied(table: str) -> int:
    """Copies the rows of one table; how many they were. What is new in 0.2 keeps its default."""
    with connection.cursor() as cursor:
        old = f'{ASIDE}."{MOVED.get(table, table)}"'
        cursor.execute(f"SELECT * FROM {old} LIMIT 0")
        there = {column[0] for column in cursor.description}
        here = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        columns = ", ".join(f'"{name}"' for name in here if name in there)
        new, empty = (f', "{FILLED_LATER[table]}"', ", ''") if table in FILLED_LATER else ("", "")
        cursor.execute(f'INSERT INTO "{table}" ({columns}{new}) SELECT {columns}{empty} FROM {old}')
        return max(0, int(cursor.rowcount))


def reset_sequences() -> None:
    """The next keys follow those that were copied."""
    models = connection.introspection.installed_models(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), sorted(models, key=lambda m: m._meta.db_table)):
            cursor.execute(statement)
