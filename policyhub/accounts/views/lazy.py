"""Pages that load a lot and are seldom asked for: their module is loaded with the first request for one of them."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse


def lazy_view(module: str, name: str, *, signed_in: bool = True) -> Callable[..., HttpResponse]:
    """The view ``name`` of a module of this folder. ``signed_in``: whether it is closed to everybody else."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        target: Any = getattr(import_module(f"{__package__}.{module}"), name)
        response: HttpResponse = (target.as_view() if hasattr(target, "as_view") else target)(request, **kwargs)
        return response

    view.login_required = signed_in  # type: ignore[attr-defined]
    return view
