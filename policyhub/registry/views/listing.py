"""The list of rules."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import ListView

from policyhub.accounts import access

from ..forms import RuleFilterForm
from ..kinds import kinds
from ..models import Edition, Rule
from ..models.edition import Change, State
from ..models.rule import Stage


class RuleList(ListView[Rule]):
    """Rules with black, grey or not decided beside each. Whoever does not write sees what is in force
    and what is known but not yet written."""

    template_name = "registry/list.html"
    paginate_by = 50
    kind = ""
    heading: Any = gettext_lazy("Rules")

    def get_queryset(self) -> QuerySet[Rule]:
        person = access.person_of(self.request)
        now = timezone.now()
        rules = Rule.objects.for_reader(person).select_related("owner").defer("body", "customer_text")
        if not access.may_document(person):
            unwritten = rules.filter(stage=Stage.UNWRITTEN)
            rules = rules.with_edition_in_force(now) | unwritten
        editions = Edition.objects.filter(rule=OuterRef("pk"))
        in_force = Edition.objects.in_force(now).filter(rule=OuterRef("pk"))
        rules = rules.annotate(
            waits=Exists(editions.filter(state=State.WAITING)),
            holds=Exists(in_force.exclude(change=Change.RETIRE)),
            retired=Exists(in_force.filter(change=Change.RETIRE)),
        )
        if self.kind:
            rules = rules.filter(kind=self.kind)
        self.form = RuleFilterForm(self.request.GET)
        filtered: QuerySet[Rule] = self.form.filter(rules)
        return filtered.order_by("title", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = kinds[self.kind].plural if self.kind else self.heading
        query = self.request.GET.copy()
        query.pop("page", None)
        words: dict[str, Any] = {"heading": heading, "form": self.form, "kind": self.kind, "query": query.urlencode()}
        return super().get_context_data(**words | kwargs)
