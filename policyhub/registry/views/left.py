"""What is left to do: one page that counts and draws it, and a list of each."""

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

from ..gaps import Left, all_left
from ..models import Rule
from ..models.rule import yes
from .listing import HEAVY, in_register

FIRST = 5


@dataclass(frozen=True)
class Found:
    """One row of the page: how many rules, and the first of them with where each is mended."""

    row: Left
    count: int
    share: str  # of all rules, as the drawing has it
    first: list[tuple[Rule, str]]


@dataclass(frozen=True)
class Overview:
    total: int
    complete: int
    share: str
    rows: list[Found]  # those of which something is left
    done: list[Left]


def not_retired(person: User) -> QuerySet[Rule]:
    """Rules that are for ``person`` to write, each with where it stands."""
    rules: QuerySet[Rule] = in_register(person).for_writer(person).filter(retired=False)
    return rules


def overview(person: User) -> Overview:
    """All rows at once. Two questions to the database, however many rules there are."""
    table = list(all_left())
    marks = {f"left_{n}": yes(row.q) for n, row in enumerate(table)}
    marked = not_retired(person).annotate(**marks).order_by("title", "pk")
    rules = list(marked.values_list("pk", *marks))
    keys = [[key for key, *left in rules if left[n]] for n in range(len(table))]
    wanted = {key for of_row in keys for key in of_row[:FIRST]}
    there = {rule.pk: rule for rule in Rule.objects.filter(pk__in=wanted).defer(*HEAVY)}
    total, complete = len(rules), sum(not any(left) for _key, *left in rules)
    found = [
        Found(row, len(of_row), width(len(of_row), total), [(there[k], row.address(there[k])) for k in of_row[:FIRST]])
        for row, of_row in zip(table, keys, strict=True)
    ]
    left = [one for one in found if one.count]
    return Overview(total, complete, width(complete, total), left, [one.row for one in found if not one.count])


def width(n: int, of: int) -> str:
    """A width for a drawing; what there is anything of can be seen."""
    return f"{max(100 * n / of, 0.5):.1f}%" if n else "0%"


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    person = access.person_of(request)
    access.require(access.may_document(person))
    return render(request, "registry/gaps.html", {"found": overview(person)})


class LeftList(ListView[Rule]):
    """All rules for which one thing is left to do, each with where it is mended."""

    template_name = "registry/gap_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Rule]:
        self.person = access.person_of(self.request)
        access.require(access.may_document(self.person))
        row = next((row for row in all_left() if row.name == self.kwargs["name"]), None)
        if row is None:
            raise Http404(_("There's no such list."))
        self.row = row
        rules = not_retired(self.person).filter(row.q).select_related("owner").defer(*HEAVY)
        return rules.order_by("title", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(row=self.row, **kwargs)
        context["rules"] = [(rule, self.row.address(rule)) for rule in context["object_list"]]
        return context
