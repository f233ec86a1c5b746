"""What is being written: drafts, and questions about rules that nobody has written yet."""

from .draft import Draft
from .information_request import InformationRequest

__all__ = [
    "Draft",
    "InformationRequest",
]
