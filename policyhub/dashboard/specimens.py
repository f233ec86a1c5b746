"""One of everything, for the page of components: what the visual checks photograph."""

from typing import Any

from policyhub.authoring.forms.unwritten import CaptureForm
from policyhub.classification.forms import DecideForm
from policyhub.registry.models import Flexibility, Rule

LONG = "Longestpossibletitle" * 4 + " of a rule whose author had much to say about it"


def said(flexibility: str, **parts: Any) -> dict[str, Any]:
    """Content as an edition has it, with nothing but what is given."""
    lists: dict[str, Any] = {name: [] for name in ("reasons", "benefits", "lines", "situations")}
    texts = dict.fromkeys(("statement", "say_it", "instead", "next_time", "body", "rationale"), "")
    base = {"reference": "R-001", "title": "Refund after the thirty days", "flexibility": flexibility}
    shown = {"kind": "policy", "kind_label": "Policy", "language": "en", "part": {}, "organisation": {"currency": "£"}}
    return lists | texts | base | shown | parts


def option(text: str, grantor: str, amount: str | None = None, words: str = "") -> dict[str, Any]:
    limits = {"limit_amount": amount, "limit_words": words}
    return {"text": text, "say_it": "", "grantor": grantor, "grantor_name": "", **limits}


OPTIONS = [
    option("Exchange, or a gift card at full price", "anyone"),
    option("Refund, less the postage", "anyone", "40.00"),
    option("Full refund", "lead", None, "once a year"),
]
GREY = said(
    Flexibility.GREY,
    statement="We take goods back for thirty days. After that we help, inside these lines.",
    situations=[
        {"key": "1", "text": "there is a receipt, day 31 to 60", "options": OPTIONS},
        {"key": "2", "text": "there is no receipt, but we find the sale", "options": OPTIONS[:2]},
    ],
    lines=[{"side": "always", "text": "See the goods first"}, {"side": "never", "text": "Cash over £40"}],
    say_it="I can see why you ask, and here is what I can do for you today.",
)
BLACK = said(
    Flexibility.BLACK,
    title="No diving in the shallow end",
    statement="The shallow end is for swimming and standing, not for diving.",
    say_it="I want you home in one piece. The deep end is open for diving.",
    reasons=[{"basis": "safety", "basis_label": "Safety", "text": "The water is 0.9 m deep."}],
)
STANDARD = said(
    Flexibility.UNDECIDED, title="Answer email", kind_label="Standard", part={"target": "Within one working day"}
)


def specimens() -> dict[str, Any]:
    rule = Rule(slug="specimen", title="Refund after the thirty days", reference="R-001")
    lacking = [said(Flexibility.BLACK, title="Black without a reason"), said(Flexibility.GREY, title=LONG)]
    wrong = DecideForm({"flexibility": "black", "rationale": "", "version": "1"})
    wrong.is_valid()
    return {
        "heading": "Components",
        "rule": rule,
        "cards": [GREY, BLACK, STANDARD, *lacking],
        "plates": [*Flexibility.values, "unwritten"],
        "capture": CaptureForm(),
        "form": wrong,
    }
