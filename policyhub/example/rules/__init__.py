"""The rules of the example organisation, Lakeside Leisure, in the order in which they came to be."""

from typing import Any

from . import counter, desk, house, pool
from .for_customers import PAGES

TOLD = [*counter.RULES, *pool.RULES, *desk.RULES, *house.RULES]
RULES: list[dict[str, Any]] = [told | PAGES.get(told["title"], {}) for told in TOLD]

__all__ = ["PAGES", "RULES"]
