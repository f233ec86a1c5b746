"""One of everything, for the page of components: what the visual checks photograph."""

from typing import Any

from policyhub.authoring.forms.unwritten import CaptureForm
from policyhub.classification.forms import ClassifyForm
from policyhub.registry.models import Flexibility, Rule

LONG = "Longestpossibletitle" * 4 + " of a rule whose author had much to say about it"


def content(flexibility: str, **fields: Any) -> dict[str, Any]:
    """Content as an edition has it, blank but for what is given."""
    lists: dict[str, Any] = {name: [] for name in ("reasons", "benefits", "lines", "situations")}
    texts = dict.fromkeys(("statement", "say_it", "instead", "next_time", "body", "rationale"), "")
    base = {"reference": "R-001", "title": "Refund after the thirty days", "flexibility": flexibility}
    fixed = {"kind": "policy", "kind_label": "Policy", "language": "en", "part": {}, "organisation": {"currency": "£"}}
    return lists | texts | base | fixed | fields


def option(text: str, grantor: str, limit_amount: str | None = None, limit_words: str = "") -> dict[str, Any]:
    limits = {"limit_amount": limit_amount, "limit_words": limit_words}
    return {"text": text, "say_it": "", "grantor": grantor, "grantor_name": "", **limits}


OPTIONS = [
    option("Exchange, or a gift card at full price", "anyone"),
    option("Refund, less the postage", "anyone", "40.00"),
    option("Full refund", "lead", None, "once a year"),
]
GREY = content(
    Flexibility.GREY,
    statement="We take goods back for thirty days. After that we help, inside these lines.",
    situations=[
        {"key": "1", "text": "there is a receipt, day 31 to 60", "options": OPTIONS},
        {"key": "2", "text": "there is no receipt, but we find the sale", "options": OPTIONS[:2]},
    ],
    lines=[{"side": "always", "text": "See the goods first"}, {"side": "never", "text": "Cash over £40"}],
    say_it="I can see why you ask, and here is what I can do for you today.",
)
BLACK = content(
    Flexibility.BLACK,
    title="No diving in the shallow end",
    statement="The shallow end is for swimming and standing, not for diving.",
    say_it="I want you home in one piece. The deep end is open for diving.",
    reasons=[{"basis": "safety", "basis_label": "Safety", "text": "The water is 0.9 m deep."}],
)
STANDARD = content(
    Flexibility.UNDECIDED, title="Answer email", kind_label="Standard", part={"target": "Within one working day"}
)


def specimens() -> dict[str, Any]:
    rule = Rule(slug="specimen", title="Refund after the thirty days", reference="R-001")
    lacking = [content(Flexibility.BLACK, title="Black without a reason"), content(Flexibility.GREY, title=LONG)]
    wrong = ClassifyForm({"flexibility": "black", "rationale": "", "version": "1"})
    wrong.is_valid()
    return {
        "heading": "Components",
        "rule": rule,
        "cards": [GREY, BLACK, STANDARD, *lacking],
        "plates": [*Flexibility.values, "unwritten"],
        "capture": CaptureForm(),
        "form": wrong,
    }
