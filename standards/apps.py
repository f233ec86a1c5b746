from typing import Any

from django.apps import AppConfig
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


def lacks(said: dict[str, Any]) -> list[tuple[str, Any]]:
    """A standard needs its target."""
    return [] if said["part"]["target"] else [("target", _("A standard needs its target."))]


class StandardsConfig(AppConfig):
    name = "standards"

    def ready(self) -> None:
        from policyhub.registry.kinds import Kind, Rows, register
        from policyhub.registry.left import Left
        from policyhub.registry.parts import Part

        from .example import a_year_of_results
        from .models import Measure, Result, Standard

        standard = Q(kind="standard")
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
                parts=(
                    Part("target", _("The target"), _("Which level do we promise to reach?"), fields=("target",)),
                    Part(
                        "measures",
                        _("How it is checked"),
                        _("How do we know whether we reach it?"),
                        rows=("measures",),
                    ),
                    Part(
                        "missed",
                        _("When it is missed"),
                        _("When may it be missed, and what do we do then?"),
                        fields=("may_be_missed", "when_missed"),
                    ),
                ),
                template="standards/_part.html",
                lacks=lacks,
                example=a_year_of_results,
                left=(
                    Left(
                        "standard-target",
                        _("Standards without a target"),
                        _("It does not say which level we promise to reach."),
                        lambda: standard & Q(standard__target=""),
                        part="target",
                    ),
                    Left(
                        "standard-results",
                        _("Standards never checked"),
                        _("No result is recorded: nobody can say whether it is met."),
                        lambda: standard & ~Q(Exists(Result.objects.filter(standard_id=OuterRef("pk")))),
                        page="standards:results",
                    ),
                ),
            )
        )
