from typing import Any

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def lacks(said: dict[str, Any]) -> list[tuple[str, Any]]:
    """A procedure needs what starts it, and steps."""
    needed = [
        ("trigger", said["part"]["trigger"], _("A procedure needs what starts it.")),
        ("steps", said["steps"], _("A procedure needs its steps.")),
    ]
    return [(where, words) for where, there, words in needed if not there]


class ProceduresConfig(AppConfig):
    name = "procedures"

    def ready(self) -> None:
        from policyhub.registry.kinds import Kind, Rows, register
        from policyhub.registry.left import Left, has
        from policyhub.registry.parts import Part

        from .models import ChecklistItem, Procedure, Step

        procedure = Q(kind="procedure")
        steps = ("text", "who", "firmness", "basis", "warning")
        register(
            Kind(
                name="procedure",
                label=_("Procedure"),
                plural=_("Procedures"),
                says=_("The set way to do something, step by step."),
                model=Procedure,
                fields=("trigger",),
                rows=(
                    Rows("steps", Step, "procedure", steps, _("Steps"), _("Add a step")),
                    Rows("checklist", ChecklistItem, "procedure", ("text",), _("Checklist"), _("Add a line")),
                ),
                parts=(
                    Part("start", _("What starts it"), _("What starts it?"), fields=("trigger",)),
                    Part(
                        "steps",
                        _("Steps"),
                        _("What is done, step by step?"),
                        _("Firm where law or safety says so. Everything else may adapt to the customer."),
                        rows=("steps",),
                    ),
                    Part(
                        "checklist",
                        _("Checklist"),
                        _("What is ticked off while doing it?"),
                        rows=("checklist",),
                        optional=True,
                    ),
                ),
                template="procedures/_part.html",
                lacks=lacks,
                left=(
                    Left(
                        "procedure-start",
                        _("Procedures that nothing starts"),
                        _("Nobody can tell from it when it begins."),
                        lambda: procedure & Q(procedure__trigger=""),
                        part="start",
                    ),
                    Left(
                        "procedure-steps",
                        _("Procedures without steps"),
                        _("It does not say yet what is done, and in which order."),
                        lambda: procedure & ~has(Step, "procedure"),
                        part="steps",
                    ),
                ),
            )
        )
