"""Reviews in the admin: looked at, and opened or closed by actions in the list of rules."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.classification.admin_actions import more_actions, render_action_form
from policyhub.registry.models import Rule
from policyhub.ui.admin import ReadOnlyAdmin
from policyhub.ui.pages import Stale

from . import actions
from .forms import RequestReviewForm, ReviewOutcomeForm, months_later
from .models import Review, Round


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["rule", "why", "due", "reviewer", "outcome", "closed_by_name", "closed_at"]
    list_filter = ["outcome", "why", "round", ("closed_at", admin.EmptyFieldListFilter)]
    search_fields = ["rule__title", "rule__reference", "evidence"]
    date_hierarchy = "due"


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    list_display = ["name", "picked", "reviewer", "due", "opened_at", "closed_at"]
    search_fields = ["name"]
    date_hierarchy = "due"


@admin.action(description=gettext_lazy("Open review"))
def open_review(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Rule]) -> Any:
    """What should be looked at is asked first; rules with an open review are left to it."""
    form = RequestReviewForm(request.POST if "note" in request.POST else None)
    if not form.is_valid():
        return render_action_form(modeladmin, request, queryset, form, "open_review")
    for rule in queryset:
        by, now = access.person_of(request), timezone.now()
        actions.open_review(rule, note=form.cleaned_data["note"], by=by, now=now)
    return None


@admin.action(description=gettext_lazy("Record outcome"))
def record_outcome(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Rule]) -> Any:
    """One rule at a time: an outcome for many at once would be nobody's look at any of them."""
    if queryset.count() != 1:
        message = _("Choose one rule. Each is reviewed on its own, with its own sentence.")
        modeladmin.message_user(request, message, messages.WARNING)
        return None
    rule = queryset.get()
    snapshot = actions.ReviewSnapshot.of(rule)
    initial = {"review": snapshot.review, "day": snapshot.next_review}
    initial["next_day"] = months_later(timezone.localdate(), rule.review_months)
    form = ReviewOutcomeForm(request.POST if "evidence" in request.POST else None, initial=initial)
    if not form.is_valid():
        return render_action_form(modeladmin, request, queryset, form, "record_outcome")
    cleaned = form.cleaned_data
    outcome_fields = cleaned["outcome"], cleaned["evidence"], cleaned["next_day"]
    try:
        actions.close_review(
            rule, *outcome_fields, snapshot=form.snapshot(), by=access.person_of(request), now=timezone.now()
        )
    except ValidationError as problem:
        form.add_error(None, [*problem.messages])
        return render_action_form(modeladmin, request, queryset, form, "record_outcome")
    except Stale:
        form.add_error(None, _("Someone else reviewed it. What you typed is still here."))
        return render_action_form(modeladmin, request, queryset, form, "record_outcome")
    return None


more_actions += [open_review, record_outcome]
