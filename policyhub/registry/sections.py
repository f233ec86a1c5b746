"""The parts of a rule that its writer is asked for: one a page, in any order, each with the question it answers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from policyhub.ui.pages import Words


@dataclass(frozen=True)
class Part:
    """What one page of the writing asks. A part with a ``page`` is asked on a page of its own, by that URL name."""

    name: str  # in addresses
    words: Words  # in the list of what is to write
    asks: Words
    helps: Words = ""
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    only: str = ""  # "black" or "grey": which rules need it
    meets: bool = False  # only for rules that meet customers
    optional: bool = False  # nothing is lacking without it
    page: str = ""
    term: str = ""  # the word of the shared vocabulary that it is about

    tells: str = ""  # the field that tells whether it is written, where the others have something from the start

    @property
    def anchor(self) -> str:
        """Leads the cursor to what its page asks first; "" where the page is one of its own."""
        if self.rows:
            return f"#{self.rows[0]}"
        return f"#id_{self.tells or self.fields[0]}" if self.fields else ""

    def written(self, said: dict[str, Any]) -> bool:
        """Whether anything of it stands in ``said``, a rule's draft or an edition's content."""
        own = said.get("part") or {}
        names = (self.tells,) if self.tells else (*self.fields, *self.rows)
        return any(said.get(name) or own.get(name) for name in names)


SENTENCE = Part(
    "sentence",
    _("The rule in one sentence"),
    _("What's the rule?"),
    _("A title to find it by, and one sentence that any colleague understands at once."),
    fields=("title", "statement"),
    tells="statement",
)
TOUCHPOINTS = Part(
    "touchpoints",
    _("Touchpoints"),
    _("Where do customers come across this rule?"),
    optional=True,
    page="rule_touchpoints",
    term="touchpoint",
)
FLEXIBLE = Part("flexible", _("Black or grey"), _("How far can it bend?"), page="rule_decide")
REASONS = Part(
    "reasons",
    _("Why it can't bend"),
    _("Why can't it bend?"),
    _("Staff who know the reason follow a rule willingly and can explain it."),
    rows=("reasons",),
    only="black",
    term="black",
)
BENEFITS = Part(
    "benefits",
    _("How it helps the customer"),
    _("How does following it help the customer?"),
    _("Every way you can think of, such as “Everyone gets home safely”. Customers can read these on their page."),
    rows=("benefits",),
    only="black",
    meets=True,
)
SITUATIONS = Part(
    "situations",
    _("Situations and options"),
    _("What happens at the counter, and what can staff do then?"),
    _("One real situation, with two or three options. Each option has a limit and someone who can approve it."),
    rows=("situations",),
    only="grey",
    term="situation",
)
LINES = Part(
    "lines",
    _("Always and never"),
    _("What always applies, and what never does, however far it bends?"),
    _("These protect the business. Within them, staff are free to decide."),
    rows=("lines",),
    only="grey",
    term="line",
)
SAY = Part(
    "say",
    _("What to say"),
    _("How do we say it to a customer?"),
    _("Customers can read the last two on their page: what to offer instead, and next time."),
    fields=("say_it", "instead", "next_time"),
    meets=True,
    term="say-it",
)
ENFORCEMENT = Part(
    "enforcement",
    _("Enforcement"),
    _("Does the way we enforce it help, or does it feel like a barrier to customers?"),
    _("A good rule can still feel like a barrier if it's badly explained. What would help?"),
    fields=("effect", "cause", "remedy"),
    only="black",
    meets=True,
)
TEXT = Part(
    "text",
    _("Full text"),
    _("Is there more to say?"),
    _("Anything that doesn't fit on the card. Staff find it below the answer."),
    fields=("body",),
    optional=True,
)
CUSTOMERS = Part(
    "customers",
    _("Customer text"),
    _("What can customers read about it?"),
    _(
        "Say how you do it and why, then what you can do for them. Customers also see how it helps them, what you "
        "offer instead and what to expect next time, but never options, limits, always and never, or names. Start "
        "with a line such as “# Where you can dive” to give the page its own title."
    ),
    fields=("meets_customers", "customer_text"),
    tells="customer_text",
    optional=True,
)
OWNER = Part(
    "owner",
    _("Owner and review"),
    _("Who owns it, and when is the next review?"),
    fields=("owner", "team", "review_months", "search_words", "restricted", "restricted_to", "language"),
    tells="owner",
)
FIRST = (SENTENCE,)
REST = (
    FLEXIBLE,
    REASONS,
    BENEFITS,
    SITUATIONS,
    LINES,
    SAY,
    ENFORCEMENT,
    TOUCHPOINTS,
    OWNER,
    TEXT,
    CUSTOMERS,
)
