"""restore FILE: verifies a backup, then puts it in place of the database in use, which is kept."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policyhub.dashboard.backup import BackupError, restore_backup


class Command(BaseCommand):
    help = "Verifies a backup, then puts it in place of the database in use. Stop PolicyHub first."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--replace-newer", action="store_true", help="even if the database in use is newer")

    def handle(self, *args: Any, file: Path, replace_newer: bool, **options: Any) -> None:
        try:
            manifest = restore_backup(file.absolute(), replaces_newer=replace_newer, report=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored and verified: {manifest.events} events. Start PolicyHub again.")
