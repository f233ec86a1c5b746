"""Rules learn when a review of them was closed last, and by whom."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def tell(apps, schema_editor):
    closed = apps.get_model("reviews", "Review").objects.filter(rule=OuterRef("pk"), closed_at__isnull=False)
    last = closed.order_by("-closed_at")
    rules = apps.get_model("registry", "Rule").objects.filter(reviews__closed_at__isnull=False)
    rules.update(checked_at=Subquery(last.values("closed_at")[:1]), checked_by=Subquery(last.values("closed_by")[:1]))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("registry", "0013_checked")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
