"""Mark black, mark grey: the reason is asked first, on a page of its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Flexibility, Rule
from policyhub.ui import pages

from .actions import classify
from .forms import ClassifyForm

# Actions that later apps add to the list of rules
more_actions: list[Callable[..., Any]] = []


@admin.action(description=gettext_lazy("Classify as black"))
def mark_black(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Rule]) -> Any:
    return classify_rules(modeladmin, request, queryset, Flexibility.BLACK, "mark_black")


@admin.action(description=gettext_lazy("Classify as grey"))
def mark_grey(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Rule]) -> Any:
    return classify_rules(modeladmin, request, queryset, Flexibility.GREY, "mark_grey")


def classify_rules(modeladmin: Any, request: HttpRequest, rules: QuerySet[Rule], flexibility: str, name: str) -> Any:
    """Ask for the reason first; then decide each rule as it read when that was asked."""
    data = {**request.POST.dict(), "flexibility": flexibility, "version": 1} if "rationale" in request.POST else None
    form = ClassifyForm(data)
    form.fields["rationale"].required = True
    if form.is_bound and form.is_valid():
        batch, by, now, stale = uuid4(), access.person_of(request), timezone.now(), []
        for rule in rules:
            version = request.POST.get(f"version-{rule.pk}", "")
            try:
                decide(rule, flexibility, form.cleaned_data["rationale"], version, by=by, now=now, batch=batch)
            except pages.Stale:
                stale.append(str(rule))
        if stale:
            message = _("Changed by someone else, so left as they are: %(rules)s.")
            modeladmin.message_user(request, message % {"rules": ", ".join(stale)}, messages.WARNING)
        return None
    return render_action_form(modeladmin, request, rules, form, name)


def decide(rule: Rule, flexibility: str, rationale: str, version: str, *, by: User, now: Any, batch: UUID) -> None:
    if not version.isdigit():
        raise pages.Stale
    classify.decide(rule, flexibility, rationale, version=int(version[:9]), by=by, now=now, batch=batch)


def render_action_form(
    modeladmin: Any, request: HttpRequest, rules: Any, form: forms.Form, action: str
) -> TemplateResponse:
    """The page between an action and what it does: the rules, and one small form."""
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": modeladmin.get_actions(request)[action][2],
        "rules": rules,
        "form": form,
        "action": action,
        "opts": modeladmin.model._meta,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/ask.html", context, status=status)
