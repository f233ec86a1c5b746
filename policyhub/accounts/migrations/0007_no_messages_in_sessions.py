from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_names_for_people"),
    ]

    operations = [
        migrations.RemoveField(model_name="session", name="speaks"),
    ]
