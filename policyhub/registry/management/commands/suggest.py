"""suggest [--json] < text: black, grey or undecided, clause by clause, with what decided."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policyhub.classifier import suggest


class Command(BaseCommand):
    help = "Reads a text from standard input and suggests how far it can bend."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = suggest(sys.stdin.read())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{found.label} ({found.probability:.0%})  {found.basis}")
        for clause in found.clauses:
            words = ", ".join(f"“{term.text}”" for term in clause.terms)
            basis = clause.basis or ("no stated reason" if clause.firm_without_basis else "")
            self.stdout.write(f"  {clause.label:8} {clause.probability:.0%}  {clause.text}  [{basis}] {words}")
