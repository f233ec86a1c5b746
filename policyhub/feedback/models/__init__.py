"""What staff tell back from the counter."""

from .case import Case
from .tap import Cause, OptionUse, Pulse, Signal

__all__ = ["Case", "Cause", "OptionUse", "Pulse", "Signal"]
