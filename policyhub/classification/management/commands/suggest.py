"""suggest [--json] < text: black, grey or undecided, clause by clause, with what decided."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policyhub.classifier import suggest
from policyhub.registry.models import Flexibility
from policyhub.registry.templatetags.look import basis_label


def words_for(label: str) -> str:
    """A label of the classifier in words. A clause that is no rule is "neutral"."""
    return str(Flexibility(label).label).lower() if label in Flexibility.values else label


class Command(BaseCommand):
    help = "Reads a text from standard input and suggests how far it can bend."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = suggest(sys.stdin.read())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{words_for(found.label)} ({found.probability:.0%})  {basis_label(found.basis).lower()}")
        for clause in found.clauses:
            words = ", ".join(f"“{term.text}”" for term in clause.terms)
            basis = basis_label(clause.basis).lower() or ("no stated reason" if clause.firm_without_basis else "")
            self.stdout.write(
                f"  {words_for(clause.label):8} {clause.probability:.0%}  {clause.text}  [{basis}] {words}"
            )
