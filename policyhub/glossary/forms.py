"""The forms of the shared vocabulary."""

from typing import Any

from django import forms

from policyhub.ui.form_messages import OwnMessages

from .models import Term
from .terms import Entry, Text

SAID = ("word", "meaning", "example")


class WordForm(OwnMessages, forms.ModelForm[Term]):
    """A word, what it means here, an example; and the version that was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Term
        fields = SAID
        widgets = {"meaning": forms.Textarea({"rows": 3}), "example": forms.Textarea({"rows": 2})}

    @staticmethod
    def said(entry: Entry) -> dict[str, Any]:
        """The word as it stands, as the form has it."""
        text = entry.text
        return {"word": text.word, "meaning": text.meaning, "example": text.example, "version": entry.version}

    def text(self) -> Text:
        return Text(*(self.cleaned_data[name] for name in SAID))

    def differences(self, stored: Text) -> list[tuple[str, str, str]]:
        """(label, as stored, as typed) of what is not the same."""
        typed = self.text()
        pairs = [(name, getattr(stored, name), getattr(typed, name)) for name in SAID]
        return [(str(self.fields[name].label), theirs, yours) for name, theirs, yours in pairs if theirs != yours]

    def over(self, version: int) -> None:
        """Sent once more, it is saved over what has this version."""
        data: Any = self.data
        self.data = data = data.copy()
        data["version"] = version


class NewWordForm(WordForm):
    """A word of the organisation's own."""

    version = None  # type: ignore[assignment]


class VersionForm(OwnMessages, forms.Form):
    """Nothing to fill in: the button says yes, to what was there when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
