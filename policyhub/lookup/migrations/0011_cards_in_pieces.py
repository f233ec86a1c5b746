from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lookup", "0010_names_for_people"),
    ]

    operations = [
        migrations.AlterField(
            model_name="card",
            name="answer",
            field=models.TextField(help_text="Among the answers to a question, as cards.pack returns it."),
        ),
        migrations.AlterField(
            model_name="card",
            name="page",
            field=models.TextField(help_text="On the rule's own page, as cards.pack returns it."),
        ),
    ]
