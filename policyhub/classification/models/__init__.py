"""Decisions for black or grey, what texts suggest, and what was learnt from decisions."""

from .decision import Decision
from .suggestion import Suggested
from .training_run import Learned

__all__ = [
    "Decision",
    "Learned",
    "Suggested",
]
