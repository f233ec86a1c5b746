"""The forms of the touchpoints: the walk-through, one question about one kind, links, merge."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from policyhub.registry.forms.fields import KeysField
from policyhub.registry.models import Rule
from policyhub.ui.form_messages import OwnMessagesMixin

from .actions import NeedAnswer
from .map import CellState, MapRow
from .models import NAME_LIMIT, Need, Touchpoint, folded
from .name_matching import is_alike, similar_to, stems_of

# Ten ways in which customers of almost everybody meet them, in the order in which they do
COMMON_WAYS: tuple[StrOrPromise, ...] = (
    gettext_lazy("Find us and ask"),
    gettext_lazy("Order or book"),
    gettext_lazy("Pay"),
    gettext_lazy("Join"),
    gettext_lazy("Arrive and get help"),
    gettext_lazy("Change a booking"),
    gettext_lazy("Cancel"),
    gettext_lazy("Ask for a refund"),
    gettext_lazy("Complain"),
    gettext_lazy("Come back"),
)


@dataclass(frozen=True)
class PossibleDuplicate:
    """A name that may mean the same as ``twin``, on the list or in the form."""

    name: str
    twin: str
    confirmed: bool  # somebody said that the two are different


class WalkThroughForm(OwnMessagesMixin, forms.Form):
    """Common ways to tick, and own ones, a line each. Names that may mean the same are asked about once."""

    LINES = 200

    ways = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these do your customers do?"),
        required=False,
        choices=[(way, way) for way in COMMON_WAYS],
        widget=forms.CheckboxSelectMultiple,
    )
    own = forms.CharField(
        label=gettext_lazy("What else do they do?"),
        help_text=gettext_lazy("One per line, such as “Hire a room” or “Look for something they lost”."),
        required=False,
        max_length=LINES * NAME_LIMIT,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args: Any, listed: list[Touchpoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = {touchpoint.folded: touchpoint.name for touchpoint in listed}
        self.doubts: list[PossibleDuplicate] = []
        field: Any = self.fields["ways"]
        field.widget.choices = [(way, way) for way in COMMON_WAYS if folded(str(way)) not in self.listed]

    def clean_own(self) -> list[str]:
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["own"]).splitlines()]
        for line in lines:
            if len(line) > NAME_LIMIT:
                message = _("“%(name)s…” is too long. Use up to %(most)s characters.")
                raise ValidationError(message, params={"name": line[:30], "most": NAME_LIMIT})
        if len(lines) > self.LINES:
            raise ValidationError(_("Add up to %(most)s lines at once."), params={"most": self.LINES})
        return [line for line in lines if line]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["ways"] and not cleaned["own"]:
            raise ValidationError(_("Tick one or add one."))
        return cleaned

    def names(self, language: str) -> list[str]:
        """What to add: names that are listed are left out, and of two that mean the same the second, unless kept."""
        as_typed = {folded(name): name for name in [*self.cleaned_data["own"], *self.cleaned_data["ways"]]}
        submitted = [*self.cleaned_data["ways"], *self.cleaned_data["own"]]
        new = [as_typed[key] for key in dict.fromkeys(map(folded, submitted)) if key and key not in self.listed]
        compared = [(name, stems_of(name, language)) for name in self.listed.values()]
        return [name for name in new if self._is_different(name, stems_of(name, language), compared)]

    def _is_different(self, name: str, stems: frozenset[str], compared: list[tuple[str, frozenset[str]]]) -> bool:
        """Whether the name is a new touchpoint: unlike those compared so far, or confirmed as different."""
        twin = next((other for other, other_stems in compared if is_alike(stems, other_stems)), "")
        confirmed = name in self._posted("keep")
        if twin:
            self.doubts.append(PossibleDuplicate(name, twin, confirmed))
        if not twin or confirmed:
            compared.append((name, stems))
        return not twin or confirmed

    @property
    def needs_confirmation(self) -> bool:
        """Whether a possible duplicate has not been shown to the person yet. Call ``names`` first."""
        return not {doubt.name for doubt in self.doubts} <= self._posted("asked")

    def _posted(self, name: str) -> set[str]:
        data: Any = self.data
        return set(data.getlist(name))


class RenameTouchpointForm(OwnMessagesMixin, forms.ModelForm[Touchpoint]):
    """Other words for a touchpoint."""

    class Meta:
        model = Touchpoint
        fields = ("name", "note")
        widgets = {"note": forms.Textarea({"rows": 3})}
        help_texts = {"note": gettext_lazy("What this touchpoint includes, for the person who decides. Optional.")}

    twin: Touchpoint | None = None

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        others = Touchpoint.objects.live().exclude(pk=self.instance.pk)
        self.twin = others.filter(folded=folded(name)).first()
        if self.twin is not None:
            raise ValidationError(_("“%(name)s” is already on the list. Merge the two."), params={"name": name})
        return name


class NeedForm(OwnMessagesMixin, forms.Form):
    """Does a touchpoint need a rule of one kind? Nothing is chosen beforehand."""

    required_messages = {
        "needed": gettext_lazy("Choose an answer."),
    }

    YES, NO, UNSURE = "yes", "no", "unsure"

    needed = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            (YES, gettext_lazy("Yes")),
            (NO, gettext_lazy("No, because…")),
            (UNSURE, gettext_lazy("Not sure yet")),
        ],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("If no, say why in one line. Then nobody has to ask again."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    @classmethod
    def initial_for(cls, need: Need | None) -> dict[str, str]:
        """The form's initial values from the decision that stands."""
        return {"needed": cls.YES if need.needed else cls.NO, "why": need.why} if need else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("needed") == self.NO and "why" in cleaned and not cleaned["why"]:
            self.add_error("why", _("Say in one line why none is needed."))
        return cleaned

    def answer(self) -> NeedAnswer:
        needed = {self.YES: True, self.NO: False}.get(self.cleaned_data["needed"])
        return NeedAnswer(needed, self.cleaned_data["why"])


