"""What staff tell back from the counter."""

from .tap import Cause, OptionUse, Pulse, Signal

__all__ = ["Cause", "OptionUse", "Pulse", "Signal"]
