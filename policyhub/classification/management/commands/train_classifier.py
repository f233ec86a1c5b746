"""train_classifier FILE.csv... [--to weights.json] [--version NAME]: learn the weights that are shipped."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policyhub.classifier import model
from policyhub.classifier.training import LabelledClause, train


class Command(BaseCommand):
    help = "Learns weights from labelled clauses (text, label, basis). The texts stay where they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", type=Path, nargs="+", metavar="FILE.csv")
        parser.add_argument("--to", type=Path, default=model.SHIPPED)
        parser.add_argument("--version", required=True, help="a name for these weights, kept with every suggestion")

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, conflict_handler="resolve", **kwargs)

    def handle(self, *args: Any, paths: list[Path], to: Path, version: str, **options: Any) -> None:
        clauses = []
        for path in paths:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
            if not rows or not {"text", "label", "basis"} <= rows[0].keys():
                raise CommandError(f"{path} needs the columns text, label and basis.")
            clauses += [LabelledClause(row["text"], row["label"], row["basis"]) for row in rows]
        learnt = train(clauses, version, on_round=self.show_progress)
        model.write(learnt, to)
        self.stdout.write(f"{len(clauses)} clauses gave {len(learnt.label.weights)} weights: {to}")

    def show_progress(self, finished: int, of: int) -> None:
        self.stderr.write(f"round {finished} of {of}")
