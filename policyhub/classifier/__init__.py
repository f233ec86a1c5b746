"""Reads texts: suggests black or grey, with the words that made it think so, and advises on wording.

No Django, no numpy.
"""

from .advice import Finding, advise
from .readability import ReadingEase, readability
from .suggestion import EvidenceTerm, JudgedClause, Prediction, suggest

__all__ = ["EvidenceTerm", "Finding", "JudgedClause", "Prediction", "ReadingEase", "advise", "readability", "suggest"]
