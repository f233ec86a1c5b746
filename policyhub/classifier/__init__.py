"""Reads texts: suggests black or grey, with the words that made it think so, and advises on wording.

No Django, no numpy.
"""

from .advice import Finding, advise
from .readability import Ease, readability
from .suggestion import Judged, Prediction, Term, suggest

__all__ = ["Ease", "Finding", "Judged", "Prediction", "Term", "advise", "readability", "suggest"]
