"""in_force REF YYYY-MM-DD [--json]: the edition in force that day."""

import json
from datetime import UTC, date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policyhub.accounts.models import Organisation
from policyhub.evidence.canonical import canonical
from policyhub.registry.models import Edition, Rule


def told(edition: Edition) -> dict[str, Any]:
    """What is said of an edition to somebody outside."""
    signs = [
        {"name": s.person_name, "role": s.role, "meaning": s.meaning, "at": s.at, "digest": s.digest}
        for s in edition.signoffs.all()
    ]
    return {
        "reference": edition.rule.reference,
        "title": edition.said["title"],
        "edition": edition.number,
        "change": edition.change,
        "starts": edition.starts,
        "ends": edition.ends,
        "digest": edition.digest,
        "adopted": edition.adopted,
        "signoffs": signs,
    }


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
            begin, end = (at.astimezone(UTC) for at in Organisation.the().day_bounds(day))
        except OverflowError:
            raise CommandError(f"{day} is too far away.") from None
        found = [told(e) for e in rule.editions.overlapping(begin, end).prefetch_related("signoffs")]
        first, also = (found[0], found[1:]) if found else (None, [])
        if options["json"]:
            self.stdout.write(json.dumps(json.loads(canonical({"in_force": first, "also": also})), indent=1))
        else:
            self.stdout.write("\n".join(self.lines(found)) or f"No version in force on {day}.")

    def lines(self, found: list[dict[str, Any]]) -> list[str]:
        lines = []
        for one in found:
            until = one["ends"] or "now"
            lines.append(f"{one['reference']} {one['title']}, version {one['edition']}: {one['starts']} to {until}")
            lines.append(f"  SHA-256 {one['digest']}")
            lines += [f"  {s['meaning']}: {s['name']}, {s['at']}" for s in one["signoffs"]]
            lines += ["  imported, not signed"] if one["adopted"] else []
        return lines
