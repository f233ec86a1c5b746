from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from policyhub.registry.kinds import Kind, Rows, register
        from policyhub.registry.left import Left, is_linked
        from policyhub.registry.models import RuleLink
        from policyhub.registry.parts import Part

        from .models import Alternative, Policy

        policy, how = Q(kind="policy"), RuleLink.Kind

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
                parts=(
                    Part("principle", _("The principle"), _("What do we stand for here?"), fields=("principle",)),
                    Part(
                        "alternatives",
                        _("What else was weighed"),
                        _("What else could we have done, and why not?"),
                        _("A policy is a choice. Who knows the others can explain it."),
                        rows=("alternatives",),
                    ),
                    Part(
                        "carried-out",
                        _("What carries it out, what measures it"),
                        _("Which procedures carry it out, and which standards measure it?"),
                        page="rule_links",
                    ),
                ),
                template="policies/_part.html",
                left=(
                    Left(
                        "policy-carried-out",
                        _("Policies that nothing carries out"),
                        _("No procedure is linked that says how it is done."),
                        lambda: policy & ~is_linked(how.CARRIED_OUT_BY),
                        part="carried-out",
                    ),
                    Left(
                        "policy-measured",
                        _("Policies that nothing measures"),
                        _("No standard is linked that shows whether it works."),
                        lambda: policy & ~is_linked(how.MEASURED_BY),
                        part="carried-out",
                    ),
                ),
            )
        )
