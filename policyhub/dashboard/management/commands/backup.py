"""backup FILE: the database and the secret key in one new file, made while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policyhub.dashboard.backup import BackupError, make_backup


class Command(BaseCommand):
    help = "Writes a backup of the database and the secret key to a new file, while people go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write, such as policyhub-2026-12-01.backup")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = make_backup(file.absolute(), timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from None
        size = file.stat().st_size / 1024 / 1024
        self.stdout.write(f"{file}: {size:.1f} MB, {manifest.events} events. Keep it where only you can read it.")
