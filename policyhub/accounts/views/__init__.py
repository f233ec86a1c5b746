"""Pages about people and the organisation."""

from .entrance import BACKEND

__all__ = ["BACKEND"]
