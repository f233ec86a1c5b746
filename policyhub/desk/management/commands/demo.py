"""demo: builds the example; in a file of its own beside an embedded database, else in the database itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.desk import example_file
from policyhub.desk.example import build
from policyhub.registry.models import Rule


class Command(BaseCommand):
    help = "Builds the example organisation; a database with people or rules in it is left untouched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--here", action="store_true", help="in this very database, which must be empty")
        parser.add_argument("--file", help="in this new file; PolicyHub itself asks for it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            example_file.fill(Path(options["file"]), lambda: build(timezone.now(), tell=self.tell))
        elif example_file.shown():
            self.stdout.write("The example is there already; it is left untouched.")
        elif User.objects.exists() or Rule.objects.exists():
            self.stdout.write("There are people or rules in this database; it is left untouched.")
        elif options["here"] or not example_file.offered():
            self.stdout.write("Building the example ...")
            self.stdout.write(f"Lakeside Leisure is there, with {build(timezone.now())} rules.")
        else:
            self.beside()

    def beside(self) -> None:
        """In a file of its own, and wait for it."""
        self.stdout.write("Building the example in a database file of its own ...")
        if example_file.built():
            example_file.show()
        else:
            process = example_file.start_building()
            if process is None or process.wait() or not example_file.built():
                raise CommandError(f"The example could not be built; {example_file.path('log')} says why.")
        example_file.turn_to_file()
        self.stdout.write(f"Lakeside Leisure is there, with {Rule.objects.count()} rules.")

    def tell(self, done: int, total: int) -> None:
        self.stdout.write(f"{done}/{total}")
        self.stdout.flush()
