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

from policyhub.registry.forms.fields import KeysField
from policyhub.registry.models import Rule
from policyhub.ui.form_messages import OwnMessages
from policyhub.ui.pages import Words

from .actions import Answer
from .map import CellState, Line
from .models import NAME_LIMIT, Need, Touchpoint, folded
from .name_matching import alike, like, words_of

# Ten ways in which customers of almost everybody meet them, in the order in which they do
COMMON_WAYS: tuple[Words, ...] = (
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
class Doubt:
    """A name that may mean what another one on the list or in the form means."""

    name: str
    twin: str
    kept: bool  # somebody said that it is something else


class WalkForm(OwnMessages, forms.Form):
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
        self.listed = {one.folded: one.name for one in listed}
        self.doubts: list[Doubt] = []
        field: Any = self.fields["ways"]
        field.widget.choices = [(way, way) for way in COMMON_WAYS if folded(str(way)) not in self.listed]

    def clean_own(self) -> list[str]:
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["own"]).splitlines()]
        for line in lines:
            if len(line) > NAME_LIMIT:
                words = _("“%(name)s…” is too long. Use up to %(most)s characters.")
                raise ValidationError(words, params={"name": line[:30], "most": NAME_LIMIT})
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
        chosen = {folded(name): name for name in [*self.cleaned_data["own"], *self.cleaned_data["ways"]]}
        in_order = [*self.cleaned_data["ways"], *self.cleaned_data["own"]]
        new = [chosen[key] for key in dict.fromkeys(map(folded, in_order)) if key and key not in self.listed]
        seen = [(name, words_of(name, language)) for name in self.listed.values()]
        return [name for name in new if self._is_another(name, words_of(name, language), seen)]

    def _is_another(self, name: str, words: frozenset[str], seen: list[tuple[str, frozenset[str]]]) -> bool:
        """Whether it is none of those seen, by its words or because somebody says so."""
        twin = next((other for other, theirs in seen if alike(words, theirs)), "")
        kept = name in self._posted("keep")
        if twin:
            self.doubts.append(Doubt(name, twin, kept))
        if not twin or kept:
            seen.append((name, words))
        return not twin or kept

    @property
    def asks(self) -> bool:
        """There is a doubt about which nobody was asked. Call ``names`` first."""
        return not {doubt.name for doubt in self.doubts} <= self._posted("asked")

    def _posted(self, name: str) -> set[str]:
        data: Any = self.data
        return set(data.getlist(name))


class NameForm(OwnMessages, forms.ModelForm[Touchpoint]):
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


class NeedForm(OwnMessages, forms.Form):
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
    def said(cls, need: Need | None) -> dict[str, str]:
        """The answer that stands, as the form has it."""
        return {"needed": cls.YES if need.needed else cls.NO, "why": need.why} if need else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("needed") == self.NO and "why" in cleaned and not cleaned["why"]:
            self.add_error("why", _("Say in one line why none is needed."))
        return cleaned

    def answer(self) -> Answer:
        needed = {self.YES: True, self.NO: False}.get(self.cleaned_data["needed"])
        return Answer(needed, self.cleaned_data["why"])


class NoneForm(OwnMessages, forms.Form):
    """None of the kinds is needed, and why."""

    required_messages = {
        "why": gettext_lazy("Say why none is needed."),
    }

    why = forms.CharField(
        label=gettext_lazy("Why is none needed?"), max_length=500, widget=forms.Textarea({"rows": 2})
    )


class LinkRulesForm(OwnMessages, forms.Form):
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


class CoversForm(OwnMessages, forms.Form):
    """The touchpoints that a rule covers, all to be ticked or not."""

    touchpoints = KeysField(Touchpoint.objects.none(), label="", required=False, widget=forms.CheckboxSelectMultiple)
    seen = KeysField(Touchpoint.objects.none(), required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = Touchpoint.objects.live()  # type: ignore[attr-defined]


def found(rules: Any, text: str) -> Any:
    """Rules whose title, number or search words have ``text`` in them."""
    text = text.replace("\0", "").strip()
    fits = Q(title__icontains=text) | Q(reference__iexact=text) | Q(search_words__icontains=text)
    return rules.filter(fits) if text else rules


def with_a_word_of(name: str, language: str) -> Q:
    """Rules that have a word of ``name`` in their title."""
    words = [word for word in sorted(words_of(name, language)) if len(word) > 2]
    return reduce(or_, (Q(title__icontains=word) for word in words), Q(pk__in=[]))


class MergeForm(OwnMessages, forms.Form):
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
        return like(touchpoint.name, Touchpoint.objects.live().exclude(pk=touchpoint.pk))


class ConfirmForm(OwnMessages, forms.Form):
    """Nothing to fill in: the button says yes."""


class MapForm(OwnMessages, forms.Form):
    """What of the map is shown. What makes no sense is left out rather than refused: it came from a link."""

    COMPLETE, GAPS = "complete", "gaps"

    show = forms.ChoiceField(
        required=False,
        choices=[(GAPS, ""), (COMPLETE, ""), *((state, "") for state in CellState)],
    )

    def filter(self, lines: list[Line]) -> list[Line]:
        show = self.shown
        if show in {self.COMPLETE, self.GAPS}:
            return [line for line in lines if line.complete == (show == self.COMPLETE)]
        return [line for line in lines if show in line.states] if show else lines

    @property
    def shown(self) -> str:
        return str(self.cleaned_data.get("show", "")) if self.is_valid() else ""


class RegisterFilter:
    """Filters the register by the touchpoint that rules cover."""

    name = "touchpoint"

    def field(self) -> forms.Field:
        touchpoints = Touchpoint.objects.live()
        return forms.ModelChoiceField(touchpoints, label=_("Touchpoint"), required=False, empty_label=_("All"))

    def filter(self, rules: Any, chosen: Touchpoint) -> Any:
        return rules.covering(chosen.pk)