class NothingNeededForm(OwnMessagesMixin, forms.Form):
    """None of the kinds is needed, and why."""

    required_messages = {
        "why": gettext_lazy("Say why no rule is needed."),
    }

    why = forms.CharField(
        label=gettext_lazy("Why is no rule needed?"), max_length=500, widget=forms.Textarea({"rows": 2})
    )


class LinkRulesForm(OwnMessagesMixin, forms.Form):
    """Rules to tick that cover a touchpoint. The page shows those that were found; any other is as good."""

    rules = KeysField(
        Rule.objects.none(),
        to_field_name="reference",
        label=gettext_lazy("Which of these cover it?"),
        error_messages={"required": gettext_lazy("Select a rule.")},
    )

    def __init__(self, *args: Any, rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rules"]
        field.queryset = rules


class CoversForm(OwnMessagesMixin, forms.Form):
    """The touchpoints that a rule covers, all to be ticked or not."""

    touchpoints = KeysField(Touchpoint.objects.none(), label="", required=False, widget=forms.CheckboxSelectMultiple)
    seen = KeysField(Touchpoint.objects.none(), required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = Touchpoint.objects.live()  # type: ignore[attr-defined]


def matching_rules(rules: Any, text: str) -> Any:
    """Rules whose title, number or search words have ``text`` in them."""
    text = text.replace("\0", "").strip()
    matches = Q(title__icontains=text) | Q(reference__iexact=text) | Q(search_words__icontains=text)
    return rules.filter(matches) if text else rules


def title_shares_word_with(name: str, language: str) -> Q:
    """Rules that have a word of ``name`` in their title."""
    stems = [stem for stem in sorted(stems_of(name, language)) if len(stem) > 2]
    return reduce(or_, (Q(title__icontains=stem) for stem in stems), Q(pk__in=[]))


class MergeForm(OwnMessagesMixin, forms.Form):
    """Which other touchpoint means the same; it goes."""

    required_messages = {
        "other": gettext_lazy("Choose a touchpoint."),
    }

    other = forms.ModelChoiceField(
        Touchpoint.objects.none(),
        label=gettext_lazy("Which one means the same?"),
        empty_label=gettext_lazy("Choose one"),
        help_text=gettext_lazy("It's removed, and its rules and decisions move here. You'll see a preview first."),
    )

    def __init__(self, *args: Any, touchpoint: Touchpoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        field.queryset = Touchpoint.objects.live().exclude(pk=touchpoint.pk)

    @staticmethod
    def likely(touchpoint: Touchpoint) -> list[Touchpoint]:
        return similar_to(touchpoint.name, Touchpoint.objects.live().exclude(pk=touchpoint.pk))


class ConfirmForm(OwnMessagesMixin, forms.Form):
    """Nothing to fill in: the button says yes."""


class MapForm(OwnMessagesMixin, forms.Form):
    """What of the map is shown. What makes no sense is left out rather than refused: it came from a link."""

    COMPLETE, GAPS = "complete", "gaps"

    show = forms.ChoiceField(
        required=False,
        choices=[(GAPS, ""), (COMPLETE, ""), *((state, "") for state in CellState)],
    )

    def filter(self, rows: list[MapRow]) -> list[MapRow]:
        selected = self.selected
        if selected in {self.COMPLETE, self.GAPS}:
            return [row for row in rows if row.complete == (selected == self.COMPLETE)]
        return [row for row in rows if selected in row.states] if selected else rows

    @property
    def selected(self) -> str:
        return str(self.cleaned_data.get("show", "")) if self.is_valid() else ""


class RegisterFilter:
    """Filters the register by the touchpoint that rules cover."""

    name = "touchpoint"

    def field(self) -> forms.Field:
        touchpoints = Touchpoint.objects.live()
        return forms.ModelChoiceField(touchpoints, label=_("Touchpoint"), required=False, empty_label=_("All"))

    def filter(self, rules: Any, chosen: Touchpoint) -> Any:
        return rules.covering(chosen.pk)
