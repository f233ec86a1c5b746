"""The queue of reviews, the review of one rule, and rounds."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.content import draft
from policyhub.registry.models import Rule
from policyhub.registry.requirements import lacks
from policyhub.registry.views.base import RulePage
from policyhub.ui.pages import FormPage, add_problem

from . import actions, forms
from .models import Outcome, Review, Round
from .queue import mine, next_day, queue

ON_A_PAGE = 50


def documenter(request: HttpRequest) -> User:
    person = access.person_of(request)
    access.require(access.may_document(person))
    return person


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What is due, most urgent first."""
    person, now, today = documenter(request), timezone.now(), timezone.localdate()
    waiting, form = queue(person, now, today), forms.QueueForm(request.GET)
    late = Q(due__lt=today)
    counts = waiting.aggregate(
        all=Count("pk"), overdue=Count("pk", filter=late), mine=Count("pk", filter=mine(person))
    )
    form.is_valid()
    if form.cleaned_data.get("mine"):
        waiting = waiting.filter(mine(person))
    if form.cleaned_data.get("overdue"):
        waiting = waiting.filter(late)
    if form.cleaned_data.get("team"):
        waiting = waiting.filter(team=form.cleaned_data["team"])
    page = Paginator(waiting.select_related("owner", "team").defer("body", "customer_text"), ON_A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    with_reviews(list(shown))
    context = {"rules": shown, "form": form, "counts": counts, "today": today, "query": query.urlencode()}
    context["next_day"] = None if counts["all"] else next_day(person, now, today)
    context["rounds"] = Round.objects.with_progress().filter(closed_at=None)
    return render(request, "reviews/queue.html", context)


def with_reviews(rules: list[Any]) -> None:
    """Give each rule its open review as ``opened``, all in one query."""
    there = Review.objects.open().filter(rule__in=rules).select_related("reviewer", "round")
    found = {review.rule_id: review for review in there}
    for rule in rules:
        rule.opened = found.get(rule.pk)


class ReviewPage(RulePage):
    """A page about the review of one rule: for whoever writes it, and for the reviewer."""

    def allowed(self, person: User) -> bool:
        self.opened = Review.objects.open().filter(rule=self.rule).select_related("reviewer", "round").first()
        mine = self.opened is not None and self.opened.reviewer_id == person.pk
        return mine or access.may_write(person, self.rule)


class RecordOutcome(ReviewPage):
    """The rule as it stands, what there is to know of it, and what comes of looking at it."""

    form_class = forms.OutcomeForm
    template_name = "reviews/review.html"
    heading = gettext_lazy("Review")
    button = gettext_lazy("Record outcome")

    def get_initial(self) -> dict[str, Any]:
        seen = actions.Seen.of(self.rule)
        ahead = forms.months_later(timezone.localdate(), self.rule.review_months)
        return {"review": seen.review, "day": seen.next_review, "next_day": ahead}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, edition = timezone.now(), self.rule.edition_at(timezone.now())
        said = edition.said if edition and not edition.retires else draft(self.rule)
        words = {
            "heading": _("Review: %(title)s") % {"title": said["title"]},
            "opened": self.opened,
            "edition": edition,
            "said": said,
            "lacking": lacks(said, meets_customers=self.rule.meets_customers),
            "before": Review.objects.closed().filter(rule=self.rule)[:5],
            "decisions": self.rule.decisions.order_by("-at", "-pk")[:5],
            "editions": self.rule.editions.count(),
            "now": now,
        }
        return super().get_context_data(**words | kwargs)

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        self.review = actions.close_review(
            self.rule,
            cleaned["outcome"],
            cleaned["evidence"],
            cleaned["next_day"],
            seen=form.seen(),
            by=self.person,
            now=timezone.now(),
        )
        messages.success(self.request, _("Recorded: %(outcome)s.") % {"outcome": self.review.get_outcome_display()})

    def get_success_url(self) -> str:
        """An outcome starts the work that it asks for."""
        work = {
            Outcome.REWORD: "rule_edit",
            Outcome.MORE: "rule_decide",
            Outcome.LESS: "rule_decide",
            Outcome.RETIRE: "rule_retire",
        }
        if self.review.outcome == Outcome.NEW:
            return reverse("rule_new")
        outcome = Outcome(self.review.outcome)
        possible = access.may_write(self.person, self.rule)
        return reverse(work[outcome], args=[self.rule.slug]) if outcome in work and possible else reverse("reviews")


class Ask(ReviewPage):
    """Review now: ask for a look at a rule before its day."""

    form_class = forms.AskForm
    heading = gettext_lazy("Request a review")
    lead = gettext_lazy("It joins the review queue and appears in the owner's To do.")
    button = gettext_lazy("Request review")

    def act(self, form: Any) -> None:
        actions.open_review(self.rule, note=form.cleaned_data["note"], by=self.person, now=timezone.now())

    def get_success_url(self) -> str:
        return reverse("review", args=[self.rule.slug])


class SetDay(ReviewPage):
    """Another day for the next review."""

    form_class = forms.DayForm
    heading = gettext_lazy("Next review date")
    button = gettext_lazy("Save date")

    def get_initial(self) -> dict[str, Any]:
        return {"day": self.rule.next_review}

    def act(self, form: Any) -> None:
        actions.set_day(self.rule, form.cleaned_data["day"], by=self.person, now=timezone.now())
        messages.success(self.request, _("Saved."))


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    documenter(request)
    return render(request, "reviews/rounds.html", {"rounds": Round.objects.with_progress().select_related("reviewer")})


class NewRound(FormPage):
    """Pick rules, a person and a day. How many rules that are is said before it begins."""

    form_class = forms.RoundForm
    template_name = "reviews/round_new.html"
    heading = gettext_lazy("New review round")
    lead = gettext_lazy("Several rules, reviewed by one person by a due date.")
    button = gettext_lazy("Start review round")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = documenter(request)
        return super().dispatch(request, *args, **kwargs)

    def rules(self, form: Any) -> list[Rule]:
        rules = form.pick(Rule.objects.in_register(self.person, timezone.now())).defer("body", "customer_text")
        return [rule for rule in rules.order_by("pk") if access.may_write(self.person, rule)]

    def form_valid(self, form: Any) -> HttpResponse:
        rules = self.rules(form)
        if "count" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, rules=rules))
        form.instance.picked = form.picked()
        try:
            made = actions.open_round(form.instance, rules, by=self.person, now=timezone.now())
        except ValidationError as problem:
            add_problem(form, problem)
            return self.form_invalid(form)
        return redirect(made)


@require_safe
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """A round's progress and its rules."""
    person = documenter(request)
    found = get_object_or_404(Round.objects.with_progress().select_related("reviewer"), pk=pk)
    readable = Rule.objects.for_reader(person)
    there = (
        found.reviews.filter(rule__in=readable).select_related("rule", "reviewer").order_by("closed_at", "due", "pk")
    )
    context = {"round": found, "reviews": there, "may_close": may_close(person, found)}
    return render(request, "reviews/round.html", context)


def may_close(person: User, found: Round) -> bool:
    return person.is_admin or person.pk in {found.opened_by_id, found.reviewer_id}


@require_POST
def close_round(request: HttpRequest, pk: int) -> HttpResponse:
    person = documenter(request)
    found = get_object_or_404(Round, pk=pk)
    access.require(may_close(person, found))
    actions.close_round(found, by=person, now=timezone.now())
    return redirect(found)
