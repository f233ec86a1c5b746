"""The list of what is written of a rule and what is to write, and the touchpoints at which customers meet it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.content import draft
from policyhub.registry.sections import TOUCHPOINTS
from policyhub.registry.views.base import RuleActionView, RuleMovedError, find_rule
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints import forms as touchpoint_forms
from policyhub.touchpoints.models import touchpoints_of

from ..models import Draft
from ..progress import next_task, tasks


@require_safe
def task_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every part of a rule in its order, what each lacks, and the card that staff will see."""
    person = access.person_of(request)
    try:
        rule = find_rule(person, slug)
    except RuleMovedError as moved:
        return moved.response(request)
    access.require(access.may_write(person, rule))
    content = draft(rule)
    all_tasks = tasks(rule, content)
    context = {
        "rule": rule,
        "said": content,
        "tasks": all_tasks,
        "asked": [task for task in all_tasks if not task.part.optional],
        "written": sum(task.done for task in all_tasks if not task.part.optional),
        "complete": not any(task.open for task in all_tasks),
        "drafts": Draft.objects.open().filter(person=person, rule=rule),
    }
    return render(request, "authoring/progress.html", context)


class RuleTouchpointsView(RuleActionView):
    """Where customers meet the rule: touchpoints to tick."""

    form_class = touchpoint_forms.CoversForm
    template_name = "authoring/covers.html"
    heading = TOUCHPOINTS.question
    lead = gettext_lazy(
        "Tick every way in which customers come across this rule. The touchpoint map shows what it covers."
    )
    button = gettext_lazy("Save and continue")

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    def get_initial(self) -> dict[str, Any]:
        touchpoint_keys = [touchpoint.pk for touchpoint in touchpoints_of(self.rule)]
        return {"touchpoints": touchpoint_keys, "seen": touchpoint_keys}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(onward=self.get_success_url(), **kwargs)

    def act(self, form: Any) -> None:
        ticked, keys_seen = form.cleaned_data["touchpoints"], form.cleaned_data["seen"]
        touchpoints.cover(self.rule, ticked, previous=keys_seen, by=self.person, now=timezone.now())
        messages.success(self.request, _("Saved."))

    def get_success_url(self) -> str:
        following = next_task(self.rule, after=TOUCHPOINTS.name)
        return following.address if following else reverse("authoring:write", args=[self.rule.slug])
