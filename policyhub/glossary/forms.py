"""The forms of the shared vocabulary."""

from typing import Any

from django import forms

from policyhub.ui.form_messages import OwnMessagesMixin

from .models import Term
from .terms import TermEntry, TermText

TERM_FIELDS = ("word", "meaning", "example")


class TermForm(OwnMessagesMixin, forms.ModelForm[Term]):
    """A term, what it means here, an example; and the version that was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Term
        fields = TERM_FIELDS
        widgets = {"meaning": forms.Textarea({"rows": 3}), "example": forms.Textarea({"rows": 2})}

    @staticmethod
    def initial_for(entry: TermEntry) -> dict[str, Any]:
        """The form's initial data for a term as it stands."""
        text = entry.text
        return {"word": text.word, "meaning": text.meaning, "example": text.example, "version": entry.version}

    def text(self) -> TermText:
        return TermText(*(self.cleaned_data[name] for name in TERM_FIELDS))

    def differences(self, stored: TermText) -> list[tuple[str, str, str]]:
        """(label, as stored, as typed) of what is not the same."""
        typed = self.text()
        pairs = [(name, getattr(stored, name), getattr(typed, name)) for name in TERM_FIELDS]
        return [(str(self.fields[name].label), theirs, yours) for name, theirs, yours in pairs if theirs != yours]

    def overwrite(self, version: int) -> None:
        """Put ``version`` into the form, so that sending it once more saves over what has that version."""
        data: Any = self.data
        self.data = data = data.copy()
        data["version"] = version


class NewTermForm(TermForm):
    """A term of the organisation's own."""

    version = None  # type: ignore[assignment]


class VersionForm(OwnMessagesMixin, forms.Form):
    """Nothing to fill in: carries the version that was on the page when its button was pressed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
