"""Adds an affirmed answer to its rule, and lists the ideas that became options."""

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
from policyhub.registry.kinds import section_address
from policyhub.registry.models import Flexibility
from policyhub.ui.pages import add_errors

from ..actions import promote as verbs
from ..forms.cases import PromoteForm
from ..models import Case
from ..option_credits import credited_options, option_credits
from .cases import find_case, render_case, situations_of

ON_A_PAGE = 25


def case_to_promote(request: HttpRequest, pk: int) -> tuple[User, Case]:
    """The case, if this person writes its rule."""
    person = access.person_of(request)
    case = find_case(person, pk)
    access.require(case.rule is not None and access.may_write(person, case.rule))
    return person, case


@require_POST
def make_option(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the option, then on to its limit and who may grant it."""
    person, case = case_to_promote(request, pk)
    assert case.rule is not None  # one who writes it was let in
    form = PromoteForm(request.POST, case=case, situations=situations_of(case.rule))
    if form.is_valid():
        try:
            text, situation = form.cleaned_data["text"], form.situation_key()
            when = form.cleaned_data["when"]
            promoted = verbs.make_option(case, text, situation=situation, when=when, by=person, now=timezone.now())
            return promoted_response(request, promoted)
        except ValidationError as problem:
            add_errors(form, problem)
    return render_case(request, case, status=422, grow=form, form=form)


@require_POST
def make_situation(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the situation alone, in the words that complete "When ..."."""
    person, case = case_to_promote(request, pk)
    assert case.rule is not None  # one who writes it was let in
    form = PromoteForm(request.POST, case=case, situations=situations_of(case.rule), option=False)
    if not form.is_valid():
        return render_case(request, case, status=422, grow=form, form=form)
    try:
        when = form.cleaned_data["when"]
        return promoted_response(request, verbs.make_situation(case, when=when, by=person, now=timezone.now()))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(case)


def promoted_response(request: HttpRequest, case: Case) -> HttpResponse:
    """Redirects to the situations of the rule, where limit and grantor are set."""
    assert case.rule is not None  # only then something grows
    message = _("Added as a draft, with thanks to %(name)s. Staff see it once it's published.") % {
        "name": case.person_name
    }
    if case.rule.flexibility != Flexibility.GREY:
        message = _("Added as a draft, with thanks to %(name)s. Staff only see options while a rule is grey.") % {
            "name": case.person_name
        }
    messages.success(request, message)
    return redirect(section_address(case.rule, "situations"))


@require_safe
def adopted_ideas(request: HttpRequest) -> HttpResponse:
    """Options that staff proposed: whose idea, when approved, how often offered since."""
    person, now = access.person_of(request), timezone.now()
    page: Any = Paginator(credited_options(person, now), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/grown.html", {"page": page, "credits": option_credits(page, person, now)})
