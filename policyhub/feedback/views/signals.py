"""What staff tell back about the rules, for those who write them: where it gets in the way, what works."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.views.generic import ListView

from policyhub.accounts import access
from policyhub.registry.models import Flexibility, Rule

from ..models import OptionUse, Signal
from ..pulse import low
from ..shown import shown_of
from ..told import FRICTION, LATELY

ONLY = ("friction", "pulse")


class Signals(ListView[Rule]):
    """Rules of which something was told in the last 90 days: those that get in most people's way first.
    ``?only=friction``, ``?only=pulse`` leave out the others."""

    template_name = "feedback/signals.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Rule]:
        person = access.person_of(self.request)
        access.require(access.may_document(person))
        self.since = timezone.now() - LATELY
        self.only = self.request.GET.get("only", "")
        rules = with_people(Rule.objects.for_reader(person), self.since)
        is_low = low() & Q(flexibility=Flexibility.BLACK)
        kept = {"friction": Q(people__gt=0), "pulse": is_low}.get(self.only, told_of_since(self.since) | is_low)
        found: QuerySet[Rule] = rules.filter(kept).order_by("-people", "-times", "title", "pk")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rules = list(context["object_list"])
        most = max((rule.people for rule in rules), default=0)
        context |= {"found": shown_of(rules, self.since, most=most), "kept": self.only if self.only in ONLY else ""}
        return context


def with_people(rules: Any, since: Any) -> Any:
    """Each with how many ``people`` said that it gets in the way, how many ``times``."""
    told = Signal.objects.told().filter(FRICTION, rule=OuterRef("pk"), at__gte=since).order_by().values("rule")
    counted = told.annotate(n=Count("pk"), by=Count("person", distinct=True))
    return rules.annotate(
        people=Coalesce(Subquery(counted.values("by")), 0), times=Coalesce(Subquery(counted.values("n")), 0)
    )


def told_of_since(since: Any) -> Q:
    of_rule = {"rule": OuterRef("pk"), "at__gte": since}
    return Q(Exists(Signal.objects.told().filter(**of_rule))) | Q(Exists(OptionUse.objects.told().filter(**of_rule)))
