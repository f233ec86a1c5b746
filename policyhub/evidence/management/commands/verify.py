"""verify: 0 and "N versions, M events intact", or 1 and what was altered."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policyhub.evidence.verify import verify


class Command(BaseCommand):
    help = "Recomputes all evidence from the database and lists anything that was altered."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = verify()
        if findings.altered:
            for line in findings.altered:
                self.stderr.write(line)
            raise CommandError(f"{len(findings.altered)} records differ from what was recorded.", returncode=1)
        editions, events = findings.counts.get("editions", 0), findings.counts["events"]
        self.stdout.write(f"{editions} versions, {events} events intact")
