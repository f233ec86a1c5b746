"""What staff tell back from the counter."""

from .case import Case
from .tap import Cause, FeedbackEntry, OptionUse, Pulse

__all__ = ["Case", "Cause", "FeedbackEntry", "OptionUse", "Pulse"]
