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

from policyhub.accounts import access
from policyhub.ui.pages import FormPageView, Stale, add_errors

from ..actions import synonyms as actions
from ..forms.synonyms import SynonymFilterForm, SynonymForm, SynonymSwitchForm
from ..models import FailedSearch
from ..synonym_groups import SynonymGroup, all_groups, with_key

PAGE = 50


@require_safe
def synonyms(request: HttpRequest) -> HttpResponse:
    """Every group of terms, those in use first asked for."""
    access.require_documenter(request)
    form, groups = SynonymFilterForm(request.GET), all_groups()
    page = Paginator(form.filter(groups), PAGE).get_page(request.GET.get("page"))
    filters = {name: value for name, value in form.cleaned_data.items() if value}
    context = {"form": form, "page": page, "query": urlencode(filters), "missed": FailedSearch.objects.open().count()}
    return render(request, "search/synonyms.html", context)


class SynonymFormView(FormPageView):
    """A page about one group, or about a new one. A term of another group is told, with the offer to join them."""

    form_class = SynonymForm
    template_name = "search/synonym.html"
    button = gettext_lazy("Save")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = access.require_documenter(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def save(self, form: Any, **at: Any) -> str:
        """Call the verb; the key of what there is now."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            key = self.save(form, join="join" in self.request.POST, by=self.person, now=timezone.now())
        except ValidationError as problem:
            add_errors(form, problem)
            form.conflicts = getattr(problem, "conflicts", {})
            return self.form_invalid(form)
        except Stale:
            return self.show_both_texts(form)
        messages.success(self.request, _("Saved. Searching for one finds the others too."))
        return redirect(f"{reverse('search:synonyms')}?{urlencode({'q': self.first_term(key)})}")

    def show_both_texts(self, form: Any) -> HttpResponse:
        raise NotImplementedError

    def first_term(self, key: str) -> str:
        group = with_key(key)
        return group.terms[0] if group else ""


class SynonymCreateView(SynonymFormView):
    """Terms that so far found different things."""

    heading = gettext_lazy("New synonym group")
    lead = gettext_lazy("What people say, and what we write. Searching for one finds the others too.")

    def save(self, form: Any, **at: Any) -> str:
        cleaned = form.cleaned_data
        return actions.add(cleaned["words"], cleaned["language"], **at)


class SynonymUpdateView(SynonymFormView):
    """Say a group in other terms. Saved over somebody else's save, it shows both."""

    heading = gettext_lazy("Synonym group")

    @cached_property
    def group(self) -> SynonymGroup | None:
        """The group of this address. One that is off, or gone, is there for whoever had its page open."""
        group = with_key(self.kwargs["key"])
        if self.request.method != "POST" and (group is None or not group.active):
            raise Http404(_("This group is no longer in use."))
        return group

    def get_initial(self) -> dict[str, Any]:
        return SynonymForm.initial_for(self.group) if self.group else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"group": self.group} | kwargs)

    def save(self, form: Any, **at: Any) -> str:
        cleaned = form.cleaned_data
        return actions.reword(
            self.kwargs["key"], cleaned["words"], cleaned["language"], expected_text=cleaned["seen"], **at
        )

    def show_both_texts(self, form: Any) -> HttpResponse:
        """What stands there now beside what was typed; saving again keeps what was typed."""
        stored = with_key(self.kwargs["key"])
        form.overwrite(stored.terms_text if stored else "")
        context = self.get_context_data(form=form, stored=stored, typed=form.cleaned_data["words"])
        return self.render_to_response(context | {"button": _("Replace with mine")}, status=409)


@require_POST
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """Take a group out of use, or back into it."""
    person, form = access.require_documenter(request), SynonymSwitchForm(request.POST)
    if not form.is_valid():
        raise Http404
    on = form.cleaned_data["on"]
    try:
        group = actions.switch(key, on, by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(f"{reverse('search:synonyms')}?show=off")
    if group is not None:
        message = _("Turned on: %(words)s.") if on else _("Turned off: %(words)s. You'll find it under “Turned off”.")
        messages.success(request, message % {"words": group.terms_text})
    return redirect("search:synonyms")
