"""What a procedure is, as the registry asks for it: its part of the form, of the card, and of what is left to do."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policyhub.registry.gaps import Left, has
from policyhub.registry.kinds import Kind, Rows
from policyhub.registry.sections import Part

from .models import ChecklistItem, Procedure, Step

PROCEDURE = Q(kind="procedure")
STEPS = ("text", "who", "firmness", "basis", "warning")
PARTS = (
    Part("start", _("What starts it"), _("What starts it?"), fields=("trigger",)),
    Part(
        "steps",
        _("Steps"),
        _("What do we do, step by step?"),
        _("Strict where law or safety requires it. Everything else can adapt to the customer."),
        rows=("steps",),
    ),
    Part(
        "checklist",
        _("Checklist"),
        _("What do you tick off while doing it?"),
        rows=("checklist",),
        optional=True,
    ),
)
LEFT = (
    Left(
        "procedure-start",
        _("Procedures without a start"),
        _("It doesn't say when it begins."),
        lambda: PROCEDURE & Q(procedure__trigger=""),
        part="start",
    ),
    Left(
        "procedure-steps",
        _("Procedures without steps"),
        _("It doesn't say yet what to do, and in which order."),
        lambda: PROCEDURE & ~has(Step, "procedure"),
        part="steps",
    ),
)


def lacks(said: dict[str, Any]) -> list[tuple[str, Any]]:
    """A procedure needs what starts it, and steps."""
    needed = [
        ("trigger", said["part"]["trigger"], _("Add what starts it")),
        ("steps", said["steps"], _("Add the steps")),
    ]
    return [(where, words) for where, there, words in needed if not there]


def kind() -> Kind:
    return Kind(
        name="procedure",
        label=_("Procedure"),
        plural=_("Procedures"),
        says=_("The agreed way to do something, step by step."),
        model=Procedure,
        fields=("trigger",),
        rows=(
            Rows("steps", Step, "procedure", STEPS, _("Steps"), _("Add a step")),
            Rows("checklist", ChecklistItem, "procedure", ("text",), _("Checklist"), _("Add an item")),
        ),
        parts=PARTS,
        template="procedures/_part.html",
        lacks=lacks,
        left=LEFT,
    )
