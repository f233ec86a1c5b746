from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def lacks(said: dict[str, Any]) -> list[Any]:
    """A standard needs its target."""
    return [] if said["part"]["target"] else [_("A standard needs its target.")]


class StandardsConfig(AppConfig):
    name = "standards"

    def ready(self) -> None:
        from policyhub.registry.kinds import Kind, Rows, register

        from .models import Measure, Standard

        measures = ("criterion", "target", "unit", "how_checked")
        register(
            Kind(
                name="standard",
                label=_("Standard"),
                plural=_("Standards"),
                says=_("A level we promise to reach, which can be checked."),
                model=Standard,
                fields=("target", "may_be_missed", "when_missed"),
                rows=(Rows("measures", Measure, "standard", measures, _("How it is measured"), _("Add a measure")),),
                template="standards/_part.html",
                lacks=lacks,
            )
        )
