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
from policyhub.registry.kinds import address_of
from policyhub.registry.models import Rule
from policyhub.touchpoints.views import documenter
from policyhub.ui.pages import FormPage, add_problem, is_htmx

from ..actions import failed_searches as actions
from ..failed_searches import Line, lines
from ..forms.failed_searches import MeansForm, NoneForm
from ..models import FailedSearch
from ..synonym_groups import Group, all_groups, plain

PAGE = 25
LONGEST = 2000  # characters of a question that are looked at


@require_http_methods(["GET", "HEAD", "POST"])
def missed(request: HttpRequest) -> HttpResponse:
    """Anybody says that something is missing; those who document see what is."""
    return count(request) if request.method == "POST" else overview(request)


def count(request: HttpRequest) -> HttpResponse:
    """Count a question without an answer. The answer is the same whether it counted or not."""
    question = request.POST.get("q", "").strip()[:LONGEST]
    none_fits = "none_fits" in request.POST
    actions.count(question, none_fits=none_fits, by=access.person_of(request), now=timezone.now())
    if is_htmx(request):
        return render(request, "search/_reported.html", {"pressed": "pressed" in request.POST})
    messages.success(request, _("Thank you. Reported as missing, without your name."))
    return redirect(f"{reverse('home')}?{urlencode({'q': question})}")


@require_POST
def then(request: HttpRequest) -> HttpResponse:
    """Count which rule was opened soon after a question without an answer."""
    question, slug = (request.POST.get(name, "")[:LONGEST] for name in ("q", "rule"))
    actions.count_then(question, slug.replace("\0", ""), by=access.person_of(request), now=timezone.now())
    return HttpResponse(content_type="text/plain")


def overview(request: HttpRequest) -> HttpResponse:
    """Questions without an answer, the commonest first; or those that were settled, the latest first."""
    person, settled = documenter(request), request.GET.get("show") == "settled"
    rows = FailedSearch.objects.select_related("settled_by")
    closed = rows.exclude(state=FailedSearch.State.OPEN).order_by("-settled_at", "pk")
    page = Paginator(closed if settled else rows.open().commonest_first(), PAGE).get_page(request.GET.get("page"))
    found = lines(page, person)
    for line in found:
        line.form = None if settled else MeansForm(line=line, person=person)
    context = {"page": page, "lines": found, "settled": settled, "query": "show=settled" if settled else ""}
    context["counts"] = {"open": rows.open().count(), "settled": closed.count()}
    return render(request, "search/failed_searches.html", context)


def found(pk: int) -> FailedSearch:
    return get_object_or_404(FailedSearch, pk=pk)


@require_POST
def needs_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule is needed: an unwritten one is there now."""
    person = documenter(request)
    try:
        settled = actions.needs_rule(found(pk), by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("missed")
    rule = settled.rule
    if rule is not None:
        words = _("“%(title)s” is noted as an unwritten rule.") % {"title": rule.title}
        link = format_html('<a href="{}">{}</a>', rule.get_absolute_url(), _("Write it, or add what you know"))
        messages.success(request, format_html("{} {}", words, link))
    return redirect("missed")


class MissedPage(FormPage):
    """A page that settles one question. Its form stands in the list too; here it comes back with what is wrong."""

    template_name = "search/failed_search.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = documenter(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    @cached_property
    def line(self) -> Line:
        return lines([found(self.kwargs["pk"])], self.person)[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"line": self.line, "heading": f"“{self.line.missed}”"} | kwargs)

    def act(self, form: Any) -> None:
        """Call the verb. ValidationError comes back at the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as problem:
            add_problem(form, problem)
            return self.form_invalid(form)
        return redirect("missed")


class Means(MissedPage):
    """It means something we have."""

    form_class = MeansForm
    button = gettext_lazy("Add synonym")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"line": self.line, "person": self.person}
        return {name: value for name, value in kwargs.items() if name != "initial"}

    def act(self, form: Any) -> None:
        to = form.meant()
        actions.means(self.line.missed, form.cleaned_data["term"], to, by=self.person, now=timezone.now())
        messages.success(self.request, now_finds(form.cleaned_data["term"], to))


def now_finds(term: str, to: Group | Rule | str) -> str:
    """What a term finds from now on, in words, and the way to where it can be taken back."""
    if isinstance(to, Rule):
        told = _("“%(term)s” now finds “%(title)s”.") % {"term": capfirst(term), "title": to.title}
        return format_html('{} <a href="{}">{}</a>', told, address_of(to, "owner"), _("Change its search words"))
    group = next((one for one in all_groups() if one.active and plain(term) in one.folded), None)
    if group is None:  # somebody switched it off at this moment
        return _("“%(term)s” is resolved.") % {"term": capfirst(term)}
    others = [other for other in group.terms if plain(other) != plain(term)]
    names = {"term": capfirst(term), "other": next(iter(others), term)}
    told = _("“%(term)s” now finds what “%(other)s” finds.") % names
    where = reverse("synonym_edit", args=[group.key])
    return format_html('{} <a href="{}">{}</a>', told, where, _("Edit or remove these terms"))


class NoRule(MissedPage):
    """No rule is needed, for a reason."""

    form_class = NoneForm
    button = gettext_lazy("No rule needed")

    def act(self, form: Any) -> None:
        actions.needs_none(self.line.missed, form.cleaned_data["why"], by=self.person, now=timezone.now())
        messages.success(self.request, _("Marked as not needed. New searches for it are still counted."))


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again what was settled by mistake."""
    person = documenter(request)
    actions.reopen(found(pk), by=person, now=timezone.now())
    return redirect("missed")
