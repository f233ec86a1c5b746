"""What staff tell back from the counter."""

from .case import Case

__all__ = ["Case"]
