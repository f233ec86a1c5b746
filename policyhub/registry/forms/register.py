"""The forms of the register: what is shown, and what is done in it."""

from typing import Any, Protocol

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policyhub.accounts import access
from policyhub.accounts.models import Team, User
from policyhub.ui.form_messages import OwnMessagesMixin

from ..kinds import kinds
from ..models import Flexibility, Rule
from ..models.rule import Stage

UNWRITTEN, RETIRED = Q(stage=Stage.UNWRITTEN), Q(retired=True)
NOT_IN_FORCE = Q(stage=Stage.WRITTEN, holds=False, retired=False, planned=False)
# Where a rule stands, as the filter and the counts name it
STATUSES: dict[str, tuple[Any, Q]] = {
    "in-force": (_("In force"), Q(holds=True)),
    "changed": (_("Unpublished changes"), Q(changed=True)),
    "not-in-force": (_("Draft"), NOT_IN_FORCE),
    "waits": (_("Awaiting approval"), Q(waits=True)),
    "planned": (_("Scheduled"), Q(planned=True)),
    "unwritten": (_("Unwritten"), UNWRITTEN),
    "retired": (_("Retired"), RETIRED),
}
ORDERS = {
    "number": "pk",
    "title": "shown_title",
    "bends": "shown_flexibility",
    "owner": "owner__name",
    "review": "next_review",
}


def overdue() -> Q:
    """In force, and not looked at again by its day."""
    return Q(holds=True, next_review__lt=timezone.localdate())


class ExtraFilter(Protocol):
    """A filter that another app adds, for those who document."""

    name: str

    def field(self) -> forms.Field: ...

    def filter(self, rules: Any, chosen: Any) -> Any: ...


extra_filters: list[ExtraFilter] = []


class RuleFilterForm(OwnMessagesMixin, forms.Form):
    """Filters and sorts the register. What makes no sense is left out rather than refused: it came from a link."""

    q = forms.CharField(label=_("Title or number"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Type"), required=False)
    flexibility = forms.ChoiceField(
        label=_("Black or grey"), required=False, choices=[("", _("All")), *Flexibility.choices]
    )
    stands = forms.ChoiceField(label=_("Status"), required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("All"))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False, empty_label=_("All"))
    review = forms.ChoiceField(
        label=_("Review"), required=False, choices=[("", _("All")), ("overdue", _("Overdue")), ("none", _("No date"))]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, data: Any, *, person: User, kind: str = "") -> None:
        super().__init__(data)
        documents = access.may_document(person)
        fields: Any = self.fields
        fields["kind"].choices = [
            ("", _("All")),
            *((k.name, k.plural) for k in kinds.values()),
            ("none", _("No type")),
        ]
        fields["stands"].choices = [
            ("", _("All except retired")),
            *((name, label) for name, (label, _q) in STATUSES.items()),
        ]
        # Whoever looks after none but rules that this person may not know of is not named
        owners = Rule.objects.for_reader(person).exclude(owner=None).order_by().values("owner")
        fields["owner"].queryset = User.objects.filter(pk__in=owners)
        if kind:
            del fields["kind"]
        if not documents:
            del fields["stands"]
            del fields["review"]
        else:
            fields.update({extra.name: extra.field() for extra in extra_filters})

    @property
    def further_fields(self) -> list[Any]:
        """The filters that stand behind the first ones."""
        return [self[name] for name in self.fields if name not in {"q", "flexibility", "sort"}]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out beside what always is."""
        self.is_valid()
        return any(value for name, value in self.cleaned_data.items() if name != "sort")

    @property
    def has_further_filters(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.get(bound.name) for bound in self.further_fields)

    def filter(self, rules: Any) -> Any:
        self.is_valid()
        cleaned = self.cleaned_data
        if kind := cleaned.get("kind"):
            rules = rules.filter(kind="" if kind == "none" else kind)
        if flexibility := cleaned.get("flexibility"):
            rules = rules.filter(shown_flexibility=flexibility)
            rules = rules.filter(stage=Stage.WRITTEN) if flexibility == Flexibility.UNDECIDED else rules
        for name in ("team", "owner"):
            if cleaned.get(name):
                rules = rules.filter(**{name: cleaned[name]})
        for extra in extra_filters:
            if cleaned.get(extra.name):
                rules = extra.filter(rules, cleaned[extra.name])
        stands = cleaned.get("stands")
        rules = rules.filter(STATUSES[stands][1] if stands else ~RETIRED)
        if review := cleaned.get("review"):
            rules = rules.filter(overdue() if review == "overdue" else Q(next_review=None))
        if text := cleaned.get("q", "").replace("\0", "").strip():
            rules = rules.filter(Q(shown_title__icontains=text) | Q(reference__iexact=text))
        return self.order(rules)

    def order(self, rules: Any) -> Any:
        sort = self.cleaned_data.get("sort", "")
        column = ORDERS.get(sort.removeprefix("-"), "shown_title")
        return rules.order_by(f"-{column}" if sort.startswith("-") else column, "shown_title", "pk")
