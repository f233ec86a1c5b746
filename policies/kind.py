"""What a policy is, as the registry asks for it: its part of the form, of the card, and of what is left to do."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policyhub.registry.kinds import Kind, Rows
from policyhub.registry.left import Left, is_linked
from policyhub.registry.models import RuleLink
from policyhub.registry.parts import Part

from .models import Alternative, Policy

POLICY, HOW = Q(kind="policy"), RuleLink.Kind
PARTS = (
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
)
LEFT = (
    Left(
        "policy-carried-out",
        _("Policies that nothing carries out"),
        _("No procedure is linked that says how it is done."),
        lambda: POLICY & ~is_linked(HOW.CARRIED_OUT_BY),
        part="carried-out",
    ),
    Left(
        "policy-measured",
        _("Policies that nothing measures"),
        _("No standard is linked that shows whether it works."),
        lambda: POLICY & ~is_linked(HOW.MEASURED_BY),
        part="carried-out",
    ),
)


def kind() -> Kind:
    return Kind(
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
        parts=PARTS,
        template="policies/_part.html",
        left=LEFT,
    )
