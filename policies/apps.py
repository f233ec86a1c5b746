from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from policyhub.registry.kinds import Kind, Rows, register

        from .models import Alternative, Policy

        register(
            Kind(
                name="policy",
                label=_("Policy"),
                plural=_("Policies"),
                says=_("A course we chose among others: what we stand for and aim at."),
                model=Policy,
                fields=("principle",),
                rows=(
                    Rows(
                        "alternatives",
                        Alternative,
                        "policy",
                        ("text", "why_not"),
                        _("What else was weighed"),
                        _("Add an alternative"),
                    ),
                ),
                template="policies/_part.html",
            )
        )
