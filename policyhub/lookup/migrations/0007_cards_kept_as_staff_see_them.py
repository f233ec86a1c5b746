"""Cards keep all that staff see of an edition. They are made anew, when looked at or by the clock."""

import django.db.models.deletion
from django.db import migrations, models


def fill_rows(apps, schema_editor):
    rows, editions = apps.get_model("lookup", "SearchRow").objects, apps.get_model("registry", "Edition").objects
    own = editions.filter(pk=models.OuterRef("edition"))
    said = {name: models.Subquery(own.values(name)) for name in ("title", "flexibility")}
    rows.update(**said)
    rows.filter(rule__restricted=True).update(restricted=True)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0013_checked"),
        ("lookup", "0006_words_of_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchrow",
            name="restricted",
            field=models.BooleanField(default=False, help_text="As its rule, which is slow to ask of each hit."),
        ),
        migrations.AddField(
            model_name="searchrow",
            name="title",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="searchrow",
            name="flexibility",
            field=models.CharField(default="", max_length=10),
            preserve_default=False,
        ),
        migrations.RunPython(fill_rows, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="searchrow",
            index=models.Index(fields=["title", "rule"], name="lookup_sear_title_04776d_idx"),
        ),
        migrations.DeleteModel(name="Card"),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="card",
                        serialize=False,
                        to="registry.edition",
                    ),
                ),
                ("made_of", models.TextField(help_text="Templates, language, zone, and the people it names.")),
                ("title", models.CharField(max_length=200)),
                (
                    "answer",
                    models.TextField(help_text="Among the answers to a question; as cards.render returns it."),
                ),
                (
                    "plain",
                    models.TextField(help_text="The whole text without its marks, to find a passage in."),
                ),
                ("page", models.TextField(help_text="On the rule's own page.")),
            ],
        ),
    ]
