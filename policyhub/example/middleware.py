"""Every request goes to the file that is to be shown: the organisation's own, or the example's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import database_file as example_file


class ExampleDatabaseMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.in_example = example_file.connect_to_shown_file()  # type: ignore[attr-defined]
        return self.get_response(request)
