"""in_force REF YYYY-MM-DD [--json]: the version in force that day."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from policyhub.accounts.models import Organisation
from policyhub.evidence.canonical import canonical
from policyhub.registry.models import Edition, Rule, SignOff


def version_data(edition: Edition) -> dict[str, Any]:
    """A version as ``--json`` prints it. Other systems rely on these keys."""
    signs = [
        {"name": s.person_name, "role": s.role, "meaning": s.meaning, "at": s.at, "digest": s.digest}
        for s in edition.signoffs.all()
    ]
    return {
        "reference": edition.rule.reference,
        "title": edition.content_data["title"],
        "edition": edition.number,
        "change": edition.change,
        "starts": edition.starts,
        "ends": edition.ends,
        "digest": edition.digest,
        "adopted": edition.adopted,
        "signoffs": signs,
    }


def as_day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def as_time(instant: datetime) -> str:
    """By the organisation's clock, as pages write it."""
    local = timezone.localtime(instant)
    return f"{as_day(local.date())}, {local:%H:%M}"


def lines_of(version: dict[str, Any]) -> list[str]:
    """What the command prints of one version: which, how long, its digest, and who signed it."""
    spans = f"from {as_time(version['starts'])}" + (f" to {as_time(version['ends'])}" if version["ends"] else "")
    return [
        f"{version['reference']} {version['title']}, version {version['edition']}: in force {spans}",
        f"  SHA-256 {version['digest']}",
        *(f"  {SignOff.Meaning(s['meaning']).label}: {s['name']}, {as_time(s['at'])}" for s in version["signoffs"]),
        *(["  imported, not signed"] if version["adopted"] else []),
    ]


class Command(BaseCommand):
    help = "Prints which version of a rule was in force on a day, and any others in force for part of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("day", type=date.fromisoformat)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, reference: str, day: date, **options: Any) -> None:
        rule = Rule.objects.filter(reference__iexact=reference).first()
        if rule is None:
            raise CommandError(f"There's no rule {reference}.")
        try:
            begin, end = (at.astimezone(UTC) for at in Organisation.current().day_bounds(day))
        except OverflowError:
            raise CommandError(f"{day} is too far away.") from None
        versions = [version_data(e) for e in rule.editions.overlapping(begin, end).prefetch_related("signoffs")]
        first, others = (versions[0], versions[1:]) if versions else (None, [])
        if options["json"]:
            self.stdout.write(json.dumps(json.loads(canonical({"in_force": first, "also": others})), indent=1))
        else:
            with Organisation.current().activated():
                lines = [line for version in versions for line in lines_of(version)]
            self.stdout.write("\n".join(lines) or f"No version in force on {day}.")
