"""What a standard is, as the registry asks for it: its part of the form, of the card, and of what is left to do."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from policyhub.registry.gaps import Gap
from policyhub.registry.kinds import Kind, RowSpec
from policyhub.registry.sections import Section

from .example import a_year_of_results
from .models import Measure, Result, Standard

STANDARD = Q(kind="standard")
MEASURES = ("criterion", "target", "unit", "how_checked")
SECTIONS = (
    Section("target", _("Target"), _("What level do we promise to reach?"), fields=("target",)),
    Section(
        "measures",
        _("How it's checked"),
        _("How do we know whether we reach it?"),
        rows=("measures",),
    ),
    Section(
        "missed",
        _("When it's missed"),
        _("When may it be missed, and what do we do then?"),
        fields=("may_be_missed", "when_missed"),
    ),
)
GAPS = (
    Gap(
        "standard-target",
        _("Standards without a target"),
        _("It doesn't say what level we promise to reach."),
        lambda: STANDARD & Q(standard__target=""),
        section="target",
    ),
    Gap(
        "standard-results",
        _("Standards never checked"),
        _("No results yet, so nobody can say whether it's met."),
        lambda: STANDARD & ~Q(Exists(Result.objects.filter(standard_id=OuterRef("pk")))),
        page="standards:results",
    ),
)


def missing_fields(content: dict[str, Any]) -> list[tuple[str, Any]]:
    """A standard needs its target."""
    return [] if content["part"]["target"] else [("target", _("Add a target"))]


def kind() -> Kind:
    return Kind(
        name="standard",
        label=_("Standard"),
        plural=_("Standards"),
        description=_("A level we promise to reach and can check."),
        model=Standard,
        fields=("target", "may_be_missed", "when_missed"),
        rows=(RowSpec("measures", Measure, "standard", MEASURES, _("How it's measured"), _("Add a measure")),),
        sections=SECTIONS,
        template="standards/_part.html",
        missing_fields=missing_fields,
        example=a_year_of_results,
        gaps=GAPS,
    )
