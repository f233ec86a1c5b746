"""One tap on the card of a rule, what can be said in its answer, and the page of what one told.

A script gets the answer alone, to stand beside the button; everybody else is led back to where they were, with what
was done above the page. Whatever a verb refuses is said in the same two places.
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
from policyhub.registry.views.base import Moved, find_rule
from policyhub.ui.pages import add_problem, is_htmx

from ..actions import taps as verbs
from ..forms.taps import FeelForm, OfferForm, OutcomeForm, TapForm, WhyForm
from ..mine import keys_of, taps_of
from ..models import FeedbackEntry, OptionUse

ON_A_PAGE = 25
F = TypeVar("F", bound=forms.Form)
View = Callable[..., HttpResponse]


def answering(view: View) -> View:
    """For a page that takes one tap: what a verb refuses is said where its answer would stand."""

    @require_POST
    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ValidationError as problem:
            words = " ".join(problem.messages)
            if is_htmx(request):
                return render(request, "feedback/_tapped.html", {"told": words, "refused": True}, status=422)
            messages.error(request, words)
            return redirect(where_from(request))

    return answered


def where_from(request: HttpRequest) -> str:
    """The page of ours on which the button was, else what one told."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or not came.path.startswith("/") or came.path.startswith("//"):
        return reverse("my_taps")
    return f"{came.path}?{came.query}" if came.query else came.path


def valid(form: F) -> F:
    if not form.is_valid():
        raise ValidationError(_("That didn't work. Open the rule and tap again."))
    return form


def at_card(person: User, slug: str, number: int) -> Edition:
    """The edition on whose card somebody tapped; it may have ended since. 404 if it never held."""
    try:
        rule = find_rule(person, slug)
    except Moved as moved:
        rule = moved.rule
    held = rule.editions.filter(state=State.APPROVED, starts__lte=timezone.now()).exclude(change=Change.RETIRE)
    return get_object_or_404(held, number=number)


def answer(request: HttpRequest, told: str, *, inside: bool = False, **shown: Any) -> HttpResponse:
    """``told`` and what can be done about it. ``inside``: the button stood in an answer, which takes the focus."""
    if is_htmx(request):
        context = {"told": told, "inside": inside, "client_key": uuid4(), **shown}
        return render(request, "feedback/_tapped.html", context)
    tap = shown.get("use") or shown.get("signal")
    if tap is None or not tap.may_undo(timezone.now()):
        messages.success(request, told)
    else:
        place = f"{reverse('my_taps')}#{anchor(tap)}"
        more = _("Undo or add a reason") if shown.get("why") else _("Undo")
        more = _("Undo, or say if the customer was happy") if shown.get("use") else more
        messages.success(request, format_html('{} <a href="{}">{}</a>', told, place, more))
    return redirect(where_from(request))


def anchor(tap: OptionUse | FeedbackEntry) -> str:
    """Where it stands among what one told."""
    return f"{'use' if isinstance(tap, OptionUse) else 'signal'}-{tap.pk}"


@answering
def offered(request: HttpRequest, slug: str) -> HttpResponse:
    person, form = access.person_of(request), valid(OfferForm(request.POST))
    edition = at_card(person, slug, form.cleaned_data["edition"])
    option = form.cleaned_data["option"]
    situation = form.cleaned_data["situation"] or verbs.situation_with(edition, option)
    use = verbs.offer(edition, situation, option, form.sent, by=person, now=timezone.now())
    return about_use(request, use)


def about_use(request: HttpRequest, use: OptionUse, *, inside: bool = False) -> HttpResponse:
    told = _("Undone.") if use.undone_at else _("Noted.")
    if use.outcome and not use.undone_at:
        told = _("Noted: %(outcome)s.") % {"outcome": use.get_outcome_display()}
    may_undo = use.may_undo(timezone.now())
    return answer(request, told, inside=inside, use=use, may_undo=may_undo)


