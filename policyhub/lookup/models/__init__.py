"""What look-up keeps beside the editions."""

from .rows import Card, SearchRow
from .synonym import Synonym
from .words import Bag, Gram, Uncounted, Word

__all__ = ["Bag", "Card", "Gram", "SearchRow", "Synonym", "Uncounted", "Word"]
