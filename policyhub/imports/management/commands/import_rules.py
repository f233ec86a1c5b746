"""import_rules PATH [--adopt] [--by USER] [--owner USER] [--json]: documents become rules."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from policyhub.accounts.models import User

from ...bulk_import import ImportReport, import_documents
from ...documents import read


class Command(BaseCommand):
    help = "Imports a file, folder or zip of Word, Markdown, text and CSV, each document as one rule."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--adopt", action="store_true", help="publish them as they are, without a signature")
        parser.add_argument("--by", metavar="USER", help="username of the person importing")
        parser.add_argument("--owner", metavar="USER", help="username of the rules' owner")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, path: Path, adopt: bool, **options: Any) -> None:
        if not path.exists():
            raise CommandError(f"There's nothing at {path}.")
        if "registry_rule" not in connection.introspection.table_names():
            raise CommandError("This database has no tables yet. Run manage.py migrate first.")
        report = import_documents(
            read(path),
            adopt=adopt,
            by=self.person(options["by"]) or "command line",
            owner=self.person(options["owner"]),
            now=timezone.now(),
        )
        self.stdout.write(json.dumps(report.as_json(), indent=1) if options["json"] else self.in_words(report))

    def person(self, username: str | None) -> User | None:
        if username is None:
            return None
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There's no user called {username}.")
        return person

    def in_words(self, report: ImportReport) -> str:
        lines = [f"{len(report.imported)} imported, {len(report.skipped)} skipped."]
        return "\n".join(lines + [f"  {s.source}: {s.why}" for s in report.skipped])
