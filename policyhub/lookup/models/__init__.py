"""What look-up keeps beside the editions."""

from .rows import Card, SearchRow

__all__ = ["Card", "SearchRow"]
