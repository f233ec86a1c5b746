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
from policyhub.registry.views.base import RulePage
from policyhub.registry.views.listing import in_register

from .. import forms
from .. import suggestions as judging
from ..actions import classify, splitting
from ..actions.splitting import Edge


class Decide(RulePage):
    """What is suggested, with what speaks for and against, and the form that decides.

    ``?a=`` holds the answers so far; while some are open, the page is the next question. ``?through=1`` goes on to
    the next undecided rule afterwards.
    """

    form_class = forms.DecideForm
    template_name = "classification/classify.html"
    heading = gettext_lazy("Black or grey?")
    button = gettext_lazy("Classify")

    def allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    @cached_property
    def answers(self) -> str:
        found = self.request.POST.get("answers", "") or self.request.GET.get("a", "")
        return found if judging.is_answers(found) else ""

    @cached_property
    def through(self) -> bool:
        return bool(self.request.POST.get("through", "") or self.request.GET.get("through", ""))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "a" in request.GET and len(self.answers) < len(judging.QUESTIONS):
            return self.question()
        return super().get(request, *args, **kwargs)

    def question(self) -> HttpResponse:
        """The first question that is open, with the way back to the one before."""
        at = len(self.answers)
        context = {
            "rule": self.rule,
            "question": judging.QUESTIONS[at],
            "number": at + 1,
            "of": len(judging.QUESTIONS),
            "answers": [(self.answers + key, key, words) for key, words in ANSWERS],
            "before": self.answers[:-1] if at else None,
            "through": self.through,
        }
        return render(self.request, "classification/question.html", context)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.rule.version, "answers": self.answers}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        judgement = judging.judge(self.rule, self.answers)
        words = {"judgement": judgement, "answers": self.answers, "through": self.through}
        words |= {"shown": shown_clauses(judgement), "asked": len(judging.QUESTIONS)}
        if self.through:
            words |= place_among(self.person, self.rule)
        return super().get_context_data(**words | kwargs)

    def act(self, form: Any) -> None:
        classify.decide(self.rule, **form.cleaned_data, by=self.person, now=timezone.now())
        messages.success(self.request, _("Classified. Staff see it once it's published."))

    def get_success_url(self) -> str:
        if not self.through:
            return reverse("rule_write", args=[self.rule.slug])
        following = next_undecided(self.person, self.rule)
        return through_address(following) if following else f"{reverse('rules')}?stands=not-in-force"


ANSWERS = (
    (judging.YES, gettext_lazy("Yes")),
    (judging.NO, gettext_lazy("No")),
    (judging.UNSURE, gettext_lazy("Not sure")),
)
MOST_SHOWN = 40


def shown_clauses(judgement: judging.Judgement) -> dict[str, Any]:
    """The clauses that say firm or free, as far as a page bears them, and how many were left out."""
    telling = [clause for clause in judgement.text.clauses if clause.label != "neutral"]
    return {
        "clauses": telling[:MOST_SHOWN],
        "more": max(0, len(telling) - MOST_SHOWN),
        "neutral": len(judgement.text.clauses) - len(telling),
    }


# Working through what is not decided


def undecided(person: User) -> QuerySet[Rule]:
    """Written rules that ``person`` may decide and nobody has decided yet, in the order of the register."""
    mine: Any = in_register(person).for_writer(person)
    rules: QuerySet[Rule] = mine.filter(flexibility=Flexibility.UNDECIDED, stage=Stage.WRITTEN, retired=False)
    return rules.order_by("title", "pk")


def next_undecided(person: User, after: Rule) -> Rule | None:
    """The next one behind ``after``; behind the last comes the first."""
    rules = undecided(person).exclude(pk=after.pk)
    behind = rules.filter(Q(title__gt=after.title) | Q(title=after.title, pk__gt=after.pk))
    return behind.first() or rules.first()


def place_among(person: User, rule: Rule) -> dict[str, Any]:
    rules = undecided(person)
    before = rules.filter(Q(title__lt=rule.title) | Q(title=rule.title, pk__lt=rule.pk)).count()
    following = next_undecided(person, rule)
    return {
        "place": before + 1,
        "left": rules.count(),
        "skip": through_address(following) if following else "",
    }


def through_address(rule: Rule) -> str:
    return f"{reverse('rule_decide', args=[rule.slug])}?through=1"


@require_safe
def work_through(request: HttpRequest) -> HttpResponse:
    """The first rule that is not decided; a page that says so when there is none."""
    person = access.person_of(request)
    access.require(access.may_document(person))
    first = undecided(person).first()
    return redirect(through_address(first)) if first else render(request, "classification/all_decided.html")


class Firm(ListView[Rule]):
    """Firm, but for what reason? Rules with black wording behind which nobody named a reason, as far as
    whoever looks may decide them."""

    template_name = "classification/strict.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Rule]:
        person = access.person_of(self.request)
        access.require(access.may_document(person))
        rules: QuerySet[Rule] = in_register(person).for_writer(person).filter(stage=Stage.WRITTEN, retired=False)
        return rules.filter(firm_without_reason()).select_related("suggested", "owner").order_by("title", "pk")


class Split(RulePage):
    """Black core, grey edge: choose the clauses that may bend, and say why for both."""

    form_class = forms.SplitForm
    template_name = "classification/split.html"
    heading = gettext_lazy("Split into a black core and a grey edge")
    lead = gettext_lazy("What you choose moves to a new grey rule, linked to this one. The rest becomes black.")
    button = gettext_lazy("Split rule")

    def allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    @cached_property
    def judgement(self) -> judging.Judgement:
        return judging.judge(self.rule)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"clauses": self.judgement.text.clauses}

    def get_initial(self) -> dict[str, Any]:
        free = [str(at) for at, clause in enumerate(self.judgement.text.clauses) if clause.label == "grey"]
        title = _("%(title)s: where it can bend") % {"title": self.rule.title}
        answers = self.request.GET.get("a", "")
        return {
            "version": self.rule.version,
            "clauses": free,
            "title": title[:200],
            "answers": answers if judging.is_answers(answers) else "",
        }

    def act(self, form: Any) -> None:
        said = form.cleaned_data
        places = sorted({int(at) for at in said["clauses"]})
        chosen = [self.judgement.text.clauses[at] for at in places]
        shift = len(self.rule.statement) + 2  # the statement stands before the body in what was read
        spans = tuple((c.start - shift, c.end - shift) for c in chosen if c.start >= shift)
        of_statement = tuple((c.start, c.end) for c in chosen if c.start < shift)
        edge = Edge(said["title"], tuple(clause.text for clause in chosen), spans, of_statement)
        why = {"why_black": said["why_black"], "why_grey": said["why_grey"]}
        now, version = timezone.now(), said["version"]
        self.edge = splitting.split(
            self.rule, edge, **why, version=version, answers=said["answers"], by=self.person, now=now
        )
        words = _("You now have two rules: the black core, and “%(title)s” in grey. Next, add its situations.")
        messages.success(self.request, words % {"title": self.edge.title})

    def get_success_url(self) -> str:
        return reverse("rule_write", args=[self.edge.slug])
