"""What a policy is, as the registry asks for it: its part of the form, of the card, and of what is left to do."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policyhub.registry.gaps import Gap, is_linked
from policyhub.registry.kinds import Kind, RowSpec
from policyhub.registry.models import RuleLink
from policyhub.registry.sections import Section

from .models import Alternative, Policy

POLICY, LinkKind = Q(kind="policy"), RuleLink.Kind
SECTIONS = (
    Section("principle", _("Principle"), _("What do we stand for here?"), fields=("principle",)),
    Section(
        "alternatives",
        _("Alternatives considered"),
        _("What else could we have done, and why didn't we?"),
        _("A policy is a choice. Knowing the alternatives helps people explain it."),
        rows=("alternatives",),
    ),
    Section(
        "carried-out",
        _("Procedures and standards"),
        _("Which procedures carry it out, and which standards measure it?"),
        page="authoring:links",
    ),
)
GAPS = (
    Gap(
        "policy-carried-out",
        _("Policies without a procedure"),
        _("No linked procedure says how it's done."),
        lambda: POLICY & ~is_linked(LinkKind.CARRIED_OUT_BY),
        section="carried-out",
    ),
    Gap(
        "policy-measured",
        _("Policies without a standard"),
        _("No linked standard shows whether it works."),
        lambda: POLICY & ~is_linked(LinkKind.MEASURED_BY),
        section="carried-out",
    ),
)


def kind() -> Kind:
    return Kind(
        name="policy",
        label=_("Policy"),
        plural=_("Policies"),
        description=_("A choice we made among alternatives: what we stand for, and what we aim for."),
        model=Policy,
        fields=("principle",),
        rows=(
            RowSpec(
                "alternatives",
                Alternative,
                "policy",
                ("text", "why_not"),
                _("Alternatives considered"),
                _("Add an alternative"),
            ),
        ),
        sections=SECTIONS,
        template="policies/_part.html",
        gaps=GAPS,
    )
