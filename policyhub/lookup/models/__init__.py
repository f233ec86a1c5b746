"""Cards as staff see them, and what is opened most."""

from .card import Card
from .popular import PopularRule

__all__ = [
    "Card",
    "PopularRule",
]
