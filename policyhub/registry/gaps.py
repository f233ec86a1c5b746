"""What is left to do: everything that keeps a rule from being whole, and where each is mended.

Read it as a document. ``lacks.py`` says of one rule what it lacks; here the database finds all rules that lack one
thing. What rules of one kind need beside this is registered by that kind, as ``Kind.left``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, Model, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policyhub.ui.pages import Words

from .forms.register import NOT_IN_FORCE, STANDS
from .kinds import address_of, find_part, kinds
from .models import Benefit, Flexibility, Line, Option, Reason, Rule, RuleLink, Situation
from .models.rule import Stage


@dataclass(frozen=True)
class Left:
    """One thing that may be left to do, and the rules of the register for which it is."""

    name: str  # in the address of its list
    words: Words
    says: Words  # what it means, in a sentence
    which: Callable[[], Q]  # of the rules of the register
    part: str = ""  # where it is mended: a part of the writing, or
    page: str = "rule"  # a page of the rule, by its URL name
    stage: Stage = Stage.WRITTEN
    list_at: str = ""  # the URL name of a list that does more than show them

    @property
    def q(self) -> Q:
        return Q(stage=self.stage) & self.which()

    def address(self, rule: Rule) -> str:
        """Where this is mended for ``rule``."""
        if not self.part:
            return reverse(self.page, args=[rule.slug])
        part = find_part(rule, self.part)
        return f"{address_of(rule, self.part)}{part.anchor if part else ''}"

    @property
    def list_address(self) -> str:
        return reverse(self.list_at) if self.list_at else reverse("rules_left_list", args=[self.name])


# --- Conditions ---

BLACK, GREY = Q(flexibility=Flexibility.BLACK), Q(flexibility=Flexibility.GREY)
MEETS = Q(meets_customers=True)


def has(rows: type[Model], parent: str = "rule") -> Q:
    """There is a live row of this sort."""
    return Q(Exists(rows._default_manager.filter(**{parent: OuterRef("pk"), "dropped_at": None})))


def is_linked(how: RuleLink.Kind) -> Q:
    """It stands so to another rule."""
    return Q(Exists(RuleLink.objects.filter(from_rule=OuterRef("pk"), kind=how)))


def firm_without_reason() -> Q:
    """Its text is firm where no reason is seen, and none is written beside it. Grey ones are settled."""
    firm = Q(suggested__isnull=False) & ~Q(suggested__firm="[]")
    return firm & ~GREY & ~has(Reason)


def too_few_options() -> Q:
    """No situation, or one with fewer than two options."""
    situations = Situation.objects.filter(rule=OuterRef("pk"), dropped_at=None)
    live = Count("options", filter=Q(options__dropped_at=None))
    return ~has(Situation) | Q(Exists(situations.alias(n=live).filter(n__lt=2)))


def loose_option() -> Q:
    """An option that does not say how far it goes, or who may grant it."""
    endless = Q(limit_words="") & (Q(limit_amount=None) | Q(limit_amount=0))
    nobodys = Q(grantor="named", grantor_name="")
    live = Option.objects.filter(dropped_at=None, situation__dropped_at=None, situation__rule=OuterRef("pk"))
    return Q(Exists(live.filter(endless | nobodys)))


# --- The table ---

FIRST = (
    Left(
        "unwritten",
        _("Unwritten rules"),
        _("Someone noted it, but nobody has written it yet."),
        Q,
        stage=Stage.UNWRITTEN,
        list_at="rules_unwritten",
    ),
    Left(
        "sentence",
        _("No one-sentence version"),
        _("Staff read this sentence first, and often only this."),
        lambda: Q(statement=""),
        part="sentence",
    ),
    Left(
        "undecided",
        _("Unclassified"),
        _("Until it's classified, staff follow it and ask its owner."),
        lambda: Q(flexibility=Flexibility.UNDECIDED),
        page="rule_decide",
    ),
    Left(
        "firm",
        _("Strict without a stated reason"),
        _("It says must or never, but no reason is stated or clear from the text. It may be grey."),
        firm_without_reason,
        page="rule_decide",
        list_at="rules_firm",
    ),
)
OF_BLACK = (
    Left(
        "black-reason",
        _("Black without a reason"),
        _("Staff who know why a rule can't bend follow it willingly and can explain it."),
        lambda: BLACK & ~has(Reason),
        part="reasons",
    ),
    Left(
        "black-benefit",
        _("Black without a benefit"),
        _("A rule that affects customers should help them too. Nobody has written how."),
        lambda: BLACK & MEETS & ~has(Benefit),
        part="benefits",
    ),
    Left(
        "black-words",
        _("Black without words for the customer"),
        _("Staff have to find kind words themselves, with the customer waiting."),
        lambda: BLACK & MEETS & Q(say_it=""),
        part="say",
    ),
    Left(
        "black-check",
        _("Black without an enforcement check"),
        _("Nobody has checked whether the way we enforce it helps, or feels like a barrier."),
        lambda: BLACK & MEETS & Q(effect=""),
        part="enforcement",
    ),
)
OF_GREY = (
    Left(
        "grey-options",
        _("Grey with too few options"),
        _("It has no situation, or one with fewer than two options, so there's nothing to choose from."),
        lambda: GREY & too_few_options(),
        part="situations",
    ),
    Left(
        "grey-limits",
        _("Grey with an open-ended option"),
        _("An option doesn't say its limit, or who can approve it."),
        lambda: GREY & loose_option(),
        part="situations",
    ),
    Left(
        "grey-line",
        _("Grey without an always or never"),
        _("It doesn't say what always or never applies, however far it bends."),
        lambda: GREY & ~has(Line),
        part="lines",
    ),
)
LAST = (
    Left(
        "customers-text",
        _("Shown to customers without a text"),
        _("Customers are allowed to read it, but there's no customer text, so they can't find it."),
        lambda: Q(on_customer_page=True, customer_text=""),
        part="customers",
    ),
    Left(
        "owner",
        _("No owner"),
        _("It has no owner, or its owner has left."),
        lambda: Q(owner=None) | Q(owner__is_active=False),
        part="owner",
    ),
    Left(
        "not-in-force",
        _("Drafts"),
        _("It's written, but staff can't see it yet."),
        lambda: NOT_IN_FORCE,
    ),
    Left(
        "changed",
        _("Unpublished changes"),
        _("Staff still see the text before the change."),
        lambda: STANDS["changed"][1],
    ),
)


def all_left() -> Iterator[Left]:
    """Every row, those of the kinds in their place."""
    yield from (*FIRST, *OF_BLACK, *OF_GREY)
    for kind in kinds.values():
        yield from kind.left
    yield from LAST
