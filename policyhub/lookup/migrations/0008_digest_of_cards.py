"""A card has a digest of what stands on it. Those from before are old after this upgrade and get theirs when made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lookup", "0007_cards_kept_as_staff_see_them"),
    ]

    operations = [
        migrations.AddField(
            model_name="card",
            name="page_digest",
            field=models.CharField(
                default="", help_text="Of page: devices fetch it again when it changed.", max_length=16
            ),
            preserve_default=False,
        ),
    ]
