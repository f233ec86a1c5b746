"""The words of each search row, in the index that each engine does best: FTS5, or tsvector with GIN."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE lookup_fts USING fts5(title, words, situations, statement, body, "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
]
SQLITE_BACK = ["DROP TABLE lookup_fts"]
POSTGRES = [
    "ALTER TABLE lookup_searchrow ADD COLUMN vector tsvector",
    "CREATE INDEX lookup_searchrow_vector ON lookup_searchrow USING gin (vector)",
]
POSTGRES_BACK = ["ALTER TABLE lookup_searchrow DROP COLUMN vector"]


def run(sqlite, postgres):
    def apply(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgres:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("lookup", "0001_initial")]
    operations = [migrations.RunPython(run(SQLITE, POSTGRES), run(SQLITE_BACK, POSTGRES_BACK))]
