"""Each row's words for ranking, the words of all rows for spelling; and an index of titles alone."""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    "CREATE VIRTUAL TABLE lookup_titles USING fts5(title, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
]
SQLITE_BACK = ["DROP TABLE lookup_titles"]
POSTGRES = [
    "ALTER TABLE lookup_searchrow ADD COLUMN titles tsvector",
    "CREATE INDEX lookup_searchrow_titles ON lookup_searchrow USING gin (titles)",
]
POSTGRES_BACK = ["ALTER TABLE lookup_searchrow DROP COLUMN titles"]


def run(sqlite, postgres):
    def apply(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgres:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [
        ("lookup", "0005_commonest"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bag",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="bag",
                        serialize=False,
                        to="lookup.searchrow",
                    ),
                ),
                ("weights", models.TextField(help_text="JSON: what each stem weighs in this row.")),
                ("words", models.TextField(help_text="The words that were counted, if everybody may read the rule.")),
            ],
        ),
        migrations.CreateModel(
            name="Uncounted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("words", models.TextField()),
                ("rows", models.SmallIntegerField(help_text="1 if a row with these words came, -1 if it went.")),
            ],
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(db_index=True, max_length=40)),
                ("stem", models.CharField(db_index=True, max_length=40)),
                ("back", models.CharField(db_index=True, help_text="From its end to its beginning.", max_length=40)),
                ("rows", models.IntegerField(help_text="How many search rows hold it.")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("word", "stem"), name="one_word_of_a_stem")],
            },
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gram", models.CharField(max_length=3)),
                ("size", models.PositiveSmallIntegerField(help_text="Letters of the word.")),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grams", to="lookup.word"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["gram", "size", "word"], name="gram_size_word")],
            },
        ),
        migrations.RunPython(run(SQLITE, POSTGRES), run(SQLITE_BACK, POSTGRES_BACK)),
    ]
