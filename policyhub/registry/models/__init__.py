"""Rules and their rows, and the editions in which they were ever in force."""

from .decision import Decision
from .edition import Edition, SignOff
from .learned import Learned
from .rows import Basis, Benefit, Line, Option, Reason, Row, Situation
from .rule import Flexibility, Rule, RuleLink
from .suggested import Suggested
from .touchpoint import Need, Touchpoint, touchpoints_of

__all__ = [
    "Basis",
    "Benefit",
    "Decision",
    "Edition",
    "Flexibility",
    "Learned",
    "Line",
    "Need",
    "Option",
    "Reason",
    "Row",
    "Rule",
    "RuleLink",
    "SignOff",
    "Situation",
    "Suggested",
    "Touchpoint",
    "touchpoints_of",
]
