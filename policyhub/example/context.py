"""Whether a page belongs to the example, for the strip above it."""

from typing import Any

from django.http import HttpRequest


def example(request: HttpRequest) -> dict[str, Any]:
    return {"in_example": getattr(request, "in_example", False)}
