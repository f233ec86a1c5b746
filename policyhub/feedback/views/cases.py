"""What waits for an answer, and the answers: the queue of those who coach, a case, and the asker's own list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.registry.views.base import RuleMovedError, find_rule
from policyhub.ui.pages import add_errors, is_htmx

from ..actions import cases as verbs
from ..actions.promote import SITUATIONS
from ..forms.cases import CaseAnswerForm, PromoteForm
from ..models import Case
from ..queue import approved_in_name_of, newest_for, questions_since, recently_answered, waiting_for, waiting_times
from ..routing import recipients_of

ON_A_PAGE = 25


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The questions that wait for an answer; with ``?rule=``, all cases about that rule."""
    person, now = access.person_of(request), timezone.now()
    access.require(access.may_coach(person))
    if slug := request.GET.get("rule", "").replace("\0", ""):
        return about_rule(request, person, slug)
    cases: Any = Paginator(waiting_for(person, now), ON_A_PAGE).get_page(request.GET.get("page"))
    for case in cases:
        case.form = CaseAnswerForm(case=case.pk)
    context = {"cases": cases, "newest": newest_for(person, now), "waits": waiting_times(person, now), "now": now}
    context |= {"in_my_name": approved_in_name_of(person, now), "answered": recently_answered(person, now)}
    return render(request, "feedback/inbox.html", context)


