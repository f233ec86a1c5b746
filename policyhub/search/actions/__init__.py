"""What may happen to the terms that mean the same, and to questions without an answer."""

from . import failed_searches as missed
from . import synonyms

__all__ = ["missed", "synonyms"]
