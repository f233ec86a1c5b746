"""Decisions for black or grey, what texts suggest, and what was learnt from decisions."""

from .decision import Decision
from .suggestion import Suggestion
from .training_run import TrainingRun

__all__ = [
    "Decision",
    "Suggestion",
    "TrainingRun",
]
