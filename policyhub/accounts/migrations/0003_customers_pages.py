from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_second_factor"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="customers_pages",
            field=models.BooleanField(
                default=False,
                help_text="Anybody may read, without signing in, what is written for customers about the rules that are open to them. Each rule is opened by itself.",
                verbose_name="customers' pages",
            ),
        ),
    ]
