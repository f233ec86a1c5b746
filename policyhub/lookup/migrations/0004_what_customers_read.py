"""The customers' pages of rules that were open to customers before there were pages."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from policyhub.lookup.customers import address_for, columns, for_customers
from policyhub.registry.content import read


def fill(apps, schema_editor):
    """What ``customers.refresh`` does from now on, once for each edition in force of a rule that is open."""
    addresses, pages = (apps.get_model("lookup", name) for name in ("CustomerAddress", "CustomerPage"))
    editions = apps.get_model("registry", "Edition").objects.filter(state="approved").exclude(change="retire")
    editions = editions.filter(rule__on_customer_page=True, rule__restricted=False)
    now = timezone.now()
    for edition in editions.exclude(ends__lte=now).select_related("rule").order_by("starts"):
        told = for_customers(read(edition.content))
        if told.is_told:
            address = address_for(edition.rule, told.title, max(now, edition.starts), addresses)
            pages.objects.create(edition=edition, rule=edition.rule, address=address, **columns(told))


class Migration(migrations.Migration):
    dependencies = [
        ("lookup", "0003_synonyms_and_missed_terms"),
        ("registry", "0012_comments_among_those_who_write"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=90, unique=True)),
                ("since", models.DateTimeField(help_text="From when on a page could be read there.")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="customer_addresses",
                        to="registry.rule",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CustomerPage",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="customer_page",
                        serialize=False,
                        to="registry.edition",
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("title", models.CharField(max_length=200)),
                ("lead", models.CharField(help_text="How it begins, for lists.", max_length=300)),
                ("said", models.TextField(help_text="JSON: the words of the page, part by part.")),
                (
                    "title_words",
                    models.TextField(
                        help_text="As the search compares them, with a space around each; so are the next."
                    ),
                ),
                ("words", models.TextField()),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pages", to="lookup.customeraddress"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="customer_pages", to="registry.rule"
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
                "indexes": [models.Index(fields=["title"], name="customer_page_by_title")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
