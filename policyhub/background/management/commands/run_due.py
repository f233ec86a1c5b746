"""run_due [--every SECONDS]: does all that is due; a second run right after does nothing."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from ...jobs import run_due


class Command(BaseCommand):
    help = "Runs what is due: seals the day, sends email. By cron, or with --every."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="keep running, once every so many seconds")

    def handle(self, *args: Any, every: int | None, **options: Any) -> None:
        if every is None:
            self.run_once()
        while every is not None:
            self.run_once()
            close_old_connections()  # a database that was away is asked anew at the next turn
            time.sleep(max(1, every))

    def run_once(self) -> None:
        for name, report in run_due(timezone.now()):
            self.stdout.write(f"{name}: {report}")
            self.stdout.flush()
