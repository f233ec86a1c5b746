"""The forms of reviews and rounds."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policyhub.accounts.models import Role, Team, User
from policyhub.registry.kinds import kinds
from policyhub.registry.models import Flexibility
from policyhub.registry.models.rule import Stage
from policyhub.ui.form_messages import OwnMessagesMixin

from .actions import ReviewSnapshot
from .models import Outcome, Round

DAY = {"type": "date"}


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last_day in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last_day)
        except ValueError:
            continue
    return day


class ReviewOutcomeForm(OwnMessagesMixin, forms.Form):
    """What a review found. Nothing is chosen beforehand."""

    required_messages = {
        "outcome": _("Choose an outcome."),
        "evidence": _("Enter the evidence in one sentence."),
        "next_day": _("Enter the next review date."),
    }

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("What's the evidence, in one sentence?"),
        max_length=600,
        help_text=_("What you saw, heard or counted, for anyone who asks why later."),
        widget=forms.Textarea({"rows": 2}),
    )
    next_day = forms.DateField(label=_("Next review"), widget=forms.DateInput(DAY))
    review = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = forms.DateField(widget=forms.HiddenInput, required=False)

    def snapshot(self) -> ReviewSnapshot:
        return ReviewSnapshot(self.cleaned_data["review"], self.cleaned_data["day"])


class RequestReviewForm(OwnMessagesMixin, forms.Form):
    """Review now: what should be looked at, if one wants to say."""

    note = forms.CharField(label=_("What should be reviewed?"), max_length=500, required=False)


class NextReviewForm(OwnMessagesMixin, forms.Form):
    required_messages = {
        "day": _("Enter the next review date."),
    }

    day = forms.DateField(label=_("Next review"), widget=forms.DateInput(DAY))


class ReviewFilterForm(OwnMessagesMixin, forms.Form):
    """Filters the queue; what makes no sense is left out, since it came from a link."""

    mine = forms.BooleanField(label=_("For me"), required=False)
    overdue = forms.BooleanField(label=_("Overdue"), required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("All"))


class RoundForm(OwnMessagesMixin, forms.ModelForm[Round]):
    """Which rules, who, and by when."""

    kind = forms.ChoiceField(label=_("Type"), required=False)
    flexibility = forms.ChoiceField(
        label=_("Black or grey"), required=False, choices=[("", _("All")), *Flexibility.choices]
    )
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("All"))

    class Meta:
        model = Round
        fields = ["name", "reviewer", "due"]
        widgets = {"due": forms.DateInput(DAY)}

    field_order = ["name", "kind", "flexibility", "team", "reviewer", "due"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", _("All")), *((kind.name, kind.plural) for kind in kinds.values())]
        deciders = User.objects.active().filter(memberships__role=Role.MANAGER)
        fields["reviewer"].queryset = (deciders | User.objects.active().filter(is_admin=True)).distinct()

    def pick(self, rules: Any) -> Any:
        """Those of ``rules``, from the register, that the round is about."""
        chosen = {name: self.cleaned_data.get(name) for name in ("kind", "flexibility", "team")}
        rules = rules.filter(holds=True, stage=Stage.WRITTEN)
        return rules.filter(**{name: value for name, value in chosen.items() if value})

    def picked(self) -> str:
        """The choice in words, for the record."""
        labels = [dict(self.fields[n].choices).get(self.cleaned_data.get(n), "") for n in ("kind", "flexibility")]  # type: ignore[attr-defined]
        chosen_labels = [
            str(word) for word, n in zip(labels, ("kind", "flexibility"), strict=True) if self.cleaned_data.get(n)
        ]
        return ", ".join(
            [*chosen_labels, *([str(self.cleaned_data["team"])] if self.cleaned_data.get("team") else [])]
        )
