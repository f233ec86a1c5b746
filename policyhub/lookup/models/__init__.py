"""What look-up keeps beside the editions."""

from .missed import Missed, MissedThen
from .rows import Card, SearchRow
from .synonym import Synonym

__all__ = ["Card", "Missed", "MissedThen", "SearchRow", "Synonym"]
