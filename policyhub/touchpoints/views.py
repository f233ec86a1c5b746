"""The map of touchpoints, the walk-through, and the pages of one touchpoint."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import CharField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.registry.kinds import kinds
from policyhub.registry.models import Rule
from policyhub.ui.pages import FormPageView, Stale, add_errors, parse_number

from . import actions, forms
from . import name_matching as likeness
from .map import CellState, MapRow, counts, map_rows
from .models import Touchpoint

PAGE_SIZE = 100
MAX_SUGGESTED, MAX_RESULTS = 8, 30


@require_safe
def touchpoint_map(request: HttpRequest) -> HttpResponse:
    """Every touchpoint against every kind of rule, gaps first."""
    person = access.require_documenter(request)
    rows = map_rows(person, timezone.now())
    form = forms.MapForm(request.GET)
    context = {"counts": counts(rows), "selected": form.selected, "states": CellState, "kinds": list(kinds.values())}
    context |= {"twins": likeness.groups_of_same_words(row.touchpoint for row in rows), "next": next_open(rows)}
    page = Paginator(form.filter(rows), PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {"page": page, "query": f"show={form.selected}" if form.selected else ""}
    return render(request, "touchpoints/map.html", context)


def next_open(rows: list[MapRow]) -> str:
    """Where the next question waits that nobody has answered; "" if none does."""
    row = next((row for row in rows if row.open), None)
    return reverse("touchpoints:decide", args=[row.touchpoint.pk, row.open[0].kind.name]) if row else ""


class WalkThroughView(FormPageView):
    """Which ways are there? Common ones to tick, own ones to write."""

    form_class = forms.WalkThroughForm
    template_name = "touchpoints/walk.html"
    heading = gettext_lazy("How do customers meet you?")
    lead = gettext_lazy("Walk through a visit with them, from the first question to the day they come back.")
    button = gettext_lazy("Add touchpoints")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.require_documenter(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"listed": list(Touchpoint.objects.live())}

    def form_valid(self, form: Any) -> HttpResponse:
        names = form.names(Organisation.current().language)
        if form.needs_confirmation:
            return self.render_to_response(self.get_context_data(form=form))
        added = actions.add_all(names, by=self.person, now=timezone.now())
        message = ngettext("%(n)s touchpoint added.", "%(n)s touchpoints added.", len(added))
        message = message % {"n": len(added)} if added else _("They were all on the list already.")
        messages.success(self.request, message)
        return redirect("touchpoints:list")


class TouchpointGoneError(Exception):
    """The touchpoint is not on the list any more. Another stands for it, if it was merged."""

    def __init__(self, touchpoint: Touchpoint) -> None:
        super().__init__(touchpoint.pk)
        self.touchpoint = touchpoint

    def response(self) -> HttpResponse:
        """The page of the one that stands for it; else 404."""
        if (heir := heir_of(self.touchpoint)) is None:
            raise Http404(_("This touchpoint is no longer on the list."))
        return redirect(heir)


def heir_of(touchpoint: Touchpoint) -> Touchpoint | None:
    """The one into which it was merged, while that one is on the list."""
    return Touchpoint.objects.live().filter(merged=touchpoint).first()


def find_touchpoint(pk: int) -> Touchpoint:
    """The touchpoint with this key, if there was ever one. Raises TouchpointGoneError if it has left the list."""
    touchpoint = get_object_or_404(Touchpoint, pk=pk)
    if touchpoint.dropped_at is not None:
        raise TouchpointGoneError(touchpoint)
    return touchpoint


def map_row_for(touchpoint: Touchpoint, person: User) -> MapRow:
    return map_rows(person, timezone.now(), Touchpoint.objects.filter(pk=touchpoint.pk))[0]


@require_safe
def touchpoint_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One touchpoint: what it needs of each kind, and what covers it."""
    person = access.require_documenter(request)
    try:
        touchpoint = find_touchpoint(pk)
    except TouchpointGoneError as gone:
        return gone.response()
    rows = map_rows(person, timezone.now())
    row = next(row for row in rows if row.touchpoint == touchpoint)
    others = [other for other in rows if other.touchpoint != touchpoint]
    context = {
        "touchpoint": touchpoint,
        "row": row,
        "likely": forms.MergeForm.likely(touchpoint),
        "next": next_open(others),
    }
    return render(request, "touchpoints/touchpoint.html", context)


