"""evaluate_search FILE.csv [--json]: how often look-up finds the document that was meant."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policyhub.lookup.evaluation import evaluate


class Command(BaseCommand):
    help = "Asks every question of a CSV file (query, file[, style]) and prints how often the file came first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.csv")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            result = evaluate(path)
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=1))
            return
        for name, figures in result.items():
            self.stdout.write(f"{name:18} " + "  ".join(f"{key} {value}" for key, value in figures.items()))
