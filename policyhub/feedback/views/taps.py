"""The tap buttons on the card of a rule, what may follow a tap, and the page of one's own taps.

htmx gets a fragment to stand beside the button; without script the browser is redirected to where it came from, with
a message above it. An action's refusal is shown in the same two places.
"""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Edition
from policyhub.registry.models.edition import Change, State
from policyhub.registry.views.base import RuleMovedError, find_rule
from policyhub.ui.pages import add_errors, is_htmx

from ..actions import taps as verbs
from ..forms.taps import OfferForm, OptionOutcomeForm, PulseForm, ReasonForm, TapForm
from ..models import FeedbackEntry, OptionUse
from ..my_feedback import load_taps, tap_keys

ON_A_PAGE = 25
F = TypeVar("F", bound=forms.Form)
View = Callable[..., HttpResponse]


def tap_view(view: View) -> View:
    """Decorates a POST view of one tap: ValidationError becomes a 422 fragment, or a message and a redirect."""

    @require_POST
    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ValidationError as problem:
            message = " ".join(problem.messages)
            if is_htmx(request):
                return render(request, "feedback/_tapped.html", {"message": message, "refused": True}, status=422)
            messages.error(request, message)
            return redirect(referring_page(request))

    return wrapper


def referring_page(request: HttpRequest) -> str:
    """The page of this site that the request came from, else My feedback."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc != request.get_host() or not referer.path.startswith("/") or referer.path.startswith("//"):
        return reverse("feedback:my_taps")
    return f"{referer.path}?{referer.query}" if referer.query else referer.path


def validated(form: F) -> F:
    """The form, once valid. Raises ValidationError otherwise."""
    if not form.is_valid():
        raise ValidationError(_("That didn't work. Open the rule and tap again."))
    return form


def edition_on_card(person: User, slug: str, number: int) -> Edition:
    """The edition on whose card somebody tapped, even if it has ended since. 404 if it was never in force."""
    try:
        rule = find_rule(person, slug)
    except RuleMovedError as moved:
        rule = moved.rule
    editions = rule.editions.filter(state=State.APPROVED, starts__lte=timezone.now()).exclude(change=Change.RETIRE)
    return get_object_or_404(editions, number=number)


def tap_response(request: HttpRequest, message: str, *, inside: bool = False, **extra: Any) -> HttpResponse:
    """``message``, with what can follow. ``inside``: the button was in an earlier response, which takes the focus."""
    if is_htmx(request):
        context = {"message": message, "inside": inside, "client_key": uuid4(), **extra}
        return render(request, "feedback/_tapped.html", context)
    tap = extra.get("use") or extra.get("entry")
    if tap is None or not tap.may_undo(timezone.now()):
        messages.success(request, message)
    else:
        address = f"{reverse('feedback:my_taps')}#{anchor(tap)}"
        link_text = _("Undo or add a reason") if extra.get("why") else _("Undo")
        link_text = _("Undo, or say if the customer was happy") if extra.get("use") else link_text
        messages.success(request, format_html('{} <a href="{}">{}</a>', message, address, link_text))
    return redirect(referring_page(request))


def anchor(tap: OptionUse | FeedbackEntry) -> str:
    """The id of this tap on My feedback."""
    return f"{'use' if isinstance(tap, OptionUse) else 'signal'}-{tap.pk}"


@tap_view
def offered(request: HttpRequest, slug: str) -> HttpResponse:
    person, form = access.person_of(request), validated(OfferForm(request.POST))
    edition = edition_on_card(person, slug, form.cleaned_data["edition"])
    option = form.cleaned_data["option"]
    situation = form.cleaned_data["situation"] or verbs.situation_with(edition, option)
    use = verbs.record_offer(edition, situation, option, form.stamp, by=person, now=timezone.now())
    return use_response(request, use)


def use_response(request: HttpRequest, use: OptionUse, *, inside: bool = False) -> HttpResponse:
    message = _("Undone.") if use.undone_at else _("Noted.")
    if use.outcome and not use.undone_at:
        message = _("Noted: %(outcome)s.") % {"outcome": use.get_outcome_display()}
    may_undo = use.may_undo(timezone.now())
    return tap_response(request, message, inside=inside, use=use, may_undo=may_undo)


@tap_view
def helped(request: HttpRequest, slug: str) -> HttpResponse:
    person, form = access.person_of(request), validated(TapForm(request.POST))
    edition = edition_on_card(person, slug, form.cleaned_data["edition"])
    return entry_response(request, verbs.record_helped(edition, form.stamp, by=person, now=timezone.now()))


@tap_view
def friction(request: HttpRequest, slug: str) -> HttpResponse:
    person, form = access.person_of(request), validated(TapForm(request.POST))
    edition, now = edition_on_card(person, slug, form.cleaned_data["edition"]), timezone.now()
    entry = verbs.record_friction(edition, form.stamp, by=person, now=now)
    reason = request.POST.get("words", "").strip()
    if not reason or reason == entry.words:
        return entry_response(request, entry)
    return save_reason(request, entry, now if entry.words else form.stamp.when(now))


def entry_response(request: HttpRequest, entry: FeedbackEntry, *, inside: bool = False) -> HttpResponse:
    may_undo, why = entry.may_undo(timezone.now()), None
    if entry.undone_at:
        message = _("Undone.")
    elif entry.kind == FeedbackEntry.Kind.HELPED:
        message = _("Noted. Thank you.")
    else:
        message = _("Noted. Your name isn't shown.")
        why = reason_form(entry) if may_undo else None
    return tap_response(request, message, inside=inside, entry=entry, may_undo=may_undo, why=why)


def reason_form(entry: FeedbackEntry, data: Any = None) -> ReasonForm:
    return ReasonForm(data, initial={"words": entry.words}, auto_id=f"why-{entry.pk}-%s")


@tap_view
def fine(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether somebody feels fine enforcing a black rule. To change the answer is to tap the other."""
    person, form = access.person_of(request), validated(PulseForm(request.POST))
    edition = edition_on_card(person, slug, form.cleaned_data["edition"])
    pulse = verbs.answer_pulse(edition, form.cleaned_data["fine"] == "yes", by=person, now=timezone.now())
    message = (
        _("Noted: you're comfortable enforcing it.")
        if pulse.fine
        else _("Noted: you're not comfortable enforcing it.")
    )
    return tap_response(request, message, pulse=pulse)