class TouchpointActionView(FormPageView):
    """A page with a form about one touchpoint. Sent after that left the list, it comes back as typed, 409."""

    touchpoint: Touchpoint

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.require_documenter(request)
        try:
            self.touchpoint = find_touchpoint(kwargs["pk"])
        except TouchpointGoneError as gone:
            self.touchpoint = gone.touchpoint
            return self.stale_response() if request.method == "POST" else gone.response()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"touchpoint": self.touchpoint} | kwargs)

    def act(self, form: Any) -> None:
        """Call the verb. ValidationError comes back at the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.form_invalid(form)
        except Stale:
            return self.stale_response()
        return redirect(self.get_success_url())

    def stale_response(self) -> HttpResponse:
        """It left the list while the page was open: nothing is saved, and nothing that was typed is lost."""
        fields = self.get_form().visible_fields()
        typed = [field for field in fields if isinstance(field.field, CharField) and field.data]
        context = {"touchpoint": self.touchpoint, "heir": heir_of(self.touchpoint), "typed": typed}
        return render(self.request, "touchpoints/stale.html", context, status=409)

    def get_success_url(self) -> str:
        return self.touchpoint.get_absolute_url()


class DecideNeedView(TouchpointActionView):
    """One question: does it need a rule of this kind?"""

    form_class = forms.NeedForm
    template_name = "touchpoints/decide.html"
    button = gettext_lazy("Save and continue")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if kwargs["kind"] not in kinds:
            raise Http404(_("There's no such type of rule."))
        self.kind = kinds[kwargs["kind"]]
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return dict(forms.NeedForm.initial_for(self.touchpoint.needs.filter(kind=self.kind.name).first()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = {"kind": self.kind.label, "name": self.touchpoint.name}
        cell = next(c for c in map_row_for(self.touchpoint, self.person).cells if c.kind.name == self.kind.name)
        context: dict[str, Any] = {"heading": _("%(kind)s: does “%(name)s” need one?") % names}
        context |= {
            "lead": self.kind.description,
            "cell": cell,
            "steps": list(kinds.values()),
            "current_kind": self.kind,
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        answers = {self.kind.name: form.answer()}
        actions.decide(self.touchpoint, answers, by=self.person, now=timezone.now())

    def get_success_url(self) -> str:
        """The next kind; after the last one the touchpoint, as it stands now."""
        order = list(kinds)
        after = order[order.index(self.kind.name) + 1 :]
        if not after:
            return self.touchpoint.get_absolute_url()
        return reverse("touchpoints:decide", args=[self.touchpoint.pk, after[0]])


class NothingNeededView(TouchpointActionView):
    """It needs nothing in writing, and why."""

    form_class = forms.NothingNeededForm
    template_name = "touchpoints/page.html"
    heading = gettext_lazy("No rule needed")
    button = gettext_lazy("Mark as not needed")

    def act(self, form: Any) -> None:
        answer = actions.NeedAnswer(False, form.cleaned_data["why"])
        actions.decide(self.touchpoint, dict.fromkeys(kinds, answer), by=self.person, now=timezone.now())


class RenameTouchpointView(TouchpointActionView):
    """Other words for it."""

    form_class = forms.RenameTouchpointForm
    template_name = "touchpoints/rename.html"
    heading = gettext_lazy("Rename")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: validating must not write what was typed into what is shown
        return super().get_form_kwargs() | {"instance": Touchpoint.objects.get(pk=self.touchpoint.pk)}

    def act(self, form: Any) -> None:
        actions.rename(self.touchpoint, **form.cleaned_data, by=self.person, now=timezone.now())


class LinkRulesView(TouchpointActionView):
    """Which rules cover it: those that are linked, and others to tick."""

    form_class = forms.LinkRulesForm
    template_name = "touchpoints/rules.html"
    heading = gettext_lazy("Linked rules")
    button = gettext_lazy("Link selected")

    def others(self) -> Any:
        """Rules that are not linked yet, retired ones left out."""
        rules: Any = Rule.objects.in_register(self.person, timezone.now())
        rules = rules.filter(retired=False).exclude(pk__in=self.touchpoint.rules.values("pk"))
        return rules.defer("body", "customer_text").order_by("title", "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rules": Rule.objects.for_reader(self.person)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = self.request.GET.get("q", "")
        results = list(forms.matching_rules(self.others(), question)[: MAX_RESULTS + 1])
        linked = Rule.objects.for_reader(self.person).filter(touchpoints=self.touchpoint).order_by("title", "pk")
        context: dict[str, Any] = {
            "question": question,
            "results": results[:MAX_RESULTS],
            "has_more": len(results) > MAX_RESULTS,
        }
        context |= {"linked": linked.defer("body", "customer_text"), "suggested": []}
        if not question:
            context["suggested"] = self.suggested(self.others())
        return super().get_context_data(**context | kwargs)

    def suggested(self, rules: Any) -> list[Rule]:
        """Rules with a word of the touchpoint's name in their title."""
        matches = forms.title_shares_word_with(self.touchpoint.name, Organisation.current().language)
        return list(rules.filter(matches)[:MAX_SUGGESTED])

    def act(self, form: Any) -> None:
        add = form.cleaned_data["rules"]
        actions.link_rules(self.touchpoint, add=add, by=self.person, now=timezone.now())

    def get_success_url(self) -> str:
        return reverse("touchpoints:rules", args=[self.touchpoint.pk])


