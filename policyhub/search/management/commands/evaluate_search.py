"""evaluate_search FILE.csv [--each] [--json]: how often look-up finds the document that was meant."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...evaluation import evaluate, evaluate_each


class Command(BaseCommand):
    help = "Asks every question in a CSV file (query, file[, style]) and prints how often the right file came first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.csv")
        parser.add_argument("--each", action="store_true", help="also measure without each technique")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            result = evaluate(path)
            others = evaluate_each(path) if options["each"] else {}
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps(result | others, indent=1))
            return
        self.show(result)
        for name, without in others.items():
            self.stdout.write(f"\n{name}")
            self.show(without)

    def show(self, result: dict[str, Any]) -> None:
        for name, figures in result.items():
            self.stdout.write(f"{name:18} " + "  ".join(f"{key} {value}" for key, value in figures.items()))
