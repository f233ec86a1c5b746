"""Pages came to be where a rule may have its card, under rules/: such a rule gets another address.

The old one is kept nowhere: it leads to the page from now on, and an OldSlug behind it would never be asked for.
"""

from typing import Any

from django.db import migrations

# The addresses of pages as they were on the day of this migration
PAGES = "new capture sign together undecided firm unwritten left pack starters advice".split()


def make_way(apps: Any, schema_editor: Any) -> None:
    rules, old = (apps.get_model("registry", name).objects for name in ("Rule", "OldSlug"))
    for rule in rules.filter(slug__in=PAGES):
        slug = f"{rule.slug}-{rule.reference.lower()}"
        while rules.filter(slug=slug).exists() or old.filter(slug=slug).exclude(rule_id=rule.pk).exists():
            slug += "-2"
        rules.filter(pk=rule.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_what_suggestions_learnt")]

    operations = [migrations.RunPython(make_way, migrations.RunPython.noop)]