@answering
def helped(request: HttpRequest, slug: str) -> HttpResponse:
    person, form = access.person_of(request), valid(TapForm(request.POST))
    edition = at_card(person, slug, form.cleaned_data["edition"])
    return about_signal(request, verbs.helped(edition, form.sent, by=person, now=timezone.now()))


@answering
def friction(request: HttpRequest, slug: str) -> HttpResponse:
    person, form = access.person_of(request), valid(TapForm(request.POST))
    edition, now = at_card(person, slug, form.cleaned_data["edition"]), timezone.now()
    signal = verbs.friction(edition, form.sent, by=person, now=now)
    words = request.POST.get("words", "").strip()
    if not words or words == signal.words:
        return about_signal(request, signal)
    return worded(request, signal, now if signal.words else form.sent.when(now))


def about_signal(request: HttpRequest, signal: FeedbackEntry, *, inside: bool = False) -> HttpResponse:
    may_undo, why = signal.may_undo(timezone.now()), None
    if signal.undone_at:
        told = _("Undone.")
    elif signal.kind == FeedbackEntry.Kind.HELPED:
        told = _("Noted. Thank you.")
    else:
        told = _("Noted. Your name isn't shown.")
        why = why_form(signal) if may_undo else None
    return answer(request, told, inside=inside, signal=signal, may_undo=may_undo, why=why)


def why_form(signal: FeedbackEntry, data: Any = None) -> WhyForm:
    return WhyForm(data, initial={"words": signal.words}, auto_id=f"why-{signal.pk}-%s")


@answering
def fine(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether somebody feels fine enforcing a black rule. To change the answer is to tap the other."""
    person, form = access.person_of(request), valid(FeelForm(request.POST))
    edition = at_card(person, slug, form.cleaned_data["edition"])
    pulse = verbs.feel(edition, form.cleaned_data["fine"] == "yes", by=person, now=timezone.now())
    told = (
        _("Noted: you're comfortable enforcing it.")
        if pulse.fine
        else _("Noted: you're not comfortable enforcing it.")
    )
    return answer(request, told, pulse=pulse)


@answering
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    person, form = access.person_of(request), valid(OutcomeForm(request.POST))
    use = get_object_or_404(OptionUse, pk=pk, person=person)
    use = verbs.outcome(use, form.cleaned_data["outcome"], by=person, now=timezone.now())
    return about_use(request, use, inside=True)


@answering
def undo_use(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    use = get_object_or_404(OptionUse, pk=pk, person=person)
    return about_use(request, verbs.undo(use, by=person, now=timezone.now()), inside=True)


@answering
def undo_signal(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    signal = get_object_or_404(FeedbackEntry, pk=pk, person=person)
    return about_signal(request, verbs.undo(signal, by=person, now=timezone.now()), inside=True)


@require_POST
def say_why(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    signal = get_object_or_404(FeedbackEntry, pk=pk, person=person, kind=FeedbackEntry.Kind.FRICTION)
    return worded(request, signal, timezone.now())


def worded(request: HttpRequest, signal: FeedbackEntry, said_at: datetime) -> HttpResponse:
    """The sentence behind a friction; one that names a customer comes back, 422. It may have waited on a device
    together with the tap."""
    person, form = access.person_of(request), why_form(signal, request.POST)
    if form.is_valid():
        try:
            signal = verbs.say_why(signal, form.cleaned_data["words"], by=person, now=said_at)
            return about_signal(request, signal, inside=True)
        except ValidationError as problem:
            add_problem(form, problem)
    context = {"form": form, "why": form, "signal": signal, "may_undo": signal.may_undo(timezone.now())}
    page = "feedback/_tapped.html" if is_htmx(request) else "feedback/why.html"
    return render(request, page, context, status=422)


@require_safe
def my_taps(request: HttpRequest) -> HttpResponse:
    """What somebody told with taps, newest first, and what became of it."""
    person = access.person_of(request)
    page = Paginator(keys_of(person), ON_A_PAGE).get_page(request.GET.get("page"))
    found = taps_of(person, page.object_list, timezone.now())
    return render(request, "feedback/my_taps.html", {"page": page, "found": found})