@require_POST
def unlink(request: HttpRequest, pk: int, reference: str) -> HttpResponse:
    """This rule does not cover it."""
    person = access.require_documenter(request)
    try:
        touchpoint = find_touchpoint(pk)
    except TouchpointGoneError as gone:
        return gone.response()
    rule = get_object_or_404(Rule.objects.for_reader(person), reference=reference)
    with suppress(Stale):  # it left the list just now; the next page says so
        actions.link_rules(touchpoint, remove=[rule], by=person, now=timezone.now())
    return redirect("touchpoints:rules", pk=pk)


class MergeTouchpointView(TouchpointActionView):
    """Two that mean the same become one. First which, then what happens, then it does."""

    form_class = forms.MergeForm
    template_name = "touchpoints/merge.html"
    heading = gettext_lazy("Merge touchpoints")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"touchpoint": self.touchpoint}

    def get_initial(self) -> dict[str, Any]:
        return {"other": self.request.GET.get("other", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {"likely": forms.MergeForm.likely(self.touchpoint)}
        preview_form = forms.MergeForm(self.request.GET, touchpoint=self.touchpoint)
        if preview_form.is_valid():
            context["other"] = map_row_for(preview_form.cleaned_data["other"], self.person)
            context["row"] = map_row_for(self.touchpoint, self.person)
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        other = form.cleaned_data["other"]
        actions.merge(self.touchpoint, other, by=self.person, now=timezone.now())
        messages.success(self.request, _("“%(name)s” is now part of this one.") % {"name": other})

    def form_invalid(self, form: Any) -> HttpResponse:
        """A second click finds that it is done."""
        if self.touchpoint.merged.filter(pk=parse_number(form.data.get("other", ""))).exists():
            return redirect(self.touchpoint)
        return super().form_invalid(form)

    def stale_response(self) -> HttpResponse:
        """Where only the other one left the list, one sees how this one stands now."""
        if Touchpoint.objects.live().filter(pk=self.touchpoint.pk).exists():
            return redirect(self.touchpoint)
        return super().stale_response()


class RemoveTouchpointView(TouchpointActionView):
    """Off the list, after a look at what hangs on it."""

    form_class = forms.ConfirmForm
    template_name = "touchpoints/drop.html"
    heading = gettext_lazy("Remove this touchpoint?")
    button = gettext_lazy("Remove")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"row": map_row_for(self.touchpoint, self.person)} | kwargs)

    def act(self, form: Any) -> None:
        actions.drop(self.touchpoint, by=self.person, now=timezone.now())
        message = _("“%(name)s” removed. Add it again, and it comes back as it was.")
        messages.success(self.request, message % {"name": self.touchpoint})

    def get_success_url(self) -> str:
        return reverse("touchpoints:list")

    def stale_response(self) -> HttpResponse:
        """Off the list already, as it was meant to be: a second click changes nothing."""
        return super().stale_response() if heir_of(self.touchpoint) else redirect(self.get_success_url())
