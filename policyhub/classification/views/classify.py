"""Help me decide: the questions, what they suggest, the decision, and the split into core and edge."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.gaps import firm_without_reason
from policyhub.registry.models import Flexibility, Rule
from policyhub.registry.models.rule import Stage
from policyhub.registry.views.base import RuleActionView
from policyhub.registry.views.listing import in_register

from .. import forms, suggestions
from ..actions import classify, splitting
from ..actions.splitting import GreyEdge


class ClassifyView(RuleActionView):
    """What is suggested, with what speaks for and against, and the form that decides.

    ``?a=`` holds the answers so far; while some are open, the page is the next question. ``?through=1`` goes on to
    the next undecided rule afterwards.
    """

    form_class = forms.ClassifyForm
    template_name = "classification/classify.html"
    heading = gettext_lazy("Black or grey?")
    button = gettext_lazy("Classify")

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    @cached_property
    def answers(self) -> str:
        answers = self.request.POST.get("answers", "") or self.request.GET.get("a", "")
        return answers if suggestions.are_valid_answers(answers) else ""

    @cached_property
    def through(self) -> bool:
        return bool(self.request.POST.get("through", "") or self.request.GET.get("through", ""))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "a" in request.GET and len(self.answers) < len(suggestions.QUESTIONS):
            return self.render_question()
        return super().get(request, *args, **kwargs)

    def render_question(self) -> HttpResponse:
        """The first question that is open, with the way back to the one before."""
        position = len(self.answers)
        context = {
            "rule": self.rule,
            "question": suggestions.QUESTIONS[position],
            "number": position + 1,
            "of": len(suggestions.QUESTIONS),
            "answers": [(self.answers + key, key, label) for key, label in ANSWERS],
            "before": self.answers[:-1] if position else None,
            "through": self.through,
        }
        return render(self.request, "classification/question.html", context)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.rule.version, "answers": self.answers}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        judgement = suggestions.judge_rule(self.rule, self.answers)
        context = {"judgement": judgement, "answers": self.answers, "through": self.through}
        context |= {"clause_list": clause_list(judgement), "question_count": len(suggestions.QUESTIONS)}
        if self.through:
            context |= queue_position(self.person, self.rule)
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        classify.decide(self.rule, **form.cleaned_data, by=self.person, now=timezone.now())
        messages.success(self.request, _("Classified. Staff see it once it's published."))

    def get_success_url(self) -> str:
        if not self.through:
            return reverse("authoring:write", args=[self.rule.slug])
        next_rule = next_undecided(self.person, self.rule)
        return work_through_url(next_rule) if next_rule else f"{reverse('registry:list')}?stands=not-in-force"


ANSWERS = (
    (suggestions.YES, gettext_lazy("Yes")),
    (suggestions.NO, gettext_lazy("No")),
    (suggestions.UNSURE, gettext_lazy("Not sure")),
)
MOST_SHOWN = 40


def clause_list(judgement: suggestions.Judgement) -> dict[str, Any]:
    """The black and grey clauses, at most MOST_SHOWN; how many more there are, and how many are neutral."""
    rule_clauses = [clause for clause in judgement.prediction.clauses if clause.label != "neutral"]
    return {
        "clauses": rule_clauses[:MOST_SHOWN],
        "more": max(0, len(rule_clauses) - MOST_SHOWN),
        "neutral": len(judgement.prediction.clauses) - len(rule_clauses),
    }


# Working through what is not decided


def undecided_rules(person: User) -> QuerySet[Rule]:
    """Written rules that ``person`` may decide and nobody has decided yet, in the order of the register."""
    writable: Any = in_register(person).for_writer(person)
    rules: QuerySet[Rule] = writable.filter(flexibility=Flexibility.UNDECIDED, stage=Stage.WRITTEN, retired=False)
    return rules.order_by("title", "pk")


def next_undecided(person: User, after: Rule) -> Rule | None:
    """The next one behind ``after``; behind the last comes the first."""
    rules = undecided_rules(person).exclude(pk=after.pk)
    later = rules.filter(Q(title__gt=after.title) | Q(title=after.title, pk__gt=after.pk))
    return later.first() or rules.first()


def queue_position(person: User, rule: Rule) -> dict[str, Any]:
    rules = undecided_rules(person)
    before = rules.filter(Q(title__lt=rule.title) | Q(title=rule.title, pk__lt=rule.pk)).count()
    next_rule = next_undecided(person, rule)
    return {
        "place": before + 1,
        "left": rules.count(),
        "skip": work_through_url(next_rule) if next_rule else "",
    }


def work_through_url(rule: Rule) -> str:
    return f"{reverse('classification:classify', args=[rule.slug])}?through=1"


@require_safe
def work_through(request: HttpRequest) -> HttpResponse:
    """The first rule that is not decided; a page that says so when there is none."""
    person = access.person_of(request)
    access.require(access.may_document(person))
    first = undecided_rules(person).first()
    return redirect(work_through_url(first)) if first else render(request, "classification/all_decided.html")


class FirmWithoutReasonView(ListView[Rule]):
    """Firm, but for what reason? Rules with black wording behind which nobody named a reason, as far as
    whoever looks may decide them."""

    template_name = "classification/strict.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Rule]:
        person = access.person_of(self.request)
        access.require(access.may_document(person))
        rules: QuerySet[Rule] = in_register(person).for_writer(person).filter(stage=Stage.WRITTEN, retired=False)
        return rules.filter(firm_without_reason()).select_related("suggested", "owner").order_by("title", "pk")


class SplitView(RuleActionView):
    """Black core, grey edge: choose the clauses that may bend, and say why for both."""

    form_class = forms.SplitForm
    template_name = "classification/split.html"
    heading = gettext_lazy("Split into a black core and a grey edge")
    lead = gettext_lazy("What you choose moves to a new grey rule, linked to this one. The rest becomes black.")
    button = gettext_lazy("Split rule")

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    @cached_property
    def judgement(self) -> suggestions.Judgement:
        return suggestions.judge_rule(self.rule)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"clauses": self.judgement.prediction.clauses}

    def get_initial(self) -> dict[str, Any]:
        flexible = [
            str(index) for index, clause in enumerate(self.judgement.prediction.clauses) if clause.label == "grey"
        ]
        title = _("%(title)s: where it can bend") % {"title": self.rule.title}
        answers = self.request.GET.get("a", "")
        return {
            "version": self.rule.version,
            "clauses": flexible,
            "title": title[:200],
            "answers": answers if suggestions.are_valid_answers(answers) else "",
        }

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        indexes = sorted({int(index) for index in cleaned["clauses"]})
        chosen = [self.judgement.prediction.clauses[index] for index in indexes]
        shift = len(self.rule.statement) + 2  # the statement stands before the body in what was read
        spans = tuple((c.start - shift, c.end - shift) for c in chosen if c.start >= shift)
        of_statement = tuple((c.start, c.end) for c in chosen if c.start < shift)
        edge = GreyEdge(cleaned["title"], tuple(clause.text for clause in chosen), spans, of_statement)
        reasons = {"why_black": cleaned["why_black"], "why_grey": cleaned["why_grey"]}
        now, version = timezone.now(), cleaned["version"]
        self.edge = splitting.split(
            self.rule, edge, **reasons, version=version, answers=cleaned["answers"], by=self.person, now=now
        )
        message = _("You now have two rules: the black core, and “%(title)s” in grey. Next, add its situations.")
        messages.success(self.request, message % {"title": self.edge.title})

    def get_success_url(self) -> str:
        return reverse("authoring:write", args=[self.edge.slug])
