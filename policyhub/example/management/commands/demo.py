"""demo: builds the example; in a file of its own beside an embedded database, else in the database itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.registry.models import Rule

from ... import database_file as example_file
from ...build import build


class Command(BaseCommand):
    help = "Builds the example organisation. Leaves any database with people or rules in it untouched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--here", action="store_true", help="build it in this database, which must be empty")
        parser.add_argument("--file", help="build it in this new file; used by PolicyHub itself")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            example_file.fill(Path(options["file"]), lambda: build(timezone.now(), report_progress=self.report))
        elif example_file.is_shown():
            self.stdout.write("The example already exists. Nothing was changed.")
        elif User.objects.exists() or Rule.objects.exists():
            self.stdout.write("This database already has people or rules. Nothing was changed.")
        elif options["here"] or not example_file.is_offered():
            self.stdout.write("Building the example ...")
            self.stdout.write(f"Lakeside Leisure is ready, with {build(timezone.now())} rules.")
        else:
            self.beside()

    def beside(self) -> None:
        """In a file of its own, and wait for it."""
        self.stdout.write("Building the example in its own database file ...")
        if example_file.is_built():
            example_file.show()
        else:
            process = example_file.start_building()
            if process is None or process.wait() or not example_file.is_built():
                raise CommandError(f"The example couldn't be built. See {example_file.path('log')}.")
        example_file.connect_to_shown_file()
        self.stdout.write(f"Lakeside Leisure is ready, with {Rule.objects.count()} rules.")

    def report(self, done: int, total: int) -> None:
        self.stdout.write(f"{done}/{total}")
        self.stdout.flush()
