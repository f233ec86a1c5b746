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
        if not access.may_document(person):
            del self.form.fields["flexibility"]  # it would tell what is decided but not in force
        filtered: QuerySet[Rule] = self.form.filter(rules)
        return filtered.order_by("title", "pk")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Whoever does not write sees each rule as its edition in force says it, never the working text."""
        paginator, page, rules, more = super().paginate_queryset(queryset, page_size)
        if not access.may_document(access.person_of(self.request)):
            editions = Edition.objects.in_force(timezone.now()).filter(rule__in=[rule.pk for rule in rules])
            said = {edition.rule_id: edition.said for edition in editions}
            for rule in (rule for rule in rules if rule.pk in said):
                rule.title, rule.flexibility = said[rule.pk]["title"], said[rule.pk]["flexibility"]
                rule.rationale = said[rule.pk]["rationale"]
        return paginator, page, rules, more

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = kinds[self.kind].plural if self.kind else self.heading
        query = self.request.GET.copy()
        query.pop("page", None)
        words: dict[str, Any] = {"heading": heading, "form": self.form, "kind": self.kind, "query": query.urlencode()}
        return super().get_context_data(**words | kwargs)
