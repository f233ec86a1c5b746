"""set_up_code: what the first person types to set PolicyHub up from another machine; nothing once there are people."""

from typing import Any

from django.core.management.base import BaseCommand

from policyhub.accounts.models import User
from policyhub.accounts.set_up_code import set_up_code


class Command(BaseCommand):
    help = "Prints the code that setting up from another machine asks for, while there is nobody."

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.exists():
            self.stdout.write(f"To set it up from another machine, type this code there: {set_up_code()}")
