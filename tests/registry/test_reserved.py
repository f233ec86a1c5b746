"""A rule never stands behind a page of the same address."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver

from policyhub.registry.models.rule import RESERVED_SLUGS


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[str]:
    """Every address of the URL conf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def test_each_page_under_rules_is_reserved():
    under_rules = [route.split("/") for route in routes() if route.startswith("rules/")]
    pages = {route[1] for route in under_rules if len(route) == 3 and route[1] and "<" not in route[1]} - {"list.csv"}
    assert len(pages) > 5, "the walk sees them"
    assert pages <= RESERVED_SLUGS
