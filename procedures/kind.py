"""What a procedure is, as the registry asks for it: its part of the form, of the card, and of what is left to do."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policyhub.registry.gaps import Gap, has_rows
from policyhub.registry.kinds import Kind, RowSpec
from policyhub.registry.sections import Section

from .models import ChecklistItem, Procedure, Step

PROCEDURE = Q(kind="procedure")
STEPS = ("text", "who", "firmness", "basis", "warning")
SECTIONS = (
    Section("start", _("What starts it"), _("What starts it?"), fields=("trigger",)),
    Section(
        "steps",
        _("Steps"),
        _("What do we do, step by step?"),
        _("Strict where law or safety requires it. Everything else can adapt to the customer."),
        rows=("steps",),
    ),
    Section(
        "checklist",
        _("Checklist"),
        _("What do you tick off while doing it?"),
        rows=("checklist",),
        optional=True,
    ),
)
GAPS = (
    Gap(
        "procedure-start",
        _("Procedures without a start"),
        _("It doesn't say when it begins."),
        lambda: PROCEDURE & Q(procedure__trigger=""),
        section="start",
    ),
    Gap(
        "procedure-steps",
        _("Procedures without steps"),
        _("It doesn't say yet what to do, and in which order."),
        lambda: PROCEDURE & ~has_rows(Step, "procedure"),
        section="steps",
    ),
)


def missing_fields(content: dict[str, Any]) -> list[tuple[str, Any]]:
    """A procedure needs what starts it, and steps."""
    needed = [
        ("trigger", content["part"]["trigger"], _("Add what starts it")),
        ("steps", content["steps"], _("Add the steps")),
    ]
    return [(field_name, label) for field_name, content_value, label in needed if not content_value]


def kind() -> Kind:
    return Kind(
        name="procedure",
        label=_("Procedure"),
        plural=_("Procedures"),
        description=_("The agreed way to do something, step by step."),
        model=Procedure,
        fields=("trigger",),
        rows=(
            RowSpec("steps", Step, "procedure", STEPS, _("Steps"), _("Add a step")),
            RowSpec("checklist", ChecklistItem, "procedure", ("text",), _("Checklist"), _("Add an item")),
        ),
        sections=SECTIONS,
        template="procedures/_part.html",
        missing_fields=missing_fields,
        gaps=GAPS,
    )
