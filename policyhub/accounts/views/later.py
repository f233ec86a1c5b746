"""Pages that load a lot and are seldom asked for: their module is loaded with the first request for one of them."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse


def later(module: str, name: str, *, signed_in: bool = True) -> Callable[..., HttpResponse]:
    """The view ``name`` of a module of this folder. ``signed_in``: whether it is closed to everybody else."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found: Any = getattr(import_module(f"{__package__}.{module}"), name)
        answer: HttpResponse = (found.as_view() if hasattr(found, "as_view") else found)(request, **kwargs)
        return answer

    view.login_required = signed_in  # type: ignore[attr-defined]
    return view
