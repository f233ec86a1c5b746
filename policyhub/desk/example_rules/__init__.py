"""The rules of the example organisation, Lakeside Leisure, in the order in which they came to be."""

from typing import Any

from . import counter, desk, house, pool

RULES: list[dict[str, Any]] = [*counter.RULES, *pool.RULES, *desk.RULES, *house.RULES]

__all__ = ["RULES"]
