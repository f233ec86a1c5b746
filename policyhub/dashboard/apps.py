from typing import Any

from django.apps import AppConfig
from django.core import checks


class DashboardConfig(AppConfig):
    name = "policyhub.dashboard"

    def ready(self) -> None:
        checks.register(check_version, checks.Tags.database)


def check_version(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """`migrate` asks this first: tables of 0.1 are not migrated, but carried over."""
    from .upgrade import is_0_1

    if not databases or not is_0_1():
        return []
    hint = "Run `manage.py upgrade_from_0_1`. It keeps the old database beside the new one."
    return [checks.Error("This database is one of version 0.1.", hint=hint, id="policyhub.E001")]
