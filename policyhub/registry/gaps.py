"""Gaps: everything that keeps a rule from being complete, each with the page where it is filled in.

``requirements.py`` says what one rule lacks; here the database finds all rules that lack one thing. What rules of one
kind need as well is registered by that kind, as ``Kind.gaps``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, Model, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from .forms.register import NOT_IN_FORCE, STATUSES
from .kinds import find_section, kinds, section_address
from .models import Benefit, Flexibility, Line, Option, Reason, Rule, RuleLink, Situation
from .models.rule import Stage


@dataclass(frozen=True)
class Gap:
    """One thing that may be missing, and the condition that finds the rules of the register that lack it."""

    name: str  # in the address of its list
    label: StrOrPromise
    description: StrOrPromise  # what it means, in a sentence
    condition: Callable[[], Q]  # of the rules of the register
    section: str = ""  # where it is mended: a part of the writing, or
    page: str = "lookup:rule"  # a page of the rule, by its URL name
    stage: Stage = Stage.WRITTEN
    list_url_name: str = ""  # the URL name of a list that does more than show them

    @property
    def q(self) -> Q:
        return Q(stage=self.stage) & self.condition()

    def address(self, rule: Rule) -> str:
        """Where this is mended for ``rule``."""
        if not self.section:
            return reverse(self.page, args=[rule.slug])
        section = find_section(rule, self.section)
        return f"{section_address(rule, self.section)}{section.anchor if section else ''}"

    @property
    def list_address(self) -> str:
        return reverse(self.list_url_name) if self.list_url_name else reverse("registry:gap_rules", args=[self.name])


# --- Conditions ---

BLACK, GREY = Q(flexibility=Flexibility.BLACK), Q(flexibility=Flexibility.GREY)
MEETS = Q(meets_customers=True)


def has_rows(rows: type[Model], parent: str = "rule") -> Q:
    """There is a live row of this sort."""
    return Q(Exists(rows._default_manager.filter(**{parent: OuterRef("pk"), "dropped_at": None})))


def is_linked(kind: RuleLink.Kind) -> Q:
    """It stands so to another rule."""
    return Q(Exists(RuleLink.objects.filter(from_rule=OuterRef("pk"), kind=kind)))


def firm_without_reason() -> Q:
    """Its text is firm where no reason is seen, and none is written beside it. Grey ones are settled."""
    is_firm = Q(suggested__isnull=False) & ~Q(suggested__firm="[]")
    return is_firm & ~GREY & ~has_rows(Reason)


def too_few_options() -> Q:
    """No situation, or one with fewer than two options."""
    situations = Situation.objects.filter(rule=OuterRef("pk"), dropped_at=None)
    live = Count("options", filter=Q(options__dropped_at=None))
    return ~has_rows(Situation) | Q(Exists(situations.alias(n=live).filter(n__lt=2)))


def loose_option() -> Q:
    """An option that does not say how far it goes, or who may grant it."""
    endless = Q(limit_words="") & (Q(limit_amount=None) | Q(limit_amount=0))
    nobodys = Q(grantor="named", grantor_name="")
    live = Option.objects.filter(dropped_at=None, situation__dropped_at=None, situation__rule=OuterRef("pk"))
    return Q(Exists(live.filter(endless | nobodys)))


# --- The table ---

FIRST_GAPS = (
    Gap(
        "unwritten",
        _("Unwritten rules"),
        _("Someone noted it, but nobody has written it yet."),
        Q,
        stage=Stage.UNWRITTEN,
        list_url_name="authoring:unwritten",
    ),
    Gap(
        "sentence",
        _("No one-sentence version"),
        _("Staff read this sentence first, and often only this."),
        lambda: Q(statement=""),
        section="sentence",
    ),
    Gap(
        "undecided",
        _("Unclassified"),
        _("Until it's classified, staff follow it and ask its owner."),
        lambda: Q(flexibility=Flexibility.UNDECIDED),
        page="classification:classify",
    ),
    Gap(
        "firm",
        _("Strict without a stated reason"),
        _("It sounds strict, but gives no reason. Add the reason, or make it grey."),
        firm_without_reason,
        page="classification:classify",
        list_url_name="classification:strict",
    ),
)
BLACK_GAPS = (
    Gap(
        "black-reason",
        _("Black without a reason"),
        _("Staff who know why a rule can't bend follow it willingly and can explain it."),
        lambda: BLACK & ~has_rows(Reason),
        section="reasons",
    ),
    Gap(
        "black-benefit",
        _("Black without a benefit"),
        _("A rule that affects customers should help them too. Nobody has written how."),
        lambda: BLACK & MEETS & ~has_rows(Benefit),
        section="benefits",
    ),
    Gap(
        "black-words",
        _("Black without words for the customer"),
        _("Staff have to find kind words themselves, with the customer waiting."),
        lambda: BLACK & MEETS & Q(say_it=""),
        section="say",
    ),
    Gap(
        "black-check",
        _("Not checked how enforcing it feels to customers"),
        _("Nobody has checked whether the way we enforce it helps, or feels like a barrier."),
        lambda: BLACK & MEETS & Q(effect=""),
        section="enforcement",
    ),
)
GREY_GAPS = (
    Gap(
        "grey-options",
        _("Grey with too few options"),
        _("It has no situation, or one with fewer than two options, so there's nothing to choose from."),
        lambda: GREY & too_few_options(),
        section="situations",
    ),
    Gap(
        "grey-limits",
        _("An option has no limit"),
        _("An option doesn't say its limit, or who can approve it."),
        lambda: GREY & loose_option(),
        section="situations",
    ),
    Gap(
        "grey-line",
        _("Grey without an always or never"),
        _("It doesn't say what always or never applies, however far it bends."),
        lambda: GREY & ~has_rows(Line),
        section="lines",
    ),
)
LAST_GAPS = (
    Gap(
        "customers-text",
        _("On the customer pages without a customer text"),
        _("Customers are allowed to read it, but there's no customer text, so they can't find it."),
        lambda: Q(on_customer_page=True, customer_text=""),
        section="customers",
    ),
    Gap(
        "owner",
        _("No owner"),
        _("It has no owner, or its owner has left."),
        lambda: Q(owner=None) | Q(owner__is_active=False),
        section="owner",
    ),
    Gap(
        "not-in-force",
        _("Drafts"),
        _("It's written, but staff can't see it yet."),
        lambda: NOT_IN_FORCE,
    ),
    Gap(
        "changed",
        _("Unpublished changes"),
        _("Staff still see the text before the change."),
        lambda: STATUSES["changed"][1],
    ),
)


def all_gaps() -> Iterator[Gap]:
    """Every row, those of the kinds in their place."""
    yield from (*FIRST_GAPS, *BLACK_GAPS, *GREY_GAPS)
    for kind in kinds.values():
        yield from kind.gaps
    yield from LAST_GAPS
