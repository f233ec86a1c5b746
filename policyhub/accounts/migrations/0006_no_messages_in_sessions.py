from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_plain_words"),
    ]

    operations = [
        migrations.RemoveField(model_name="session", name="speaks"),
    ]
