"""The list of this kind, a form for a new one, and its results."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.authoring.views import editor
from policyhub.registry.content import draft
from policyhub.registry.views import listing
from policyhub.registry.views.base import RuleActionView
from policyhub.ui.pages import Stale

from . import forms
from .actions import record_result
from .drawing import drawings
from .models import Result

RESULTS_PER_PAGE = 50


class StandardListView(listing.RuleListView):
    kind = "standard"


class StandardCreateView(editor.RuleCreateView):
    kind = "standard"


class ResultsView(RuleActionView):
    """Whether a standard is met, over time. Whoever may read it sees that; whoever may write it records."""

    form_class = forms.ResultForm
    template_name = "standards/results.html"

    def is_allowed(self, person: User) -> bool:
        if self.rule.kind != "standard":
            raise Http404(_("Only standards have results."))
        return self.request.method in {"GET", "HEAD"} or access.may_write(person, self.rule)

    @cached_property
    def content(self) -> dict[str, Any]:
        """What is measured: as the edition in force says, or as it is being written, to those who write it."""
        edition = self.rule.edition_at(timezone.now())
        if edition is not None:
            return edition.content_data
        return draft(self.rule) if access.may_write(self.person, self.rule) else {"title": self.rule.title}

    @cached_property
    def results(self) -> list[Result]:
        """Newest first."""
        return list(Result.objects.filter(standard_id=self.rule.pk))

    @cached_property
    def replaced(self) -> set[int]:
        return {result.replaces_id for result in self.results if result.replaces_id}

    def correctable(self, key: Any) -> Result | None:
        """The result of this standard with this key, if it stands."""
        standing = (result for result in self.results if result.pk not in self.replaced)
        return next((result for result in standing if str(result.pk) == str(key)), None)

    @cached_property
    def correcting(self) -> Result | None:
        """What is being corrected; what was looked at stays the same then."""
        return self.correctable(self.request.POST.get("corrects") or self.request.GET.get("corrects"))

    def get_form_kwargs(self) -> dict[str, Any]:
        measures = [] if self.correcting else self.content.get("measures", [])
        return super().get_form_kwargs() | {"measures": measures}

    def get_initial(self) -> dict[str, Any]:
        if (corrected := self.correcting) is None:
            return {}
        initial = {name: getattr(corrected, name) for name in ("ends", "words", "met", "note")}
        initial["begins"] = corrected.begins if corrected.begins != corrected.ends else None
        initial["value"] = corrected.amount or None
        return initial | {"corrects": corrected.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        measures, part = self.content.get("measures", []), self.content.get("part", {})
        standing = [result for result in self.results if result.pk not in self.replaced]
        context = {
            "said": self.content,
            "drawings": drawings(measures, part.get("target", ""), standing),
            "page": Paginator(self.results, RESULTS_PER_PAGE).get_page(self.request.GET.get("page")),
            "replaced": self.replaced,
            "may_write": access.may_write(self.person, self.rule),
            "correcting": self.correcting,
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        measurement, corrected, key = form.measurement(), self.correcting, form.cleaned_data["client_key"]
        if (
            form.cleaned_data["corrects"]
            and corrected is None
            and key not in {result.client_key for result in self.results}
        ):
            raise Stale
        if corrected is not None:
            measurement = replace(
                measurement, measure=corrected.measure, criterion=corrected.criterion, unit=corrected.unit
            )
        record_result(self.rule, measurement, corrects=corrected, client_key=key, by=self.person, now=timezone.now())
        messages.success(self.request, _("Corrected.") if corrected else _("Recorded."))

    def get_success_url(self) -> str:
        return reverse("standards:results", args=[self.rule.slug])
