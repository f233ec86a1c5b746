"""The rules of the example organisation, Lakeside Leisure, in the order in which they came to be."""

from typing import Any

from . import counter, desk, house, pool
from .for_customers import PAGES

SPECS = [*counter.RULES, *pool.RULES, *desk.RULES, *house.RULES]
RULES: list[dict[str, Any]] = [spec | PAGES.get(spec["title"], {}) for spec in SPECS]

__all__ = ["PAGES", "RULES"]
