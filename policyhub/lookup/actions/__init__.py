"""What may happen to the terms that mean the same, and to questions without an answer."""

from . import missed, synonyms

__all__ = ["missed", "synonyms"]
