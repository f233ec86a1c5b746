"""Cards keep all that staff see of an edition. They are made anew, when looked at or by the clock."""

import django.db.models.deletion
from django.db import migrations, models


def restrict(apps, schema_editor):
    apps.get_model("lookup", "SearchRow").objects.filter(rule__restricted=True).update(restricted=True)


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
        migrations.RunPython(restrict, migrations.RunPython.noop),
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
