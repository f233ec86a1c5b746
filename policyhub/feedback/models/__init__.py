"""What staff tell back from the counter."""

from .case import Case
from .entries import FeedbackEntry, OptionUse, Pulse, RootCause

__all__ = ["Case", "FeedbackEntry", "OptionUse", "Pulse", "RootCause"]
