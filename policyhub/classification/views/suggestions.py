"""How often people follow the suggestions, and learning from the times they did not. For administrators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from policyhub.accounts import access
from policyhub.accounts.views.settings import AdminOnlyMixin
from policyhub.classifier import learning as lessons
from policyhub.classifier.model import shipped_model

from ..actions import training
from ..agreement import agreement, overrides, percent
from ..learning import LEFT_OUT_REASONS, REFUSAL_REASONS, SHIPPED, model_in_use
from ..models import Decision, TrainingRun

LATEST = 10  # overrides that are shown
FORMER = 20  # trainings that are shown
A_SECOND = 40  # decisions that are learnt from in one


class SuggestionsView(AdminOnlyMixin, TemplateView):
    """Agreement in figures, the last overrides, the last training before and after, and all former ones."""

    template_name = "classification/suggestions.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trainings = list(TrainingRun.objects.select_related("by").defer("changes")[:FORMER])
        rules = Decision.objects.exclude(chosen="undecided").values("rule").distinct().count()
        context = {
            "agreement": agreement(),
            "overrides": overrides()[:LATEST],
            "trainings": [TrainingSummary(row) for row in trainings],
            "last": TrainingSummary(trainings[0]) if trainings else None,
            "in_use": model_in_use().version,
            "shipped": shipped_model().version,
            "decided": rules,
            "fewest": lessons.FEWEST,
            "seconds": 2 + min(rules, lessons.MOST) // A_SECOND,
        }
        return super().get_context_data(**context | kwargs)


class TrainingSummary:
    """A training run as the page shows it: why it is not used, and its figures in percent."""

    def __init__(self, row: TrainingRun) -> None:
        self.row = row
        self.is_usable = not row.refused and row.base == shipped_model().version
        self.reasons = [REFUSAL_REASONS[why] for why in row.why_refused if why in REFUSAL_REASONS]
        self.left_out = [(LEFT_OUT_REASONS[why], n) for why, n in row.omitted.items() if why in LEFT_OUT_REASONS]

    @property
    def agreement_change(self) -> tuple[int, int] | None:
        """Agreement before and after, in percent."""
        measured = self.row.measured
        return (
            (_percent(measured["before"], "agreement"), _percent(measured["after"], "agreement")) if measured else None
        )

    @property
    def figures(self) -> list[tuple[str, int, int]]:
        """(what, before, after), in percent."""
        measured = self.row.measured
        if not measured:
            return []
        held_out, check = (
            (measured["before"], measured["after"]),
            (measured["check"]["before"], measured["check"]["after"]),
        )
        measures = [
            (_("Matches your decision"), held_out, "agreement"),
            (_("of rules you classified black"), held_out, "black"),
            (_("of rules you classified grey"), held_out, "grey"),
            (_("Black rules suggested as grey"), held_out, "black_called_grey"),
            (_("Black rules suggested as grey, in our test sentences"), check, "black_called_grey"),
        ]
        return [(label, _percent(pair[0], name), _percent(pair[1], name)) for label, pair, name in measures]


def _percent(figures: dict[str, Any], name: str) -> int:
    return percent(round(10_000 * figures[name]), 10_000)


@require_POST
def learn(request: HttpRequest) -> HttpResponse:
    """Learn from the decisions now, and say what came of it."""
    person = access.person_of(request)
    access.require(access.may_administer(person))
    report = training.learn(by=person, now=timezone.now())
    if report.is_accepted:
        before, after = (_percent(report.figures[moment], "agreement") for moment in ("before", "after"))
        message = _(
            "Trained on %(n)s decisions. On ones it hadn't seen, it now agrees %(after)s%% of the time instead of "
            "%(before)s%%."
        )
        messages.success(request, message % {"n": report.used, "before": before, "after": after})
    else:
        why = " ".join(str(REFUSAL_REASONS[why]) for why in report.refused)
        messages.warning(request, _("The suggestions are unchanged. %(why)s") % {"why": why})
    return redirect("classification:suggestions")


@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """Suggest with a former training, or with what PolicyHub came with."""
    person = access.person_of(request)
    access.require(access.may_administer(person))
    version = request.POST.get("version", "")
    try:
        changed = training.use_version(version, by=person, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("classification:suggestions")
    label = _("the built-in suggestions") if version == SHIPPED else version
    message = _("Now in use: %(version)s.") if changed else _("Already in use: %(version)s.")
    messages.success(request, message % {"version": label})
    return redirect("classification:suggestions")
