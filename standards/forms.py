"""What is asked when somebody records a result."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.ui.form_messages import OwnMessagesMixin

from .actions import Measurement
from .models import Met

DAY = {"type": "date"}


class ResultForm(OwnMessagesMixin, forms.Form):
    """What was looked at, when, what was found, and whether that is what we promise."""

    required_messages = {
        "ends": gettext_lazy("Enter a date."),
        "met": gettext_lazy("Choose whether it was met."),
    }

    measure = forms.ChoiceField(label=gettext_lazy("What did you check?"), required=False)
    ends = forms.DateField(label=gettext_lazy("Date, or last day of the period"), widget=forms.DateInput(DAY))
    begins = forms.DateField(
        label=gettext_lazy("First day of the period, if more than one day"),
        required=False,
        widget=forms.DateInput(DAY),
    )
    value = forms.DecimalField(
        label=gettext_lazy("What did you find, as a number?"), required=False, max_digits=12, decimal_places=3
    )
    words = forms.CharField(label=gettext_lazy("Or in words"), required=False, max_length=200)
    met = forms.ChoiceField(
        label=gettext_lazy("Does it meet what we promise?"), choices=Met.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=600, widget=forms.Textarea({"rows": 2})
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    corrects = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, measures: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = {str(measure["key"]): measure for measure in measures}
        field: Any = self.fields["measure"]
        field.choices = [(key, self.measure_label(measure)) for key, measure in self.measures.items()]
        field.choices += [("", _("The whole standard"))]
        if len(measures) == 1:
            self.initial.setdefault("measure", next(iter(self.measures)))
        if not measures:
            del self.fields["measure"]
        self.initial.setdefault("ends", timezone.localdate())

    @staticmethod
    def measure_label(measure: dict[str, Any]) -> str:
        return f"{measure['criterion']}: {measure['target']} {measure['unit']}".strip()

    def clean_ends(self) -> Any:
        day = self.cleaned_data["ends"]
        if day > timezone.localdate():
            raise ValidationError(_("That day isn't over yet."))
        return day

    def measurement(self) -> Measurement:
        cleaned = self.cleaned_data
        measure = self.measures.get(cleaned.get("measure", ""))
        measure_fields = {"measure": UUID(str(measure["key"])), "criterion": measure["criterion"]} if measure else {}
        measure_fields |= {"unit": measure["unit"]} if measure else {}
        values = {name: cleaned[name] for name in ("ends", "value", "words", "met", "note")}
        return Measurement(begins=cleaned["begins"] or cleaned["ends"], **values, **measure_fields)
