"""Suggests black or grey, clause by clause, and says which words made it think so. No Django, no numpy."""

from .suggestion import Judged, Suggestion, Term, suggest

__all__ = ["Judged", "Suggestion", "Term", "suggest"]
