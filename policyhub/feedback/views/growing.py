"""A good answer becomes a part of its rule, and everybody sees whose idea it was."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.kinds import address_of
from policyhub.registry.models import Flexibility
from policyhub.ui.pages import add_problem

from ..actions import growing as verbs
from ..forms.cases import GrowForm
from ..ledger import entries, grown_options
from ..models import Case
from .cases import find_case, show, situations_of

ON_A_PAGE = 25


def to_grow(request: HttpRequest, pk: int) -> tuple[User, Case]:
    """The case, if this person writes its rule."""
    person = access.person_of(request)
    found = find_case(person, pk)
    access.require(found.rule is not None and access.may_write(person, found.rule))
    return person, found


@require_POST
def make_option(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the option, then on to its limit and who may grant it."""
    person, found = to_grow(request, pk)
    assert found.rule is not None  # one who writes it was let in
    form = GrowForm(request.POST, case=found, situations=situations_of(found.rule))
    if form.is_valid():
        try:
            text, chosen = form.cleaned_data["text"], form.chosen()
            when = form.cleaned_data["when"]
            grown = verbs.make_option(found, text, situation=chosen, when=when, by=person, now=timezone.now())
            return onward(request, grown)
        except ValidationError as problem:
            add_problem(form, problem)
    return show(request, found, status=422, grow=form, form=form)


@require_POST
def make_situation(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the situation alone, in the words that complete "When ..."."""
    person, found = to_grow(request, pk)
    assert found.rule is not None  # one who writes it was let in
    form = GrowForm(request.POST, case=found, situations=situations_of(found.rule), option=False)
    if not form.is_valid():
        return show(request, found, status=422, grow=form, form=form)
    try:
        when = form.cleaned_data["when"]
        return onward(request, verbs.make_situation(found, when=when, by=person, now=timezone.now()))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(found)


def onward(request: HttpRequest, case: Case) -> HttpResponse:
    """To the situations of the rule, where limit and grantor are still to write."""
    assert case.rule is not None  # only then something grows
    words = _("Added as a draft, with thanks to %(name)s. Staff see it once it's published.") % {
        "name": case.person_name
    }
    if case.rule.flexibility != Flexibility.GREY:
        words = _("Added as a draft, with thanks to %(name)s. Staff only see options while a rule is grey.") % {
            "name": case.person_name
        }
    messages.success(request, words)
    return redirect(address_of(case.rule, "situations"))


@require_safe
def grown(request: HttpRequest) -> HttpResponse:
    """The ledger of grown grey: who proposed an option, when it was approved, how often it has helped since."""
    person, now = access.person_of(request), timezone.now()
    page: Any = Paginator(grown_options(person, now), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/grown.html", {"page": page, "entries": entries(page, person, now)})
