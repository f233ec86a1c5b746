"""The page of all gaps, with counts and bars, and the list of the rules that have one of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from policyhub.accounts import access
from policyhub.accounts.models import User

from ..gaps import Gap, all_gaps
from ..models import Rule
from ..models.rule import boolean_column
from .listing import LONG_TEXTS, in_register

RULES_SHOWN = 5


@dataclass(frozen=True)
class GapRow:
    """One row of the page: how many rules have the gap, and the first of them with where each is filled in."""

    gap: Gap
    count: int
    share: str  # of all rules, as the drawing has it
    rules: list[tuple[Rule, str]]


@dataclass(frozen=True)
class GapOverview:
    total: int
    complete: int
    share: str
    rows: list[GapRow]  # those of which something is left
    closed_gaps: list[Gap]


def not_retired(person: User) -> QuerySet[Rule]:
    """Rules that are for ``person`` to write, each with where it stands."""
    rules: QuerySet[Rule] = in_register(person).for_writer(person).filter(retired=False)
    return rules


def gap_overview(person: User) -> GapOverview:
    """How many rules of ``person`` have each gap. Two queries, however many rules there are."""
    gaps = list(all_gaps())
    gap_columns = {f"left_{n}": boolean_column(gap.q) for n, gap in enumerate(gaps)}
    marked = not_retired(person).annotate(**gap_columns).order_by("title", "pk")
    rules = list(marked.values_list("pk", *gap_columns))
    keys_by_gap = [[key for key, *open_gaps in rules if open_gaps[n]] for n in range(len(gaps))]
    shown_keys = {key for gap_keys in keys_by_gap for key in gap_keys[:RULES_SHOWN]}
    rules_by_key = {rule.pk: rule for rule in Rule.objects.filter(pk__in=shown_keys).defer(*LONG_TEXTS)}
    total, complete = len(rules), sum(not any(open_gaps) for _key, *open_gaps in rules)
    rows = [
        GapRow(
            gap,
            len(gap_keys),
            width(len(gap_keys), total),
            [(rules_by_key[k], gap.address(rules_by_key[k])) for k in gap_keys[:RULES_SHOWN]],
        )
        for gap, gap_keys in zip(gaps, keys_by_gap, strict=True)
    ]
    open_gaps = [row for row in rows if row.count]
    return GapOverview(total, complete, width(complete, total), open_gaps, [row.gap for row in rows if not row.count])


def width(n: int, total: int) -> str:
    """A width for a drawing; what there is anything of can be seen."""
    return f"{max(100 * n / total, 0.5):.1f}%" if n else "0%"


@require_safe
def gaps_page(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(access.may_document(person))
    return render(request, "registry/gaps.html", {"overview": gap_overview(person)})


class GapListView(ListView[Rule]):
    """All rules that have one gap, each with the address where it is filled in."""

    template_name = "registry/gap_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Rule]:
        self.person = access.person_of(self.request)
        access.require(access.may_document(self.person))
        gap = next((gap for gap in all_gaps() if gap.name == self.kwargs["name"]), None)
        if gap is None:
            raise Http404(_("There's no such list."))
        self.gap = gap
        rules = not_retired(self.person).filter(gap.q).select_related("owner").defer(*LONG_TEXTS)
        return rules.order_by("title", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(gap=self.gap, **kwargs)
        context["rules"] = [(rule, self.gap.address(rule)) for rule in context["object_list"]]
        return context
