"""upgrade_from_0_1: carries a database of version 0.1 over to this version, and verifies it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policyhub.dashboard.upgrade import UpgradeError, upgrade
from policyhub.evidence.verify import verify


class Command(BaseCommand):
    help = "Carries a database of version 0.1 over to this version. The old one is kept beside it."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            upgrade(self.stdout.write)
        except UpgradeError as why:
            raise CommandError(str(why)) from None
        findings = verify()
        if findings.altered:
            raise CommandError("\n".join(["Upgraded, but verify finds:", *findings.altered]))
        counts = ", ".join(f"{n} {name}" for name, n in findings.counts.items())
        self.stdout.write(f"Upgraded. {counts} intact.")
