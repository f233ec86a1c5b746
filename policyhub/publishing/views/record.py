"""What was in force, and when: history and the page of a day."""

from collections.abc import Iterable
from datetime import UTC, date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from policyhub.accounts import access
from policyhub.accounts.models import Organisation
from policyhub.accounts.recovery import notes_by_signature
from policyhub.registry.models import Edition
from policyhub.registry.models.edition import State
from policyhub.registry.views.base import RuleMovedError, find_rule

from .. import forms


def with_account_notes(editions: Iterable[Edition]) -> list[Edition]:
    """The same editions; each signature has ``account_notes``, what was done to its account in the week before."""
    listed = list(editions)
    signatures = [signature for edition in listed for signature in edition.signoffs.all()]
    notes = notes_by_signature((s.pk, s.person_id, s.at) for s in signatures)
    for signature in signatures:
        signature.account_notes = notes[signature.pk]  # type: ignore[attr-defined]
    return listed


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition of a rule, newest first; with ``?day=`` it leads to the page of that day."""
    person = access.person_of(request)
    try:
        rule = find_rule(person, slug)
    except RuleMovedError as moved:
        return moved.response(request)
    form = forms.InForceOnForm(request.GET or None)
    if form.is_valid():
        return redirect("publishing:on_day", slug=rule.slug, day=form.cleaned_data["day"].isoformat())
    editions = rule.editions.order_by("-number").prefetch_related("signoffs").defer("content")
    if not access.may_write(person, rule):
        editions = editions.filter(state=State.APPROVED)
    context = {"rule": rule, "editions": with_account_notes(editions), "form": form, "now": timezone.now()}
    return render(request, "publishing/history.html", context, status=422 if form.errors else 200)


@require_safe
def on_day(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """What was in force on a day, by the organisation's own clock; all of it if it changed that day."""
    person = access.person_of(request)
    try:
        rule = find_rule(person, slug)
        when = date.fromisoformat(day)
        begin, end = (at.astimezone(UTC) for at in Organisation.current().day_bounds(when))
    except RuleMovedError as moved:
        return moved.response(request)
    except (ValueError, OverflowError):
        raise Http404(_("That isn't a date.")) from None
    editions = rule.editions.overlapping(begin, end).prefetch_related("signoffs")
    context = {"rule": rule, "day": when, "editions": with_account_notes(editions)}
    context["form"] = forms.InForceOnForm(initial={"day": when})
    context["ahead"] = when > timezone.localdate()
    return render(request, "publishing/on_day.html", context)
