"""What look-up keeps beside the editions."""

from .commonest import Commonest
from .customers import CustomerAddress, CustomerPage
from .missed import Missed, MissedThen
from .rows import Card, SearchRow
from .synonym import Synonym
from .words import Bag, Gram, Uncounted, Word

__all__ = [
    "Bag",
    "Card",
    "Commonest",
    "CustomerAddress",
    "CustomerPage",
    "Gram",
    "Missed",
    "MissedThen",
    "SearchRow",
    "Synonym",
    "Uncounted",
    "Word",
]
