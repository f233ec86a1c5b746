"""Rules that live in people's heads: the list of them, and the one step from there to a draft."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.kinds import section_address
from policyhub.registry.models import Rule
from policyhub.registry.models.rule import Stage
from policyhub.registry.views.base import RuleActionView

from .. import forms
from ..actions import unwritten

SECOND = timedelta(seconds=1)


class UnwrittenRuleListView(ListView[Rule]):
    """What is known and not written, oldest first, each one step away from a draft."""

    template_name = "authoring/unwritten.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Rule]:
        self.person = access.person_of(self.request)
        access.require(access.may_document(self.person))
        rules = Rule.objects.for_reader(self.person).filter(stage=Stage.UNWRITTEN)
        return rules.select_related("captured_by").prefetch_related("asked").order_by("captured_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now, oldest = timezone.now(), self.oldest()
        for rule in context["object_list"]:
            rule.may_take = access.may_write(self.person, rule)
            rule.days = (now - rule.captured_at).days
            rule.age = f"{100 * (now - rule.captured_at) / max(now - oldest, SECOND):.1f}%"  # of the oldest one's
        return context

    def oldest(self) -> Any:
        first = self.get_queryset().first()
        return first.captured_at if first else None


@require_POST
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a draft of an unwritten rule, and go on to the first part to write."""
    person = access.person_of(request)
    rule = get_object_or_404(Rule.objects.for_reader(person), slug=slug)
    access.require(access.may_write(person, rule))
    form = forms.KindForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what it becomes: a policy, a procedure, a standard, or not sure yet."))
        return redirect("authoring:unwritten")
    try:
        rule = unwritten.take_over(rule, form.cleaned_data["kind"], by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(rule)
    message = _("It's now a draft for you to write. %(name)s is still named as the person who noted it.")
    messages.success(request, message % {"name": rule.captured_by})
    return redirect(section_address(rule, "sentence"))


class AskForMoreView(RuleActionView):
    """Ask whoever noted a rule down what else they know of it."""

    form_class = forms.AskForMoreForm
    button = gettext_lazy("Ask")

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = {"heading": _("Ask %(name)s for details") % {"name": self.rule.captured_by or ""}}
        texts["lead"] = _("They'll see your question in To do, and get an email if they have an address.")
        return super().get_context_data(**texts | kwargs)

    def act(self, form: Any) -> None:
        information_request = unwritten.ask_for_more(
            self.rule, form.cleaned_data["words"], by=self.person, now=timezone.now()
        )
        messages.success(
            self.request,
            _("Question sent. %(name)s will see it in To do.") % {"name": information_request.rule.captured_by},
        )

    def get_success_url(self) -> str:
        return reverse("authoring:unwritten")


class TellMoreView(RuleActionView):
    """Add what one knows to a rule that is not written yet. Whoever may read it may add to it."""

    form_class = forms.TellMoreForm
    heading = gettext_lazy("Add what you know")
    button = gettext_lazy("Add")

    def is_allowed(self, person: User) -> bool:
        return True

    def act(self, form: Any) -> None:
        unwritten.tell_more(self.rule, form.cleaned_data["words"], by=self.person, now=timezone.now())
        messages.success(self.request, _("Thank you. It's been added to the rule."))
