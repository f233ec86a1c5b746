"""What may happen to the results of a standard: record, correct. Each is one row and one event on the rule."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from policyhub.accounts.models import User
from policyhub.evidence.record import record
from policyhub.registry.hooks import rule_changed
from policyhub.registry.models import Rule
from policyhub.ui.pages import Stale

from .models import Met, Result


@dataclass(frozen=True)
class Measurement:
    """What somebody measured on a day, or from one day to another: an amount, words, or both."""

    begins: date
    ends: date
    met: str
    value: Decimal | None = None
    words: str = ""
    note: str = ""
    measure: UUID | None = None
    criterion: str = ""
    unit: str = ""

    @property
    def event_data(self) -> dict[str, Any]:
        """What the event says of it; the note is not for the record."""
        amount = "" if self.value is None else f"{self.value.normalize():f}"
        fields = {"criterion": self.criterion, "value": amount, "unit": self.unit, "words": self.words}
        return fields | {"met": self.met, "begins": self.begins, "ends": self.ends}


@transaction.atomic
def record_result(
    rule: Rule,
    measurement: Measurement,
    *,
    corrects: Result | None = None,
    client_key: UUID | None,
    by: User,
    now: datetime,
) -> Result:
    """Keep what was found, for ever. ``corrects``: what it stands for; Stale if that was corrected already.

    The same key twice is one result.
    """
    _check_measurement(measurement)
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if client_key and (existing := Result.objects.filter(client_key=client_key, standard_id=rule.pk).first()):
        return existing
    if corrects is not None and Result.objects.filter(replaces=corrects).exists():
        raise Stale
    fields = {name: getattr(measurement, name) for name in Measurement.__dataclass_fields__}
    result = Result(standard_id=rule.pk, replaces=corrects, client_key=client_key, **fields)
    result.by, result.by_name, result.at = by, str(by), now
    result.save()
    verb, before = ("result corrected", _event_data(corrects)) if corrects else ("result recorded", {})
    rule_changed(rule, now)
    record(rule.subject, verb, by=by, now=now, before=before, after=measurement.event_data | {"result": result.pk})
    return result


def _check_measurement(measurement: Measurement) -> None:
    if measurement.value is None and not measurement.words.strip():
        raise ValidationError({"value": _("Enter what you found: a number or words.")})
    if measurement.begins > measurement.ends:
        raise ValidationError({"begins": _("The first day can't be after the last.")})
    if measurement.met not in Met.values:
        raise ValidationError({"met": _("Say whether it was met.")})


def _event_data(result: Result) -> dict[str, Any]:
    names = Measurement.__dataclass_fields__
    return Measurement(**{name: getattr(result, name) for name in names}).event_data | {"result": result.pk}
