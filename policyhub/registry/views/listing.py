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

from ..forms.register import NOT_IN_FORCE, RETIRED, STANDS, UNWRITTEN, RuleFilterForm, overdue
from ..kinds import kinds
from ..models import Flexibility, Rule
from ..models.rule import Stage
from ..requirements import lacks_of_all

HEAVY = ("body", "customer_text")


class RuleList(ListView[Rule]):
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
        shown: QuerySet[Rule] = self.form.filter(self.all_rules.select_related("owner", "team").defer(*HEAVY))
        return shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = kinds[self.kind].plural if self.kind else self.heading
        query = self.request.GET.copy()
        query.pop("page", None)
        query.pop("undo", None)
        words: dict[str, Any] = {"heading": heading, "form": self.form, "kind": self.kind, "query": query.urlencode()}
        words |= {"today": timezone.localdate(), "counts": counts(self.all_rules), "columns": columns(self.request)}
        words = super().get_context_data(**words | kwargs)
        prepare_rows(words["object_list"], self.person, undo=self.request.GET.get("undo", ""))
        return words


def in_register(person: User, kind: str = "") -> Any:
    rules = Rule.objects.in_register(person, timezone.now())
    return rules.filter(kind=kind) if kind else rules


def prepare_rows(rules: Any, person: User, undo: str = "") -> None:
    """What a row shows beside the rule itself: whether ``person`` may tag it, and what it lacks."""
    lacking = lacks_of_all(rules) if access.may_document(person) else {}
    for rule in rules:
        rule.may_tag = access.may_write(person, rule)
        rule.lacking = lacking.get(rule.pk, []) if rule.stage == Stage.WRITTEN and not rule.retired else []
        rule.undo = before_last(rule) if rule.may_tag and rule.reference == undo else None


def before_last(rule: Rule) -> dict[str, str] | None:
    """What was decided before the last decision, for taking that back."""
    last = list(rule.decisions.order_by("-at", "-pk").values_list("chosen", "rationale")[:2])
    if not last:
        return None
    chosen, rationale = last[1] if len(last) == 2 else (Flexibility.UNDECIDED.value, "")
    return {"flexibility": chosen, "rationale": rationale}


def counts(rules: Any) -> dict[str, int]:
    """How many there are of each sort, in one query; retired ones count nowhere but among the retired."""
    written = Q(stage=Stage.WRITTEN) & ~RETIRED
    sorts = {
        "all": ~RETIRED,
        "black": written & Q(shown_flexibility=Flexibility.BLACK),
        "grey": written & Q(shown_flexibility=Flexibility.GREY),
        "undecided": written & Q(shown_flexibility=Flexibility.UNDECIDED),
        "unwritten": UNWRITTEN,
        "not_in_force": NOT_IN_FORCE,
        "changed": STANDS["changed"][1],
        "waits": STANDS["waits"][1],
        "overdue": overdue(),
        "retired": RETIRED,
    }
    found: dict[str, int] = rules.aggregate(**{f"n_{name}": Count("pk", filter=of) for name, of in sorts.items()})
    counted = {name: found[f"n_{name}"] for name in sorts}
    counted["decided"] = counted["black"] + counted["grey"]
    counted["ready"] = counted["not_in_force"] + counted["changed"]
    return counted


def columns(request: HttpRequest) -> list[dict[str, str]]:
    """The heads of the table; each is a link that sorts by it, once more the other way round."""
    sort = request.GET.get("sort", "title")
    named = [("number", _("No.")), ("title", _("Rule")), ("bends", _("Black or grey"))]
    named += [("", _("Why")), ("owner", _("Owner")), ("review", _("Review"))]
    heads = []
    for name, words in named:
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{name}" if sort == name else name
        way = {name: "ascending", f"-{name}": "descending"}.get(sort, "") if name else ""
        heads.append({"name": name, "words": words, "query": query.urlencode(), "way": way})
    return heads


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The register as a table for a spreadsheet, filtered and sorted as it is on the page."""
    person = access.person_of(request)
    form = RuleFilterForm(request.GET, person=person)
    rules = form.filter(in_register(person).select_related("owner", "team").defer(*HEAVY))
    response = HttpResponse("".join(lines(rules, person)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rules-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def lines(rules: Any, person: User) -> Iterator[str]:
    """The lines of the CSV file, read in portions; a cell that would be a formula begins with an apostrophe."""
    writer: Any = csv.writer(Echo())
    head = [_("No."), _("Rule"), _("Type"), _("Black or grey"), _("Why"), _("Status")]
    head += [_("Owner"), _("Team"), _("Next review"), _("Gaps")]
    yield "\ufeff" + writer.writerow(head)
    page: list[Rule] = []
    for rule in rules.iterator(200):
        page.append(rule)
        if len(page) == 200:
            yield from (writer.writerow(cells(one)) for one in prepared(page, person))
            page = []
    yield from (writer.writerow(cells(one)) for one in prepared(page, person))


def prepared(rules: list[Rule], person: User) -> list[Rule]:
    prepare_rows(rules, person)
    return rules


def cells(rule: Any) -> list[str]:
    kind = str(kinds[rule.kind].label) if rule.kind in kinds else ""
    bends = _("Unwritten") if rule.stage == Stage.UNWRITTEN else Flexibility(rule.shown_flexibility).label
    row = [rule.reference, rule.shown_title, kind, bends, rule.shown_rationale, stands(rule), rule.owner or ""]
    row += [rule.team or "", rule.next_review or "", "; ".join(str(lack.words) for lack in rule.lacking)]
    return [safe(str(cell)) for cell in row]


def stands(rule: Any) -> str:
    """Where a rule of the register stands, in words."""
    for name, there in {
        "unwritten": rule.stage == Stage.UNWRITTEN,
        "retired": rule.retired,
        "waits": rule.waits,
        "changed": rule.changed,
        "in-force": rule.holds,
        "planned": rule.planned,
    }.items():
        if there:
            return str(STANDS[name][0])
    return str(STANDS["not-in-force"][0])


def safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in set("=+-@\t\r\n") else cell
