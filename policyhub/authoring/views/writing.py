"""Capture, write, change kind, decide."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry import writing
from policyhub.registry.models import Rule, RuleLink
from policyhub.registry.views.base import RuleActionView
from policyhub.ui.pages import FormPageView

from .. import forms
from ..progress import next_task


class CaptureView(FormPageView):
    """Anybody notes down a rule that is not written yet."""

    form_class = forms.CaptureForm
    heading = gettext_lazy("Note an unwritten rule")
    lead = gettext_lazy("Two lines are enough. A manager takes it from there, and your name stays with it.")
    button = gettext_lazy("Note it")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.request.GET.get("title", "")[:200]}

    def form_valid(self, form: Any) -> HttpResponse:
        person = access.person_of(self.request)
        rule = writing.capture(**form.cleaned_data, by=person, now=timezone.now())
        messages.success(self.request, _("Noted. “%(title)s” is waiting to be written.") % {"title": rule.title})
        return redirect(rule)


class ChangeKindView(RuleActionView):
    """Make a rule a policy, procedure or standard while that is still open."""

    form_class = forms.KindForm
    heading = gettext_lazy("What type of rule is it?")
    button = gettext_lazy("Change type")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("Fields that only its current type has (steps, measures, alternatives) are removed.")
        return super().get_context_data(**{"lead": lead if self.rule.kind else ""} | kwargs)

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    def act(self, form: Any) -> None:
        writing.change_kind(self.rule, form.cleaned_data["kind"], by=self.person, now=timezone.now())


class RuleLinksView(RuleActionView):
    """How this rule stands to others: what carries it out, what measures it."""

    form_class = forms.LinkForm
    template_name = "authoring/links.html"
    heading = gettext_lazy("Linked rules")
    button = gettext_lazy("Add link")

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    def get_form_kwargs(self) -> dict[str, Any]:
        rules = Rule.objects.for_reader(self.person).exclude(pk=self.rule.pk).only("title")
        return super().get_form_kwargs() | {"rules": rules, "instance": RuleLink(from_rule=self.rule)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readable = Rule.objects.for_reader(self.person)
        links = self.rule.links.filter(to_rule__in=readable).select_related("to_rule")
        following = next_task(self.rule, after="carried-out")
        links_here = self.rule.links_here.filter(from_rule__in=readable).select_related("from_rule")
        return super().get_context_data(
            links=links, links_here=links_here, onward=following.address if following else "", **kwargs
        )

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        writing.link(self.rule, cleaned["to_rule"], cleaned["kind"], by=self.person, now=timezone.now())

    def get_success_url(self) -> str:
        return reverse("authoring:links", args=[self.rule.slug])


@require_POST
def unlink(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = access.person_of(request)
    rule = get_object_or_404(Rule.objects.for_reader(person), slug=slug)
    access.require(access.may_write(person, rule))
    writing.unlink(rule, pk, by=person, now=timezone.now())
    return redirect("authoring:links", slug=slug)
