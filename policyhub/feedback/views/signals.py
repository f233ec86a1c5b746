"""What staff tell back about the rules, for those who write them: where it gets in the way, what works."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.views.generic import ListView

from policyhub.accounts import access
from policyhub.registry.models import Flexibility, Rule

from ..pulse import low
from ..shown import shown_of
from ..told import LATELY, told_since, with_people

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
        kept = {"friction": Q(people__gt=0), "pulse": is_low}.get(self.only, told_since(self.since) | is_low)
        found: QuerySet[Rule] = rules.filter(kept).order_by("-people", "-times", "title", "pk")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rules = list(context["object_list"])
        most = max((rule.people for rule in rules), default=0)
        context |= {"found": shown_of(rules, self.since, most=most), "kept": self.only if self.only in ONLY else ""}
        return context
