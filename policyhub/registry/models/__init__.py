"""Rules and their rows, and their editions: every version that was ever in force."""

from .edition import Edition, SignOff
from .links import RuleLink
from .rows import Basis, Benefit, Line, Option, Reason, Row, Situation
from .rule import Flexibility, Rule

__all__ = [
    "Basis",
    "Benefit",
    "Edition",
    "Flexibility",
    "Line",
    "Option",
    "Reason",
    "Row",
    "Rule",
    "RuleLink",
    "SignOff",
    "Situation",
]
