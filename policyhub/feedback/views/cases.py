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
from policyhub.registry.views.base import Moved, find_rule
from policyhub.ui.pages import add_problem, is_htmx

from ..actions import cases as verbs
from ..actions.growing import SITUATIONS
from ..forms.cases import AnswerForm, GrowForm
from ..models import Case
from ..queue import answered_lately, came_since, in_the_name_of, newest_for, waiting_for, waits
from ..reach import reached

ON_A_PAGE = 25


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Who waits, and what did they propose? Or all that was told of one rule."""
    person, now = access.person_of(request), timezone.now()
    access.require(access.may_coach(person))
    if slug := request.GET.get("rule", "").replace("\0", ""):
        return about_rule(request, person, slug)
    cases: Any = Paginator(waiting_for(person, now), ON_A_PAGE).get_page(request.GET.get("page"))
    for one in cases:
        one.form = AnswerForm(case=one.pk)
    context = {"cases": cases, "newest": newest_for(person, now), "waits": waits(person, now), "now": now}
    context |= {"in_my_name": in_the_name_of(person, now), "answered": answered_lately(person, now)}
    return render(request, "feedback/inbox.html", context)


def about_rule(request: HttpRequest, person: User, slug: str) -> HttpResponse:
    """All that was asked, logged and granted about one rule, newest first."""
    try:
        rule = find_rule(person, slug)
    except Moved as moved:
        rule = moved.rule
    now = timezone.now()
    found = Case.objects.seen_by(person).filter(rule=rule).as_shown(person, now).order_by("-at", "-pk")
    cases = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"rule": rule, "title": rule.title_for(person), "cases": cases, "now": now}
    return render(request, "feedback/about_rule.html", context)


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What came since somebody opened their page, for that page to ask once in a while."""
    cases = came_since(access.person_of(request), request.GET.get("after", ""))
    return render(request, "feedback/_new.html", {"cases": cases, "now": timezone.now()})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I asked and logged, and what became of it."""
    person, now = access.person_of(request), timezone.now()
    found = Case.objects.filter(person=person).as_shown(person, now).order_by("-at", "-pk")
    cases = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/mine.html", {"cases": cases, "now": now})


def find_case(person: User, pk: int) -> Case:
    """The case with this key, if ``person`` may read it; else 404."""
    return get_object_or_404(Case.objects.seen_by(person).as_shown(person, timezone.now()), pk=pk)


def show(request: HttpRequest, case: Case, *, status: int = 200, **extra: Any) -> HttpResponse:
    """The page of a case, as one person sees it."""
    person, now = access.person_of(request), timezone.now()
    context: dict[str, Any] = {"case": case, "now": now, "mine": case.person_id == person.pk}
    context |= {"may_answer": case.is_open and access.may_answer(person, case), "answer": AnswerForm(case=case.pk)}
    context |= {"may_take_back": may_take_back(person, case)}
    context |= {"may_erase": access.may_remove_words(person, case) and may_lose_words(person, case)}
    if case.is_open and case.kind != Case.Kind.LOG:
        context["people"] = reached(case.person, case.rule, case.grantor)
    context |= for_writer(person, case) | extra
    return render(request, "feedback/case.html", context, status=status)


def may_take_back(person: User, case: Case) -> bool:
    """One's own answer, or that one noted an approval in person, while either can be taken back."""
    if case.person_id == person.pk:
        return case.may_be_disowned(timezone.now())
    return case.answered_by_id == person.pk and case.may_be_taken_back


def may_lose_words(person: User, case: Case) -> bool:
    """Whether there are words left that ``person`` may erase."""
    return case.erased_at is None or bool(person.is_admin and case.answer_words)


def for_writer(person: User, case: Case) -> dict[str, Any]:
    """What whoever writes the rule may let grow of an answer that was affirmed."""
    if not case.affirmed or case.erased_at:
        return {}
    if case.rule is None:
        return {"may_begin": access.may_document(person)}
    if not access.may_write(person, case.rule) or not case.shown_title:  # type: ignore[attr-defined]
        return {}
    return {"may_grow": True, "grow": GrowForm(case=case, situations=situations_of(case.rule))}


def situations_of(rule: Rule) -> list[Any]:
    """(key, words) of the situations of its working text."""
    return [(row.key, str(row)) for row in SITUATIONS.of(rule)]


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; for its asker's page, which asks once in a while, the part that an answer changes."""
    person = access.person_of(request)
    found = find_case(person, pk)
    if not is_htmx(request):
        response = show(request, found)
    else:
        context = {"case": found, "now": timezone.now(), "mine": found.person_id == person.pk}
        response = render(request, "feedback/_answer.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def to_answer(request: HttpRequest, pk: int) -> Case:
    """The case, if this person may answer it."""
    person = access.person_of(request)
    found = find_case(person, pk)
    access.require(access.may_answer(person, found))
    return found


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, adjust or talk. Answered elsewhere: that is shown, and what was typed is kept."""
    found, person = to_answer(request, pk), access.person_of(request)
    form = AnswerForm(request.POST, case=found.pk)
    if form.is_valid():
        choice, words = form.cleaned_data["answer"], form.cleaned_data["words"]
        try:
            verbs.answer(found, choice, words, by=person, now=timezone.now())
            return answered(request, found, _("Sent to %(name)s.") % {"name": found.person_name})
        except verbs.Answered:
            typed = {"typed": words, "elsewhere": True}
            return after(request, find_case(person, pk), status=409, **typed)
        except ValidationError as problem:
            add_problem(form, problem)
    return after(request, find_case(person, pk), status=422, answer=form, form=form)


def answered(request: HttpRequest, case: Case, told: str) -> HttpResponse:
    """Back where it was answered."""
    found = find_case(access.person_of(request), case.pk)
    if is_htmx(request):
        return after(request, found, told=told)
    messages.success(request, told)
    return redirect("cases" if request.POST.get("from") == "inbox" else found.get_absolute_url())


def after(request: HttpRequest, case: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    """For a script the line of the queue, as it is now; else the page of the case."""
    if not is_htmx(request):
        return show(request, case, status=status, **more)
    person = access.person_of(request)
    case.form = more.get("form") or AnswerForm(case=case.pk)  # type: ignore[attr-defined]
    context = {"case": case, "fragment": True, "now": timezone.now(), **more}
    context |= {"may_take_back": may_take_back(person, case)}
    context |= for_writer(person, case)
    return render(request, "feedback/_line.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own answer; or, by whoever noted it, that somebody approved it in person."""
    person = access.person_of(request)
    found = find_case(person, pk)
    mine = found.person_id == person.pk and found.kind == Case.Kind.ESCALATE
    access.require(mine or access.may_answer(person, found))
    try:
        (verbs.disown if mine else verbs.take_back)(found, by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(found)
    if mine:
        messages.success(request, _("Withdrawn. Nobody is recorded as approving it."))
        return redirect(found)
    return answered(request, found, _("Answer withdrawn. The question is open again."))


@require_POST
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """The asker has seen the answer: told by their page, or by a button where there is no script."""
    person = access.person_of(request)
    found = get_object_or_404(Case, person=person, pk=pk)
    verbs.hear(found, now=timezone.now())
    if not is_htmx(request):
        return redirect("my_cases")
    context = {"case": find_case(person, pk), "now": timezone.now(), "mine": True}
    return render(request, "feedback/_answer.html", context)


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.person_of(request)
    found = find_case(person, pk)
    access.require(access.may_remove_words(person, found))
    verbs.erase(found, by=person, now=timezone.now())
    messages.success(request, _("Text deleted."))
    return redirect(found)
