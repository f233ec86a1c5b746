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
from policyhub.classifier.model import shipped
from policyhub.evidence.canonical import canonical, digest
from policyhub.evidence.record import record

from ..learning import NOTHING_NEW, SHIPPED, decided
from ..models import TrainingRun


@dataclass(frozen=True)
class Report:
    """What came of a training. ``refused``: why it is not in use; ``version`` is "" where nothing was kept of it."""

    refused: tuple[str, ...]
    used: int
    left_out: dict[str, int]
    version: str = ""
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        return not self.refused


def learn(*, by: User | str, now: datetime) -> Report:
    """Learn from all decisions, and use it from now on if it is sound. Takes seconds, of which the last alone locks.

    What was measured is kept, used or not; data that cannot be measured leaves nothing.
    """
    used, left_out = learning.sorted_out(decided())
    mark = digest(canonical([shipped().version, *[[one.text, one.label] for one in used]]))
    if known := _known(mark):
        return known
    lesson = learning.learn_from(used, left_out, shipped())
    if not lesson.before:
        return Report(lesson.refused, lesson.used, lesson.left_out)
    return _keep(lesson, mark, by=by, now=now)


def _known(mark: str) -> Report | None:
    """What came of the training on the same decisions, if there was one."""
    row = TrainingRun.objects.filter(learnt_from=mark).first()
    return Report((NOTHING_NEW,), row.used, row.omitted, row.version, row.measured) if row else None


@transaction.atomic
def _keep(lesson: learning.Lesson, mark: str, *, by: User | str, now: datetime) -> Report:
    Organisation.objects.select_for_update().get(pk=1)
    if known := _known(mark):  # another click was quicker by some seconds
        return known
    changes = canonical(lesson.changes)
    row = TrainingRun(
        version=f"{shipped().version}+{TrainingRun.objects.count() + 1}",
        base=shipped().version,
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
    told = {"version": row.version, "decisions": row.used, "changes": row.digest, "agreement": _moved(lesson)}
    if lesson.refused:
        record(SUBJECT, "suggestions not learnt", by=by, now=now, after=told | {"refused": list(lesson.refused)})
    else:
        record(SUBJECT, "suggestions learnt", by=by, now=now, after=told)
    return Report(lesson.refused, lesson.used, lesson.left_out, row.version, row.measured)


def _moved(lesson: learning.Lesson) -> list[float]:
    return [lesson.before["agreement"], lesson.after["agreement"]]


@transaction.atomic
def use(version: str, *, by: User | str, now: datetime) -> bool:
    """Suggest with a former training, or with "shipped". False if that is so already."""
    Organisation.objects.select_for_update().get(pk=1)
    before = TrainingRun.objects.filter(in_use=True).first()
    after = None if version == SHIPPED else usable(version)
    if before == after:
        return False
    TrainingRun.objects.filter(in_use=True).update(in_use=False)
    if after:
        TrainingRun.objects.filter(pk=after.pk).update(in_use=True)
    named = [{"version": row.version if row else SHIPPED} for row in (before, after)]
    record(SUBJECT, "suggestions restored", by=by, now=now, before=named[0], after=named[1])
    return True


def usable(version: str) -> TrainingRun:
    """A training that was not refused and fits the weights that are shipped now."""
    there = TrainingRun.objects.filter(version=version, base=shipped().version, refused="")
    row = None if "\0" in version else there.first()
    if row is None:
        raise ValidationError(_("These suggestions can't be used."))
    return row
