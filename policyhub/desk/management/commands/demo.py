"""demo: builds the example in an empty database; leaves any other untouched and says so."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.desk.example import build
from policyhub.registry.models import Rule


class Command(BaseCommand):
    help = "Builds the example organisation in an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists() or Rule.objects.exists():
            self.stdout.write("There are people or rules in this database; it is left untouched.")
            return
        self.stdout.write("Building the example ...")
        self.stdout.write(f"Lakeside Leisure is there, with {build(timezone.now())} rules.")
