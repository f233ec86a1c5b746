"""suggest [--json] < text: black, grey or undecided, clause by clause, with what decided."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policyhub.classifier import suggest
from policyhub.registry.models import Flexibility
from policyhub.registry.templatetags.look import basis_label


def label_text(label: str) -> str:
    """A label of the classifier in words. A clause that is no rule is "neutral"."""
    return str(Flexibility(label).label).lower() if label in Flexibility.values else label


class Command(BaseCommand):
    help = "Reads a text from standard input and suggests how far it can bend."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        prediction = suggest(sys.stdin.read())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(prediction), ensure_ascii=False, indent=1))
            return
        self.stdout.write(
            f"{label_text(prediction.label)} ({prediction.probability:.0%})  {basis_label(prediction.basis).lower()}"
        )
        for clause in prediction.clauses:
            evidence = ", ".join(f"“{term.text}”" for term in clause.terms)
            basis = basis_label(clause.basis).lower() or ("no stated reason" if clause.firm_without_basis else "")
            self.stdout.write(
                f"  {label_text(clause.label):8} {clause.probability:.0%}  {clause.text}  [{basis}] {evidence}"
            )
