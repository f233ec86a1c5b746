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
from policyhub.registry.views.base import RulePage
from policyhub.ui.pages import Stale

from . import forms
from .actions import record_result
from .drawing import drawings
from .models import Result

ON_A_PAGE = 50


class List(listing.RuleList):
    kind = "standard"


class Create(editor.Create):
    kind = "standard"


class Results(RulePage):
    """Whether a standard is met, over time. Whoever may read it sees that; whoever may write it records."""

    form_class = forms.ResultForm
    template_name = "standards/results.html"

    def allowed(self, person: User) -> bool:
        if self.rule.kind != "standard":
            raise Http404(_("Only standards have results."))
        return self.request.method in {"GET", "HEAD"} or access.may_write(person, self.rule)

    @cached_property
    def said(self) -> dict[str, Any]:
        """What is measured: as the edition in force says, or as it is being written, to those who write it."""
        edition = self.rule.edition_at(timezone.now())
        if edition is not None:
            return edition.said
        return draft(self.rule) if access.may_write(self.person, self.rule) else {"title": self.rule.title}

    @cached_property
    def results(self) -> list[Result]:
        """Newest first."""
        return list(Result.objects.filter(standard_id=self.rule.pk))

    @cached_property
    def replaced(self) -> set[int]:
        return {one.replaces_id for one in self.results if one.replaces_id}

    def correctable(self, key: Any) -> Result | None:
        """The result of this standard with this key, if it stands."""
        live = (one for one in self.results if one.pk not in self.replaced)
        return next((one for one in live if str(one.pk) == str(key)), None)

    @cached_property
    def correcting(self) -> Result | None:
        """What is being corrected; what was looked at stays the same then."""
        return self.correctable(self.request.POST.get("corrects") or self.request.GET.get("corrects"))

    def get_form_kwargs(self) -> dict[str, Any]:
        measures = [] if self.correcting else self.said.get("measures", [])
        return super().get_form_kwargs() | {"measures": measures}

    def get_initial(self) -> dict[str, Any]:
        if (was := self.correcting) is None:
            return {}
        initial = {name: getattr(was, name) for name in ("ends", "words", "met", "note")}
        initial["begins"] = was.begins if was.begins != was.ends else None
        initial["value"] = was.amount or None
        return initial | {"corrects": was.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        measures, part = self.said.get("measures", []), self.said.get("part", {})
        standing = [one for one in self.results if one.pk not in self.replaced]
        context = {
            "said": self.said,
            "drawings": drawings(measures, part.get("target", ""), standing),
            "page": Paginator(self.results, ON_A_PAGE).get_page(self.request.GET.get("page")),
            "replaced": self.replaced,
            "may_write": access.may_write(self.person, self.rule),
            "correcting": self.correcting,
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        found, was, key = form.found(), self.correcting, form.cleaned_data["client_key"]
        if form.cleaned_data["corrects"] and was is None and key not in {one.client_key for one in self.results}:
            raise Stale
        if was is not None:
            found = replace(found, measure=was.measure, criterion=was.criterion, unit=was.unit)
        record_result(self.rule, found, corrects=was, client_key=key, by=self.person, now=timezone.now())
        messages.success(self.request, _("Corrected.") if was else _("Recorded."))

    def get_success_url(self) -> str:
        return reverse("standards:results", args=[self.rule.slug])
