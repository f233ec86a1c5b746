"""What may happen to the suggestions: learn from the decisions, use a training or the shipped ones again."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.actions import SUBJECT
from policyhub.accounts.models import Organisation, User
from policyhub.classifier import learning
from policyhub.classifier.model import shipped_model
from policyhub.evidence.canonical import canonical, digest
from policyhub.evidence.record import record

from ..learning import NOTHING_NEW, SHIPPED, decision_examples
from ..models import TrainingRun


@dataclass(frozen=True)
class TrainingReport:
    """The result of a training. ``refused``: why it is not in use; ``version`` is "" if no run was stored."""

    refused: tuple[str, ...]
    used: int
    left_out: dict[str, int]
    version: str = ""
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        return not self.refused


def learn(*, by: User | str, now: datetime) -> TrainingReport:
    """Learn from all decisions, and use it from now on if it is sound. Takes seconds, of which the last alone locks.

    What was measured is kept, used or not; data that cannot be measured leaves nothing.
    """
    used, left_out = learning.usable_decisions(decision_examples())
    mark = digest(canonical([shipped_model().version, *[[decision.text, decision.label] for decision in used]]))
    if existing := _existing_report(mark):
        return existing
    lesson = learning.learn_from(used, left_out, shipped_model())
    if not lesson.before:
        return TrainingReport(lesson.refused, lesson.used, lesson.left_out)
    return _save_run(lesson, mark, by=by, now=now)


def _existing_report(mark: str) -> TrainingReport | None:
    """What came of the training on the same decisions, if there was one."""
    row = TrainingRun.objects.filter(learnt_from=mark).first()
    return TrainingReport((NOTHING_NEW,), row.used, row.omitted, row.version, row.measured) if row else None


@transaction.atomic
def _save_run(lesson: learning.Lesson, mark: str, *, by: User | str, now: datetime) -> TrainingReport:
    Organisation.objects.select_for_update().get(pk=1)
    if existing := _existing_report(mark):  # another click was quicker by some seconds
        return existing
    changes = canonical(lesson.changes)
    row = TrainingRun(
        version=f"{shipped_model().version}+{TrainingRun.objects.count() + 1}",
        base=shipped_model().version,
        at=now,
        by=None if isinstance(by, str) else by,
        by_name=str(by),
        used=lesson.used,
        left_out=canonical(lesson.left_out),
        learnt_from=mark,
        figures=canonical({"before": lesson.before, "after": lesson.after, "check": lesson.check}),
        changes=changes,
        digest=digest(changes),
        refused=",".join(lesson.refused),
        in_use=not lesson.refused,
    )
    if row.in_use:
        TrainingRun.objects.filter(in_use=True).update(in_use=False)
    row.save()
    event_data = {
        "version": row.version,
        "decisions": row.used,
        "changes": row.digest,
        "agreement": _agreement_change(lesson),
    }
    if lesson.refused:
        record(SUBJECT, "suggestions not learnt", by=by, now=now, after=event_data | {"refused": list(lesson.refused)})
    else:
        record(SUBJECT, "suggestions learnt", by=by, now=now, after=event_data)
    return TrainingReport(lesson.refused, lesson.used, lesson.left_out, row.version, row.measured)


def _agreement_change(lesson: learning.Lesson) -> list[float]:
    return [lesson.before["agreement"], lesson.after["agreement"]]


@transaction.atomic
def use_version(version: str, *, by: User | str, now: datetime) -> bool:
    """Suggest with a former training, or with "shipped". False if that is so already."""
    Organisation.objects.select_for_update().get(pk=1)
    previous = TrainingRun.objects.filter(in_use=True).first()
    chosen = None if version == SHIPPED else usable_run(version)
    if previous == chosen:
        return False
    TrainingRun.objects.filter(in_use=True).update(in_use=False)
    if chosen:
        TrainingRun.objects.filter(pk=chosen.pk).update(in_use=True)
    versions = [{"version": row.version if row else SHIPPED} for row in (previous, chosen)]
    record(SUBJECT, "suggestions restored", by=by, now=now, before=versions[0], after=versions[1])
    return True


def usable_run(version: str) -> TrainingRun:
    """A training that was not refused and fits the weights that are shipped now."""
    runs = TrainingRun.objects.filter(version=version, base=shipped_model().version, refused="")
    row = None if "\0" in version else runs.first()
    if row is None:
        raise ValidationError(_("These suggestions can't be used."))
    return row
