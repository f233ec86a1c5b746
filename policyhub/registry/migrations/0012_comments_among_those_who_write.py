from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def close_what_was_said_of_drafts(apps: Any, schema_editor: Any) -> None:
    """What was said before the first edition was signed, of rules that are written; and every answer to it.

    Whether a rule was still unwritten then is not told by its row: what may have been said of a draft is closed.
    """
    comment, edition = apps.get_model("registry", "Comment"), apps.get_model("registry", "Edition")
    signed = apps.get_model("registry", "SignOff").objects.exclude(meaning="changes")
    signed = signed.filter(edition__rule=OuterRef("rule"), edition__state="approved", at__lte=OuterRef("at"))
    adopted = edition.objects.filter(rule=OuterRef("rule"), adopted=True, proposed_at__lte=OuterRef("at"))
    drafts = comment.objects.exclude(rule__stage="unwritten").filter(~Exists(signed), ~Exists(adopted))
    keys = list(drafts.values_list("pk", flat=True))
    comment.objects.filter(Q(pk__in=keys) | Q(answer_to__in=keys)).update(among_writers=True)


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_rules_make_way_for_pages")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="among_writers",
            field=models.BooleanField(
                default=False, help_text="Staff could not read the rule when it was said, or what it answers."
            ),
        ),
        migrations.RunPython(close_what_was_said_of_drafts, migrations.RunPython.noop),
    ]
