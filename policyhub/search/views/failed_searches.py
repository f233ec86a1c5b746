"""What people look for in vain: counting it, and the page on which those who document make work of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from policyhub.accounts import access
from policyhub.registry.kinds import section_address
from policyhub.registry.models import Rule
from policyhub.ui.pages import FormPageView, add_errors, is_htmx

from ..actions import failed_searches as actions
from ..failed_searches import FailedSearchRow, failed_search_rows
from ..forms.failed_searches import MeaningForm, NoRuleNeededForm
from ..models import FailedSearch
from ..synonym_groups import SynonymGroup, all_groups, normalised

PAGE = 25
MAX_QUESTION = 2000  # characters of a question that are looked at


@require_http_methods(["GET", "HEAD", "POST"])
def failed_searches(request: HttpRequest) -> HttpResponse:
    """Anybody says that something is missing; those who document see what is."""
    return count(request) if request.method == "POST" else failed_search_list(request)


def count(request: HttpRequest) -> HttpResponse:
    """Count a question without an answer. The answer is the same whether it counted or not."""
    question = request.POST.get("q", "").strip()[:MAX_QUESTION]
    none_fits = "none_fits" in request.POST
    actions.count(question, none_fits=none_fits, by=access.person_of(request), now=timezone.now())
    if is_htmx(request):
        return render(request, "search/_reported.html", {"pressed": "pressed" in request.POST})
    messages.success(request, _("Thank you. Reported as missing, without your name."))
    return redirect(f"{reverse('lookup:home')}?{urlencode({'q': question})}")


@require_POST
def opened_afterwards(request: HttpRequest) -> HttpResponse:
    """Count which rule was opened soon after a question without an answer."""
    question, slug = (request.POST.get(name, "")[:MAX_QUESTION] for name in ("q", "rule"))
    actions.count_opened(question, slug.replace("\0", ""), by=access.person_of(request), now=timezone.now())
    return HttpResponse(content_type="text/plain")


def failed_search_list(request: HttpRequest) -> HttpResponse:
    """Questions without an answer, the commonest first; or those that were settled, the latest first."""
    person, show_settled = access.require_documenter(request), request.GET.get("show") == "settled"
    searches = FailedSearch.objects.select_related("settled_by")
    closed = searches.exclude(state=FailedSearch.State.OPEN).order_by("-settled_at", "pk")
    page = Paginator(closed if show_settled else searches.open().most_frequent_first(), PAGE).get_page(
        request.GET.get("page")
    )
    rows = failed_search_rows(page, person)
    for row in rows:
        row.form = None if show_settled else MeaningForm(row=row, person=person)
    context = {"page": page, "rows": rows, "settled": show_settled, "query": "show=settled" if show_settled else ""}
    context["counts"] = {"open": searches.open().count(), "settled": closed.count()}
    return render(request, "search/failed_searches.html", context)


def get_failed_search(pk: int) -> FailedSearch:
    return get_object_or_404(FailedSearch, pk=pk)


@require_POST
def needs_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule is needed: an unwritten one is there now."""
    person = access.require_documenter(request)
    try:
        settled = actions.needs_rule(get_failed_search(pk), by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("search:failed_searches")
    rule = settled.rule
    if rule is not None:
        message = _("“%(title)s” is noted as an unwritten rule.") % {"title": rule.title}
        link = format_html('<a href="{}">{}</a>', rule.get_absolute_url(), _("Write it, or add what you know"))
        messages.success(request, format_html("{} {}", message, link))
    return redirect("search:failed_searches")


class FailedSearchView(FormPageView):
    """A page that settles one question. Its form stands in the list too; here it comes back with what is wrong."""

    template_name = "search/failed_search.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = access.require_documenter(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    @cached_property
    def row(self) -> FailedSearchRow:
        return failed_search_rows([get_failed_search(self.kwargs["pk"])], self.person)[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"row": self.row, "heading": f"“{self.row.failed_search}”"} | kwargs)

    def act(self, form: Any) -> None:
        """Call the verb. ValidationError comes back at the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.form_invalid(form)
        return redirect("search:failed_searches")


class FailedSearchMeaningView(FailedSearchView):
    """It means something we have."""

    form_class = MeaningForm
    button = gettext_lazy("Add synonym")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"row": self.row, "person": self.person}
        return {name: value for name, value in kwargs.items() if name != "initial"}

    def act(self, form: Any) -> None:
        meaning = form.meaning()
        actions.set_meaning(
            self.row.failed_search, form.cleaned_data["term"], meaning, by=self.person, now=timezone.now()
        )
        messages.success(self.request, meaning_message(form.cleaned_data["term"], meaning))


def meaning_message(term: str, meaning: SynonymGroup | Rule | str) -> str:
    """A message that says what a term finds from now on, with a link to undo it."""
    if isinstance(meaning, Rule):
        message = _("“%(term)s” now finds “%(title)s”.") % {"term": capfirst(term), "title": meaning.title}
        return format_html(
            '{} <a href="{}">{}</a>', message, section_address(meaning, "owner"), _("Change its search words")
        )
    group = next((group for group in all_groups() if group.active and normalised(term) in group.folded), None)
    if group is None:  # somebody switched it off at this moment
        return _("“%(term)s” is resolved.") % {"term": capfirst(term)}
    others = [other for other in group.terms if normalised(other) != normalised(term)]
    names = {"term": capfirst(term), "other": next(iter(others), term)}
    message = _("“%(term)s” now finds what “%(other)s” finds.") % names
    edit_url = reverse("search:edit_synonym", args=[group.key])
    return format_html('{} <a href="{}">{}</a>', message, edit_url, _("Edit or remove these terms"))


class NoRuleNeededView(FailedSearchView):
    """No rule is needed, for a reason."""

    form_class = NoRuleNeededForm
    button = gettext_lazy("No rule needed")

    def act(self, form: Any) -> None:
        actions.needs_no_rule(self.row.failed_search, form.cleaned_data["why"], by=self.person, now=timezone.now())
        messages.success(self.request, _("Marked as not needed. New searches for it are still counted."))


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again what was settled by mistake."""
    person = access.require_documenter(request)
    actions.reopen(get_failed_search(pk), by=person, now=timezone.now())
    return redirect("search:failed_searches")