@tap_view
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    person, form = access.person_of(request), validated(OptionOutcomeForm(request.POST))
    use = get_object_or_404(OptionUse, pk=pk, person=person)
    use = verbs.record_outcome(use, form.cleaned_data["outcome"], by=person, now=timezone.now())
    return use_response(request, use, inside=True)


@tap_view
def undo_use(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    use = get_object_or_404(OptionUse, pk=pk, person=person)
    return use_response(request, verbs.undo(use, by=person, now=timezone.now()), inside=True)


@tap_view
def undo_entry(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    entry = get_object_or_404(FeedbackEntry, pk=pk, person=person)
    return entry_response(request, verbs.undo(entry, by=person, now=timezone.now()), inside=True)


@require_POST
def say_why(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    entry = get_object_or_404(FeedbackEntry, pk=pk, person=person, kind=FeedbackEntry.Kind.FRICTION)
    return save_reason(request, entry, timezone.now())


def save_reason(request: HttpRequest, entry: FeedbackEntry, now: datetime) -> HttpResponse:
    """Save the reason for a friction. 422 for one that names a customer. ``now`` may be in the past where the
    reason waited on a device together with the tap."""
    person, form = access.person_of(request), reason_form(entry, request.POST)
    if form.is_valid():
        try:
            entry = verbs.set_reason(entry, form.cleaned_data["words"], by=person, now=now)
            return entry_response(request, entry, inside=True)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "why": form, "entry": entry, "may_undo": entry.may_undo(timezone.now())}
    page = "feedback/_tapped.html" if is_htmx(request) else "feedback/why.html"
    return render(request, page, context, status=422)


@require_safe
def my_taps(request: HttpRequest) -> HttpResponse:
    """One's own taps, newest first, and what happened to the rules since."""
    person = access.person_of(request)
    page = Paginator(tap_keys(person), ON_A_PAGE).get_page(request.GET.get("page"))
    taps = load_taps(person, page.object_list, timezone.now())
    return render(request, "feedback/my_taps.html", {"page": page, "taps": taps})
