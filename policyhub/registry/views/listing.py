"""The register: every rule with black, grey or not decided beside it, to be looked through and worked through."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import ListView

from policyhub.accounts import access
from policyhub.accounts.models import User

from ..forms.register import NOT_IN_FORCE, RETIRED, STATUSES, UNWRITTEN, RuleFilterForm, overdue
from ..kinds import kinds
from ..models import Flexibility, Rule
from ..models.rule import Stage
from ..requirements import missing_items_by_rule

LONG_TEXTS = ("body", "customer_text")


class RuleListView(ListView[Rule]):
    """Rules as a table. Those who document tag them in the row and choose some to put in force together;
    everybody else sees what is in force, and what is known but not yet written."""

    template_name = "registry/list.html"
    paginate_by = 50
    kind = ""
    heading: Any = gettext_lazy("Rules")

    def get_queryset(self) -> QuerySet[Rule]:
        self.person = access.person_of(self.request)
        self.all_rules = in_register(self.person, self.kind)
        self.form = RuleFilterForm(self.request.GET, person=self.person, kind=self.kind)
        rules: QuerySet[Rule] = self.form.filter(self.all_rules.select_related("owner", "team").defer(*LONG_TEXTS))
        return rules

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = kinds[self.kind].plural if self.kind else self.heading
        query = self.request.GET.copy()
        query.pop("page", None)
        query.pop("undo", None)
        context: dict[str, Any] = {
            "heading": heading,
            "form": self.form,
            "kind": self.kind,
            "query": query.urlencode(),
        }
        context |= {
            "today": timezone.localdate(),
            "counts": register_counts(self.all_rules),
            "columns": columns(self.request),
        }
        context = super().get_context_data(**context | kwargs)
        prepare_rows(context["object_list"], self.person, undo=self.request.GET.get("undo", ""))
        return context


def in_register(person: User, kind: str = "") -> Any:
    rules = Rule.objects.in_register(person, timezone.now())
    return rules.filter(kind=kind) if kind else rules


def prepare_rows(rules: Any, person: User, undo: str = "") -> None:
    """What a row shows beside the rule itself: whether ``person`` may tag it, and what it lacks."""
    missing_by_rule = missing_items_by_rule(rules) if access.may_document(person) else {}
    for rule in rules:
        rule.may_tag = access.may_write(person, rule)
        rule.lacking = missing_by_rule.get(rule.pk, []) if rule.stage == Stage.WRITTEN and not rule.retired else []
        rule.undo = previous_decision(rule) if rule.may_tag and rule.reference == undo else None


def previous_decision(rule: Rule) -> dict[str, str] | None:
    """What was decided before the last decision, for taking that back."""
    last = list(rule.decisions.order_by("-at", "-pk").values_list("chosen", "rationale")[:2])
    if not last:
        return None
    chosen, rationale = last[1] if len(last) == 2 else (Flexibility.UNDECIDED.value, "")
    return {"flexibility": chosen, "rationale": rationale}


def register_counts(rules: Any) -> dict[str, int]:
    """How many there are of each sort, in one query; retired ones count nowhere but among the retired."""
    written = Q(stage=Stage.WRITTEN) & ~RETIRED
    conditions = {
        "all": ~RETIRED,
        "black": written & Q(shown_flexibility=Flexibility.BLACK),
        "grey": written & Q(shown_flexibility=Flexibility.GREY),
        "undecided": written & Q(shown_flexibility=Flexibility.UNDECIDED),
        "unwritten": UNWRITTEN,
        "not_in_force": NOT_IN_FORCE,
        "changed": STATUSES["changed"][1],
        "waits": STATUSES["waits"][1],
        "overdue": overdue(),
        "retired": RETIRED,
    }
    totals: dict[str, int] = rules.aggregate(
        **{f"n_{name}": Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    counts = {name: totals[f"n_{name}"] for name in conditions}
    counts["decided"] = counts["black"] + counts["grey"]
    counts["ready"] = counts["not_in_force"] + counts["changed"]
    return counts


def columns(request: HttpRequest) -> list[dict[str, str]]:
    """The heads of the table; each is a link that sorts by it, once more the other way round."""
    sort = request.GET.get("sort", "title")
    sortable = [("number", _("No.")), ("title", _("Rule")), ("bends", _("Black or grey"))]
    sortable += [("", _("Why")), ("owner", _("Owner")), ("review", _("Review"))]
    heads = []
    for name, label in sortable:
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{name}" if sort == name else name
        aria_sort = {name: "ascending", f"-{name}": "descending"}.get(sort, "") if name else ""
        heads.append({"name": name, "label": label, "query": query.urlencode(), "aria_sort": aria_sort})
    return heads


@require_safe
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register as a table for a spreadsheet, filtered and sorted as it is on the page."""
    person = access.person_of(request)
    form = RuleFilterForm(request.GET, person=person)
    rules = form.filter(in_register(person).select_related("owner", "team").defer(*LONG_TEXTS))
    response = HttpResponse("".join(csv_lines(rules, person)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rules-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rules: Any, person: User) -> Iterator[str]:
    """The lines of the CSV file, read in portions; a cell that would be a formula begins with an apostrophe."""
    writer: Any = csv.writer(Echo())
    head = [_("No."), _("Rule"), _("Type"), _("Black or grey"), _("Why"), _("Status")]
    head += [_("Owner"), _("Team"), _("Next review"), _("Gaps")]
    yield "\ufeff" + writer.writerow(head)
    batch: list[Rule] = []
    for rule in rules.iterator(200):
        batch.append(rule)
        if len(batch) == 200:
            yield from (writer.writerow(csv_cells(row_rule)) for row_rule in _with_row_data(batch, person))
            batch = []
    yield from (writer.writerow(csv_cells(row_rule)) for row_rule in _with_row_data(batch, person))


def _with_row_data(rules: list[Rule], person: User) -> list[Rule]:
    prepare_rows(rules, person)
    return rules


def csv_cells(rule: Any) -> list[str]:
    kind = str(kinds[rule.kind].label) if rule.kind in kinds else ""
    flexibility = _("Unwritten") if rule.stage == Stage.UNWRITTEN else Flexibility(rule.shown_flexibility).label
    row = [
        rule.reference,
        rule.shown_title,
        kind,
        flexibility,
        rule.shown_rationale,
        status_label(rule),
        rule.owner or "",
    ]
    row += [
        rule.team or "",
        rule.next_review or "",
        "; ".join(str(missing_item.label) for missing_item in rule.lacking),
    ]
    return [escape_formula(str(cell)) for cell in row]


def status_label(rule: Any) -> str:
    """Where a rule of the register stands, in words."""
    for name, is_true in {
        "unwritten": rule.stage == Stage.UNWRITTEN,
        "retired": rule.retired,
        "waits": rule.waits,
        "changed": rule.changed,
        "in-force": rule.holds,
        "planned": rule.planned,
    }.items():
        if is_true:
            return str(STATUSES[name][0])
    return str(STATUSES["not-in-force"][0])


def escape_formula(cell: str) -> str:
    return f"'{cell}" if cell[:1] in set("=+-@\t\r\n") else cell
