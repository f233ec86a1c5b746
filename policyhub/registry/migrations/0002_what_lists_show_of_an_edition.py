"""Editions carry their title, flexibility and rationale beside the content, so that lists need not read it."""

import json
from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    editions = apps.get_model("registry", "Edition").objects
    for key, content in editions.values_list("pk", "content").iterator(200):
        said = json.loads(content)
        editions.filter(pk=key).update(**{name: said[name] for name in ("title", "flexibility", "rationale")})


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField(
            "edition",
            "title",
            models.CharField(
                default="", help_text="As in the content, for lists; so are the next two.", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "edition",
            "flexibility",
            models.CharField(
                choices=[("undecided", "Not decided yet"), ("black", "Black"), ("grey", "Grey")],
                default="undecided",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField("edition", "rationale", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AlterField(
            "rule",
            "next_review",
            models.DateField(blank=True, editable=False, null=True, verbose_name="next review"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
