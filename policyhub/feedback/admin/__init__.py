"""What staff tell back, in the admin: looked at, and erased where words should not stand there."""

from . import cases, taps

__all__ = ["cases", "taps"]
