"""What may happen to the terms that mean the same, and to questions without an answer."""

from . import failed_searches, synonyms

__all__ = ["failed_searches", "synonyms"]
