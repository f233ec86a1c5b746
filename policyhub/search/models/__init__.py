"""The search index, synonyms, and searches without a result."""

from .failed_search import FailedSearch, OpenedAfterSearch
from .rows import SearchRow
from .synonym import Synonym
from .term_weights import Gram, IndexedWord, TermWeights, Uncounted

__all__ = [
    "FailedSearch",
    "Gram",
    "IndexedWord",
    "OpenedAfterSearch",
    "SearchRow",
    "Synonym",
    "TermWeights",
    "Uncounted",
]
