"""Rules in the admin. Nothing here publishes a rule."""

from . import rules

__all__ = ["rules"]
