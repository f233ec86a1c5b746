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
from policyhub.registry.requirements import missing_items
from policyhub.registry.views.base import RuleActionView
from policyhub.ui.pages import FormPageView, add_errors

from . import actions, forms
from .models import Outcome, Review, Round
from .queue import assigned_to, next_day, queue

ON_A_PAGE = 50


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What is due, most urgent first."""
    person, now, today = access.require_documenter(request), timezone.now(), timezone.localdate()
    waiting, form = queue(person, now, today), forms.ReviewFilterForm(request.GET)
    late = Q(due__lt=today)
    counts = waiting.aggregate(
        all=Count("pk"), overdue=Count("pk", filter=late), mine=Count("pk", filter=assigned_to(person))
    )
    form.is_valid()
    if form.cleaned_data.get("mine"):
        waiting = waiting.filter(assigned_to(person))
    if form.cleaned_data.get("overdue"):
        waiting = waiting.filter(late)
    if form.cleaned_data.get("team"):
        waiting = waiting.filter(team=form.cleaned_data["team"])
    page = Paginator(waiting.select_related("owner", "team").defer("body", "customer_text"), ON_A_PAGE)
    rules = page.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    add_open_reviews(list(rules))
    context = {"rules": rules, "form": form, "counts": counts, "today": today, "query": query.urlencode()}
    context["next_day"] = None if counts["all"] else next_day(person, now, today)
    context["rounds"] = Round.objects.with_progress().filter(closed_at=None)
    return render(request, "reviews/queue.html", context)


def add_open_reviews(rules: list[Any]) -> None:
    """Give each rule its open review as ``opened``, all in one query."""
    open_reviews = Review.objects.open().filter(rule__in=rules).select_related("reviewer", "round")
    by_rule = {review.rule_id: review for review in open_reviews}
    for rule in rules:
        rule.opened = by_rule.get(rule.pk)


class ReviewActionView(RuleActionView):
    """A page about the review of one rule: for whoever writes it, and for the reviewer."""

    def is_allowed(self, person: User) -> bool:
        self.opened = Review.objects.open().filter(rule=self.rule).select_related("reviewer", "round").first()
        is_reviewer = self.opened is not None and self.opened.reviewer_id == person.pk
        return is_reviewer or access.may_write(person, self.rule)


class RecordOutcomeView(ReviewActionView):
    """The rule as it stands, what there is to know of it, and what comes of looking at it."""

    form_class = forms.ReviewOutcomeForm
    template_name = "reviews/review.html"
    heading = gettext_lazy("Review")
    button = gettext_lazy("Record outcome")

    def get_initial(self) -> dict[str, Any]:
        snapshot = actions.ReviewSnapshot.of(self.rule)
        ahead = forms.months_later(timezone.localdate(), self.rule.review_months)
        return {"review": snapshot.review, "day": snapshot.next_review, "next_day": ahead}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, edition = timezone.now(), self.rule.edition_at(timezone.now())
        content = edition.content_data if edition and not edition.retires else draft(self.rule)
        context = {
            "heading": _("Review: %(title)s") % {"title": content["title"]},
            "opened": self.opened,
            "edition": edition,
            "said": content,
            "lacking": missing_items(content, meets_customers=self.rule.meets_customers),
            "before": Review.objects.closed().filter(rule=self.rule)[:5],
            "decisions": self.rule.decisions.order_by("-at", "-pk")[:5],
            "editions": self.rule.editions.count(),
            "now": now,
        }
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        self.review = actions.close_review(
            self.rule,
            cleaned["outcome"],
            cleaned["evidence"],
            cleaned["next_day"],
            snapshot=form.snapshot(),
            by=self.person,
            now=timezone.now(),
        )
        messages.success(self.request, _("Recorded: %(outcome)s.") % {"outcome": self.review.get_outcome_display()})

    def get_success_url(self) -> str:
        """An outcome starts the work that it asks for."""
        work = {
            Outcome.REWORD: "authoring:edit",
            Outcome.MORE: "classification:classify",
            Outcome.LESS: "classification:classify",
            Outcome.RETIRE: "publishing:retire",
        }
        if self.review.outcome == Outcome.NEW:
            return reverse("authoring:new")
        outcome = Outcome(self.review.outcome)
        possible = access.may_write(self.person, self.rule)
        return (
            reverse(work[outcome], args=[self.rule.slug]) if outcome in work and possible else reverse("reviews:list")
        )


class RequestReviewView(ReviewActionView):
    """Review now: ask for a look at a rule before its day."""

    form_class = forms.RequestReviewForm
    heading = gettext_lazy("Request a review")
    lead = gettext_lazy("It joins the review queue and appears in the owner's To do.")
    button = gettext_lazy("Request review")

    def act(self, form: Any) -> None:
        actions.open_review(self.rule, note=form.cleaned_data["note"], by=self.person, now=timezone.now())

    def get_success_url(self) -> str:
        return reverse("reviews:review", args=[self.rule.slug])


class NextReviewView(ReviewActionView):
    """Another day for the next review."""

    form_class = forms.NextReviewForm
    heading = gettext_lazy("Next review date")
    button = gettext_lazy("Save date")

    def get_initial(self) -> dict[str, Any]:
        return {"day": self.rule.next_review}

    def act(self, form: Any) -> None:
        actions.set_next_review(self.rule, form.cleaned_data["day"], by=self.person, now=timezone.now())
        messages.success(self.request, _("Saved."))


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    access.require_documenter(request)
    return render(request, "reviews/rounds.html", {"rounds": Round.objects.with_progress().select_related("reviewer")})


class NewRoundView(FormPageView):
    """Pick rules, a person and a day. How many rules that are is said before it begins."""

    form_class = forms.RoundForm
    template_name = "reviews/round_new.html"
    heading = gettext_lazy("New review round")
    lead = gettext_lazy("Several rules, reviewed by one person by a due date.")
    button = gettext_lazy("Start review round")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.require_documenter(request)
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
            review_round = actions.open_round(form.instance, rules, by=self.person, now=timezone.now())
        except ValidationError as problem:
            add_errors(form, problem)
            return self.form_invalid(form)
        return redirect(review_round)


@require_safe
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A round's progress and its rules."""
    person = access.require_documenter(request)
    review_round = get_object_or_404(Round.objects.with_progress().select_related("reviewer"), pk=pk)
    readable = Rule.objects.for_reader(person)
    reviews = (
        review_round.reviews.filter(rule__in=readable)
        .select_related("rule", "reviewer")
        .order_by("closed_at", "due", "pk")
    )
    context = {"round": review_round, "reviews": reviews, "may_close": may_close(person, review_round)}
    return render(request, "reviews/round.html", context)


def may_close(person: User, review_round: Round) -> bool:
    return person.is_admin or person.pk in {review_round.opened_by_id, review_round.reviewer_id}


@require_POST
def close_round(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.require_documenter(request)
    review_round = get_object_or_404(Round, pk=pk)
    access.require(may_close(person, review_round))
    actions.close_round(review_round, by=person, now=timezone.now())
    return redirect(review_round)
