"""Black or grey, said in the row of the register and saved at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policyhub.registry.kinds import kinds
from policyhub.registry.models import Flexibility
from policyhub.registry.views.listing import in_register, prepare_rows, register_counts
from policyhub.ui import pages
from policyhub.ui.pages import add_errors, is_htmx
from policyhub.ui.races import stale_if_somebody_was_first

from ..actions import classify
from .classify import ClassifyView


@method_decorator(require_POST, name="dispatch")
class ClassifyRowView(ClassifyView):
    """Decides like the page of its own does. A script gets the row again; without one the list comes back."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not is_htmx(self.request):
            return super().form_valid(form)
        try:
            with stale_if_somebody_was_first():
                classify.decide(self.rule, **form.cleaned_data, by=self.person, now=timezone.now())
        except pages.Stale:
            return self.row(form, 409)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.form_invalid(form)
        return self.row(None, 200)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.row(form, 422) if is_htmx(self.request) else super().form_invalid(form)

    def act(self, form: Any) -> None:
        classify.decide(self.rule, **form.cleaned_data, by=self.person, now=timezone.now())
        chosen = Flexibility(form.cleaned_data["flexibility"]).label
        messages.success(self.request, _("%(title)s: %(chosen)s.") % {"title": self.rule.title, "chosen": chosen})

    def back(self) -> str:
        """The list that the row stands in."""
        back = self.request.POST.get("next", "")
        ours = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
        return back if ours else reverse("registry:list")

    def get_success_url(self) -> str:
        back = self.back()
        return f"{back}{'&' if '?' in back else '?'}undo={self.rule.reference}#{self.rule.reference}"

    def row(self, form: Any, status: int) -> HttpResponse:
        """The row as it is now; ``form`` holds what was typed and could not be saved."""
        rules = in_register(self.person).select_related("owner", "team")
        rule = rules.get(pk=self.rule.pk)
        prepare_rows([rule], self.person, undo=rule.reference if form is None else "")
        kind = self.request.POST.get("kind", "")  # of the list that the row stands in
        counted = register_counts(in_register(self.person, kind if kind in kinds else ""))
        context = {"rule": rule, "typed": form, "status": status, "counts": counted, "kind": kind}
        context["back"] = self.back()
        context["today"] = timezone.localdate()
        return render(self.request, "classification/_row_saved.html", context, status=status)
