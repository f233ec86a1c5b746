"""Rules and their rows, and the editions in which they were ever in force."""

from .asked import Asked
from .comment import Comment, Mention
from .decision import Decision
from .draft import Draft
from .edition import Edition, SignOff
from .learned import Learned
from .rows import Basis, Benefit, Line, Option, Reason, Row, Situation
from .rule import Flexibility, Rule, RuleLink
from .suggested import Suggested
from .term import Term, TermReading
from .touchpoint import Need, Touchpoint, touchpoints_of

__all__ = [
    "Asked",
    "Basis",
    "Benefit",
    "Comment",
    "Decision",
    "Draft",
    "Edition",
    "Flexibility",
    "Learned",
    "Line",
    "Mention",
    "Need",
    "Option",
    "Reason",
    "Row",
    "Rule",
    "RuleLink",
    "SignOff",
    "Situation",
    "Suggested",
    "Term",
    "TermReading",
    "Touchpoint",
    "touchpoints_of",
]
