"""The sections of the rule form: one a page, filled in in any order, each with the question it answers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Section:
    """One section of the rule form. One with a ``page`` is filled in elsewhere, on the page of that URL name."""

    name: str  # in addresses
    label: StrOrPromise  # in the list of what is to write
    question: StrOrPromise
    help_text: StrOrPromise = ""
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    only: str = ""  # "black" or "grey": which rules need it
    meets_customers: bool = False  # only for rules that meet customers
    optional: bool = False  # nothing is lacking without it
    page: str = ""
    term: str = ""  # the word of the shared vocabulary that it is about

    # The field that tells whether it is written, where the other fields have a value from the start
    marker_field: str = ""

    @property
    def anchor(self) -> str:
        """The fragment that leads to its first field or list of rows; "" where it has a page of its own."""
        if self.rows:
            return f"#{self.rows[0]}"
        return f"#id_{self.marker_field or self.fields[0]}" if self.fields else ""

    def is_written(self, content: dict[str, Any]) -> bool:
        """Whether ``content``, a draft's or an edition's, has anything in this section."""
        kind_fields = content.get("part") or {}
        names = (self.marker_field,) if self.marker_field else (*self.fields, *self.rows)
        return any(content.get(name) or kind_fields.get(name) for name in names)


SENTENCE = Section(
    "sentence",
    _("The rule in one sentence"),
    _("What's the rule?"),
    _("A title to find it by, and one sentence that any colleague understands at once."),
    fields=("title", "statement"),
    marker_field="statement",
)
TOUCHPOINTS = Section(
    "touchpoints",
    _("Touchpoints"),
    _("Where do customers come across this rule?"),
    optional=True,
    page="authoring:touchpoints",
    term="touchpoint",
)
FLEXIBLE = Section("flexible", _("Black or grey"), _("How far can it bend?"), page="classification:classify")
REASONS = Section(
    "reasons",
    _("Why it can't bend"),
    _("Why can't it bend?"),
    _("Staff who know the reason follow a rule willingly and can explain it."),
    rows=("reasons",),
    only="black",
    term="black",
)
BENEFITS = Section(
    "benefits",
    _("How it helps the customer"),
    _("How does following it help the customer?"),
    _("Every way you can think of, such as “Everyone gets home safely”. Customers can read these on their page."),
    rows=("benefits",),
    only="black",
    meets_customers=True,
)
SITUATIONS = Section(
    "situations",
    _("Situations and options"),
    _("What happens at the counter, and what can staff do then?"),
    _("One real situation, with two or three options. Each option has a limit and someone who can approve it."),
    rows=("situations",),
    only="grey",
    term="situation",
)
LINES = Section(
    "lines",
    _("Always and never"),
    _("What always applies, and what never does, however far it bends?"),
    _("These protect the business. Within them, staff are free to decide."),
    rows=("lines",),
    only="grey",
    term="line",
)
SAY = Section(
    "say",
    _("What to say"),
    _("How do we say it to a customer?"),
    _("Customers can read the last two on their page: what to offer instead, and next time."),
    fields=("say_it", "instead", "next_time"),
    meets_customers=True,
    term="say-it",
)
ENFORCEMENT = Section(
    "enforcement",
    _("Enforcement"),
    _("Does the way we enforce it help, or does it feel like a barrier to customers?"),
    _("A good rule can still feel like a barrier if it's badly explained. What would help?"),
    fields=("effect", "cause", "remedy"),
    only="black",
    meets_customers=True,
)
TEXT = Section(
    "text",
    _("Full text"),
    _("Is there more to say?"),
    _("Anything that doesn't fit on the card. Staff find it below the answer."),
    fields=("body",),
    optional=True,
)
CUSTOMERS = Section(
    "customers",
    _("Customer text"),
    _("What can customers read about it?"),
    _(
        "Say how you do it and why, then what you can do for them. Customers also see how it helps them, what you "
        "offer instead and what to expect next time, but never options, limits, always and never, or names. Start "
        "with a line such as “# Where you can dive” to give the page its own title."
    ),
    fields=("meets_customers", "customer_text"),
    marker_field="customer_text",
    optional=True,
)
OWNER = Section(
    "owner",
    _("Owner and review"),
    _("Who owns it, and when is the next review?"),
    fields=("owner", "team", "review_months", "search_words", "restricted", "restricted_to", "language"),
    marker_field="owner",
)
FIRST_SECTIONS = (SENTENCE,)
LATER_SECTIONS = (
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