def about_rule(request: HttpRequest, person: User, slug: str) -> HttpResponse:
    """All that was asked, logged and granted about one rule, newest first."""
    try:
        rule = find_rule(person, slug)
    except RuleMovedError as moved:
        rule = moved.rule
    now = timezone.now()
    queryset = Case.objects.readable_by(person).filter(rule=rule).with_signed_rule(person, now).order_by("-at", "-pk")
    cases = Paginator(queryset, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"rule": rule, "title": rule.title_for(person), "cases": cases, "now": now}
    return render(request, "feedback/about_rule.html", context)


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What came since somebody opened their page, for that page to ask once in a while."""
    cases = questions_since(access.person_of(request), request.GET.get("after", ""))
    return render(request, "feedback/_new.html", {"cases": cases, "now": timezone.now()})


@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """What I asked and logged, and what became of it."""
    person, now = access.person_of(request), timezone.now()
    queryset = Case.objects.filter(person=person).with_signed_rule(person, now).order_by("-at", "-pk")
    cases = Paginator(queryset, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/mine.html", {"cases": cases, "now": now})


def find_case(person: User, pk: int) -> Case:
    """The case with this key, if ``person`` may read it; else 404."""
    return get_object_or_404(Case.objects.readable_by(person).with_signed_rule(person, timezone.now()), pk=pk)


def render_case(request: HttpRequest, case: Case, *, status: int = 200, **extra: Any) -> HttpResponse:
    """The page of a case, as one person sees it."""
    person, now = access.person_of(request), timezone.now()
    context: dict[str, Any] = {"case": case, "now": now, "mine": case.person_id == person.pk}
    context |= {"may_answer": case.is_open and access.may_answer(person, case), "answer": CaseAnswerForm(case=case.pk)}
    context |= {"may_take_back": may_take_back(person, case)}
    context |= {"may_erase": access.may_erase_text(person, case) and has_text_to_erase(person, case)}
    if case.is_open and case.kind != Case.Kind.LOG:
        context["people"] = recipients_of(case.person, case.rule, case.grantor)
    context |= promotion_context(person, case) | extra
    return render(request, "feedback/case.html", context, status=status)


def may_take_back(person: User, case: Case) -> bool:
    """Whether ``person`` may withdraw their answer, or the approval in person that they recorded."""
    if case.person_id == person.pk:
        return case.may_withdraw_approval(timezone.now())
    return case.answered_by_id == person.pk and case.may_withdraw_answer


def has_text_to_erase(person: User, case: Case) -> bool:
    """Whether there are words left that ``person`` may erase."""
    return case.erased_at is None or bool(person.is_admin and case.answer_words)


def promotion_context(person: User, case: Case) -> dict[str, Any]:
    """The template context for whoever may add an affirmed answer to its rule, else empty."""
    if not case.affirmed or case.erased_at:
        return {}
    if case.rule is None:
        return {"may_begin": access.may_document(person)}
    if not access.may_write(person, case.rule) or not case.shown_title:  # type: ignore[attr-defined]
        return {}
    return {"may_grow": True, "grow": PromoteForm(case=case, situations=situations_of(case.rule))}


def situations_of(rule: Rule) -> list[Any]:
    """(key, text) of each situation in the draft of the rule."""
    return [(row.key, str(row)) for row in SITUATIONS.of(rule)]


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; for its asker's page, which asks once in a while, the part that an answer changes."""
    person = access.person_of(request)
    asked_case = find_case(person, pk)
    if not is_htmx(request):
        response = render_case(request, asked_case)
    else:
        context = {"case": asked_case, "now": timezone.now(), "mine": asked_case.person_id == person.pk}
        response = render(request, "feedback/_answer.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def case_to_answer(request: HttpRequest, pk: int) -> Case:
    """The case, if this person may answer it."""
    person = access.person_of(request)
    case = find_case(person, pk)
    access.require(access.may_answer(person, case))
    return case


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, adjust or talk. 409 if somebody else answered first: shows their answer and keeps one's own text."""
    case, person = case_to_answer(request, pk), access.person_of(request)
    form = CaseAnswerForm(request.POST, case=case.pk)
    if form.is_valid():
        choice, text = form.cleaned_data["answer"], form.cleaned_data["words"]
        try:
            verbs.answer(case, choice, text, by=person, now=timezone.now())
            return answered_response(request, case, _("Sent to %(name)s.") % {"name": case.person_name})
        except verbs.AlreadyAnsweredError:
            typed = {"typed": text, "elsewhere": True}
            return case_response(request, find_case(person, pk), status=409, **typed)
        except ValidationError as problem:
            add_errors(form, problem)
    return case_response(request, find_case(person, pk), status=422, answer=form, form=form)


def answered_response(request: HttpRequest, case: Case, message: str) -> HttpResponse:
    """htmx gets the line of the queue; else redirects to the queue or the case, with ``message``."""
    fresh_case = find_case(access.person_of(request), case.pk)
    if is_htmx(request):
        return case_response(request, fresh_case, message=message)
    messages.success(request, message)
    return redirect("feedback:cases" if request.POST.get("from") == "inbox" else fresh_case.get_absolute_url())


def case_response(request: HttpRequest, case: Case, *, status: int = 200, **extra: Any) -> HttpResponse:
    """For htmx the line of the queue as it is now, else the page of the case."""
    if not is_htmx(request):
        return render_case(request, case, status=status, **extra)
    person = access.person_of(request)
    case.form = extra.get("form") or CaseAnswerForm(case=case.pk)  # type: ignore[attr-defined]
    context = {"case": case, "fragment": True, "now": timezone.now(), **extra}
    context |= {"may_take_back": may_take_back(person, case)}
    context |= promotion_context(person, case)
    return render(request, "feedback/_line.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own answer, or an approval in person that one recorded."""
    person = access.person_of(request)
    case = find_case(person, pk)
    is_own_approval = case.person_id == person.pk and case.kind == Case.Kind.ESCALATE
    access.require(is_own_approval or access.may_answer(person, case))
    try:
        (verbs.withdraw_approval if is_own_approval else verbs.withdraw_answer)(case, by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(case)
    if is_own_approval:
        messages.success(request, _("Withdrawn. Nobody is recorded as approving it."))
        return redirect(case)
    return answered_response(request, case, _("Answer withdrawn. The question is open again."))


@require_POST
def mark_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The asker has seen the answer: sent by their page, or by a button where there is no script."""
    person = access.person_of(request)
    case = get_object_or_404(Case, person=person, pk=pk)
    verbs.mark_answer_seen(case, now=timezone.now())
    if not is_htmx(request):
        return redirect("feedback:my_cases")
    context = {"case": find_case(person, pk), "now": timezone.now(), "mine": True}
    return render(request, "feedback/_answer.html", context)


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    case = find_case(person, pk)
    access.require(access.may_erase_text(person, case))
    verbs.erase(case, by=person, now=timezone.now())
    messages.success(request, _("Text deleted."))
    return redirect(case)
