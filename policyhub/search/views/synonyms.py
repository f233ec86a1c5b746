"""What people say for what we write: the list of it, and the pages on which those who document change it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from policyhub.touchpoints.views import documenter
from policyhub.ui.pages import FormPage, Stale, add_problem

from ..actions import synonyms as actions
from ..forms.synonyms import FindForm, SwitchForm, SynonymForm
from ..models import FailedSearch
from ..synonym_groups import Group, all_groups, with_key

PAGE = 50


@require_safe
def synonyms(request: HttpRequest) -> HttpResponse:
    """Every group of terms, those in use first asked for."""
    documenter(request)
    form, groups = FindForm(request.GET), all_groups()
    page = Paginator(form.filter(groups), PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    context = {"form": form, "page": page, "query": urlencode(kept), "missed": FailedSearch.objects.open().count()}
    return render(request, "search/synonyms.html", context)


class SynonymPage(FormPage):
    """A page about one group, or about a new one. A term of another group is told, with the offer to join them."""

    form_class = SynonymForm
    template_name = "search/synonym.html"
    button = gettext_lazy("Save")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = documenter(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def save(self, form: Any, **at: Any) -> str:
        """Call the verb; the key of what there is now."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            key = self.save(form, join="join" in self.request.POST, by=self.person, now=timezone.now())
        except ValidationError as problem:
            add_problem(form, problem)
            form.where = getattr(problem, "where", {})
            return self.form_invalid(form)
        except Stale:
            return self.both_texts(form)
        messages.success(self.request, _("Saved. Searching for one finds the others too."))
        return redirect(f"{reverse('synonyms')}?{urlencode({'q': self.first_of(key)})}")

    def both_texts(self, form: Any) -> HttpResponse:
        raise NotImplementedError

    def first_of(self, key: str) -> str:
        group = with_key(key)
        return group.terms[0] if group else ""


class NewSynonym(SynonymPage):
    """Terms that so far found different things."""

    heading = gettext_lazy("New synonym group")
    lead = gettext_lazy("What people say, and what we write. Searching for one finds the others too.")

    def save(self, form: Any, **at: Any) -> str:
        cleaned = form.cleaned_data
        return actions.add(cleaned["words"], cleaned["language"], **at)


class EditSynonym(SynonymPage):
    """Say a group in other terms. Saved over somebody else's save, it shows both."""

    heading = gettext_lazy("Synonym group")

    @cached_property
    def group(self) -> Group | None:
        """The group of this address. One that is off, or gone, is there for whoever had its page open."""
        found = with_key(self.kwargs["key"])
        if self.request.method != "POST" and (found is None or not found.active):
            raise Http404(_("This group is no longer in use."))
        return found

    def get_initial(self) -> dict[str, Any]:
        return SynonymForm.said(self.group) if self.group else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"group": self.group} | kwargs)

    def save(self, form: Any, **at: Any) -> str:
        cleaned = form.cleaned_data
        return actions.reword(self.kwargs["key"], cleaned["words"], cleaned["language"], seen=cleaned["seen"], **at)

    def both_texts(self, form: Any) -> HttpResponse:
        """What stands there now beside what was typed; saving again keeps what was typed."""
        stored = with_key(self.kwargs["key"])
        form.over(stored.words if stored else "")
        context = self.get_context_data(form=form, stored=stored, typed=form.cleaned_data["words"])
        return self.render_to_response(context | {"button": _("Replace with mine")}, status=409)


@require_POST
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """Take a group out of use, or back into it."""
    person, form = documenter(request), SwitchForm(request.POST)
    if not form.is_valid():
        raise Http404
    on = form.cleaned_data["on"]
    try:
        group = actions.switch(key, on, by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(f"{reverse('synonyms')}?show=off")
    if group is not None:
        words = _("Turned on: %(words)s.") if on else _("Turned off: %(words)s. You'll find it under “Turned off”.")
        messages.success(request, words % {"words": group.words})
    return redirect("synonyms")
