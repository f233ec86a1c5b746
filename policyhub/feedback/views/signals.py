"""Staff feedback on the rules, for those who write them: what gets in the way, what works."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.views.generic import ListView

from policyhub.accounts import access
from policyhub.registry.models import Flexibility, Rule

from ..counts import FEEDBACK_PERIOD, has_feedback_since, with_friction_counts
from ..pulse import has_low_pulse
from ..rule_feedback import feedback_on_rules

ONLY = ("friction", "pulse")


class StaffFeedbackView(ListView[Rule]):
    """Rules with feedback in the last 90 days, those that get in most people's way first.
    ``?only=friction``, ``?only=pulse`` leave out the others."""

    template_name = "feedback/signals.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Rule]:
        person = access.person_of(self.request)
        access.require(access.may_document(person))
        self.since = timezone.now() - FEEDBACK_PERIOD
        self.only = self.request.GET.get("only", "")
        rules = with_friction_counts(Rule.objects.for_reader(person), self.since)
        is_low = has_low_pulse() & Q(flexibility=Flexibility.BLACK)
        condition = {"friction": Q(people__gt=0), "pulse": is_low}.get(
            self.only, has_feedback_since(self.since) | is_low
        )
        queryset: QuerySet[Rule] = rules.filter(condition).order_by("-people", "-times", "title", "pk")
        return queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rules = list(context["object_list"])
        most = max((rule.people for rule in rules), default=0)
        context |= {
            "rules_feedback": feedback_on_rules(rules, self.since, most_people=most),
            "chosen_filter": self.only if self.only in ONLY else "",
        }
        return context
