"""lookup "TEXT" [--json]: ranked answers."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policyhub.registry.models import Flexibility

from ...search import find


class Command(BaseCommand):
    help = "Looks up a rule as a member of staff with full access would."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, text: str, **options: Any) -> None:
        names = ("reference", "title", "source", "flexibility")
        answers = [{name: hit.edition.content_data[name] for name in names} for hit in find(text, None)]
        if options["json"]:
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
            return
        for n, answer in enumerate(answers, 1):
            bends = str(Flexibility(answer["flexibility"]).label).lower()
            self.stdout.write("{}. {reference}  {title}  ({bends}) {source}".format(n, bends=bends, **answer))
        if not answers:
            self.stdout.write("Nothing found.")
