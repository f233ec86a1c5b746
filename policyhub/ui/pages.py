"""What pages share: forms that answer 422 when something is missing, and pages of long lists."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from django_stubs_ext import StrOrPromise

Form = TypeVar("Form", bound=forms.BaseForm)


class FormPageView(FormView[Any]):
    """A page with one form: a heading, what it is about, the fields, one button.

    Bad input comes back as typed, with status 422 and a summary that takes the focus.
    """

    template_name = "form.html"
    http_method_names = ["get", "head", "post", "options"]
    heading: StrOrPromise = ""
    lead: StrOrPromise = ""
    button: StrOrPromise = ""

    def get_form(self, form_class: Any = None) -> Any:
        return without_maxlength(super().get_form(form_class))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"heading": self.heading, "lead": self.lead, "button": self.button}
        return super().get_context_data(**context | kwargs)

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def without_maxlength(form: Form) -> Form:
    """The form without ``maxlength``: a browser cuts what is pasted there without a word, while the server says at
    the field how much is too much, and all of it is still there."""
    for field in form.fields.values():
        if isinstance(field.widget, (forms.Textarea, forms.TextInput)):
            field.widget.attrs.pop("maxlength", None)
    return form


class UncountedPage:
    """One page of a list that is too long to count at each request: it knows whether another follows, not how many."""

    MAX_PAGE = 500  # nobody leafs so far, and each page takes longer than the one before

    def __init__(self, rows: QuerySet[Any, Any], page: str | None, size: int) -> None:
        number = int(page) if page and page.isdecimal() and len(page) < 5 else 1
        self.number = min(max(number, 1), self.MAX_PAGE)
        page_rows = list(rows[(self.number - 1) * size : self.number * size + 1])
        self.rows, self.has_next = page_rows[:size], len(page_rows) > size and self.number < self.MAX_PAGE

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def is_htmx(request: HttpRequest) -> bool:
    """Asked for by a script that wants a part of the page. Going back in history wants all of it."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


View = Callable[..., HttpResponse]


def for_the_public(view: View) -> View:
    """A page for whoever comes by, and the same for all of them: nobody is asked who they are, no cookie is read or
    set, and whoever stands between may keep it."""

    @wraps(view)
    def public_view(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    public_view.for_the_public = True  # type: ignore[attr-defined]
    return login_not_required(require_safe(public_view))


def is_public(view: Any) -> bool:
    return getattr(view, "for_the_public", False)


def add_errors(form: Any, problem: ValidationError) -> None:
    """Put the messages of an action's ValidationError at their fields, or above the form."""
    messages_by_field = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    for name, messages in messages_by_field.items():
        form.add_error(name if name in form.fields else None, messages)


def parse_number(text: str) -> int:
    """The number that ``text`` is, else -1; longer ones than any that a page has are none."""
    return int(text) if text.isdecimal() and len(text) < 7 else -1


class Stale(Exception):
    """Somebody else was quicker; nothing was saved."""
