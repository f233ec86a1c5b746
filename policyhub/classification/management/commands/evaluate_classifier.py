"""evaluate_classifier FILE.csv... [--grouped COLUMN] [--each] [--json]: how well clauses are labelled."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policyhub.classifier import evaluation
from policyhub.classifier.model import LABELS, shipped_model
from policyhub.classifier.training import digest


class Command(BaseCommand):
    help = "Labels every clause of CSV files (text, label) with the built-in weights, or with ones fitted to the rest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", type=Path, nargs="+", metavar="FILE.csv")
        parser.add_argument(
            "--grouped", default="", metavar="COLUMN", help="refit for the values of this column, and show baselines"
        )
        parser.add_argument("--each", action="store_true", help="with --grouped: say what each kind of feature adds")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        try:
            clauses = evaluation.read_clauses(paths, options["grouped"])
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        group = options["grouped"]
        result = self.grouped(clauses, each=options["each"]) if group else self.shipped(clauses)
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=1))
        else:
            self.show(result)

    def shipped(self, clauses: list[evaluation.EvaluationClause]) -> dict[str, Any]:
        model = shipped_model()
        overlap = sum(digest(clause.text) in model.trained_on for clause in clauses)
        if overlap:
            self.stderr.write(f"Note: the built-in weights were trained on {overlap} of these {len(clauses)} texts.")
        return self.figures(clauses, evaluation.by_model(clauses, model))

    def grouped(self, clauses: list[evaluation.EvaluationClause], *, each: bool) -> dict[str, Any]:
        result = self.figures(clauses, evaluation.cross_validated(clauses, evaluation.by_own_model))
        methods: dict[str, evaluation.Method] = {"keywords": evaluation.keywords, "tfidf": evaluation.tfidf}
        baselines = {}
        for name, method in methods.items():
            try:
                baselines[name] = self.figures(clauses, evaluation.cross_validated(clauses, method))
            except ImportError:
                self.stderr.write("scikit-learn isn't installed: no TF-IDF baseline.")
        if not each:
            return result | {"baselines": baselines}
        without = {
            name: self.figures(
                clauses, evaluation.cross_validated(clauses, partial(evaluation.by_own_model, without=kind))
            )
            for name, kind in evaluation.FEATURE_KINDS.items()
        }
        return result | {"baselines": baselines, "without": without}

    def figures(self, clauses: list[evaluation.EvaluationClause], predicted: list[str]) -> dict[str, Any]:
        return evaluation.figures([clause.label for clause in clauses], predicted)

    def show(self, result: dict[str, Any]) -> None:
        by_name = {"ours": result, **result.get("baselines", {})}
        by_name |= {f"without {name}": figures for name, figures in result.get("without", {}).items()}
        self.stdout.write(f"{result['n']} clauses")
        for name, figures in by_name.items():
            classes = "  ".join(f"{label} {figures['per_class'][label]['f1']:.3f}" for label in LABELS)
            grey = figures["black_called_grey"]
            self.stdout.write(f"{name:24} macro-F1 {figures['macro_f1']:.3f}  {classes}  black called grey {grey:.1%}")
        self.stdout.write("\nours, true by row, said by column")
        self.stdout.write(f"{'':10}" + "".join(f"{label:>10}" for label in LABELS))
        for label in LABELS:
            row = result["confusion"][label]
            self.stdout.write(f"{label:10}" + "".join(f"{row[predicted]:10}" for predicted in LABELS))
