"""The parts of a rule that its writer is asked for: one a page, in any order, each with the question it answers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from policyhub.pages import Words


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
    _("What is the rule?"),
    _("A title to find it by, and one sentence that a colleague understands at once."),
    fields=("title", "statement"),
    tells="statement",
)
TOUCHPOINTS = Part(
    "touchpoints",
    _("Where customers meet it"),
    _("Where do customers meet this rule?"),
    optional=True,
    page="rule_touchpoints",
    term="touchpoint",
)
FLEXIBLE = Part("flexible", _("Black or grey"), _("How far may it bend?"), page="rule_decide")
REASONS = Part(
    "reasons",
    _("Why it cannot bend"),
    _("Why can it not bend?"),
    _("Staff who know the reason keep to a rule gladly, and can tell it."),
    rows=("reasons",),
    only="black",
    term="black",
)
BENEFITS = Part(
    "benefits",
    _("How it serves the customer"),
    _("How does keeping to it serve the customer?"),
    _("Every way you can think of. “So that everybody gets home well” is one. Customers may read them on their page."),
    rows=("benefits",),
    only="black",
    meets=True,
)
SITUATIONS = Part(
    "situations",
    _("Situations and options"),
    _("What happens at the counter, and what may staff do then?"),
    _("One situation that really happens, and two or three options. Each has a limit, and somebody who may grant it."),
    rows=("situations",),
    only="grey",
    term="situation",
)
LINES = Part(
    "lines",
    _("The lines"),
    _("What is always so, and what never, however far it bends?"),
    _("The line that protects the business. Staff move freely on this side of it."),
    rows=("lines",),
    only="grey",
    term="line",
)
SAY = Part(
    "say",
    _("Say it"),
    _("How do we say it to a customer?"),
    _("Customers may read the last two, what you offer instead and next time, on their page."),
    fields=("say_it", "instead", "next_time"),
    meets=True,
    term="say-it",
)
ENFORCEMENT = Part(
    "enforcement",
    _("How we enforce it"),
    _("Does the way we enforce it help, or do customers feel it as a barrier?"),
    _("A good rule, badly explained, feels like a wall. What would make it better?"),
    fields=("effect", "cause", "remedy"),
    only="black",
    meets=True,
)
TEXT = Part(
    "text",
    _("The whole text"),
    _("Is there more to say?"),
    _("What does not fit on a card. Staff find it below the answer."),
    fields=("body",),
    optional=True,
)
CUSTOMERS = Part(
    "customers",
    _("For customers to read"),
    _("What may customers read about it?"),
    _(
        "Tell them how you do it and why, then what you can do for them. Beside this text they read how it serves "
        "them, what you offer instead and what to expect next time; never options, limits, lines or names. A first "
        "line such as “# Where you can dive” gives their page a title of its own."
    ),
    fields=("meets_customers", "customer_text"),
    tells="customer_text",
    optional=True,
)
OWNER = Part(
    "owner",
    _("Who looks after it"),
    _("Who looks after it, and when is it looked at again?"),
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
