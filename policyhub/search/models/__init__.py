"""The search index, synonyms, and searches without a result."""

from .failed_search import Missed, MissedThen
from .rows import SearchRow
from .synonym import Synonym
from .term_weights import Bag, Gram, Uncounted, Word

__all__ = [
    "Bag",
    "Gram",
    "Missed",
    "MissedThen",
    "SearchRow",
    "Synonym",
    "Uncounted",
    "Word",
]
