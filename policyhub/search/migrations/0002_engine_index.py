"""The index that each engine does best: FTS5 in SQLite, tsvector with GIN in PostgreSQL."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, words, situations, statement, body, "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE VIRTUAL TABLE search_titles USING fts5(title, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')",
)
SQLITE_BACK = ("DROP TABLE search_fts", "DROP TABLE search_titles")
POSTGRES = (
    "ALTER TABLE search_searchrow ADD COLUMN vector tsvector, ADD COLUMN titles tsvector",
    "CREATE INDEX search_searchrow_vector ON search_searchrow USING gin (vector)",
    "CREATE INDEX search_searchrow_titles ON search_searchrow USING gin (titles)",
)
POSTGRES_BACK = ("ALTER TABLE search_searchrow DROP COLUMN vector, DROP COLUMN titles",)


def forwards(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
