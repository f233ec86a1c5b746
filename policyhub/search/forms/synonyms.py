"""The forms of terms that mean the same."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policyhub.ui.form_messages import OwnMessages

from ..actions.synonyms import checked
from ..models import Synonym
from ..synonym_groups import Group, plain


class SynonymForm(OwnMessages, forms.ModelForm[Synonym]):
    """A group of terms, and how it read when it was opened."""

    seen = forms.CharField(required=False, max_length=Synonym.LIMIT, widget=forms.HiddenInput)

    class Meta:
        model = Synonym
        fields = ("words", "language")
        widgets = {"words": forms.Textarea({"rows": 3})}

    where: dict[str, Group]  # what could be joined, once an action has said so

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.where = {}

    @staticmethod
    def said(group: Group) -> dict[str, Any]:
        """A group as it stands, as the form has it."""
        return {"words": group.words, "language": group.language, "seen": group.words}

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        try:
            checked(words)
        except ValidationError as problem:
            raise ValidationError(problem.message_dict["words"]) from None
        return words

    def over(self, seen: str) -> None:
        """Sent once more, it is saved over the group that reads ``seen``."""
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"] = seen

    @property
    def joined(self) -> list[Group]:
        """The groups that would become one with this."""
        return list({group.key: group for group in self.where.values()}.values())


class FindForm(OwnMessages, forms.Form):
    """Filters the list of groups. What makes no sense is left out rather than refused: it came from a link."""

    q = forms.CharField(label=_("Find a term"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All")), *Synonym.LANGUAGES[1:]])
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("In use")), ("own", _("Our own")), ("off", _("Turned off"))],
    )

    @property
    def narrowed(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.values())

    def filter(self, groups: Iterable[Group]) -> list[Group]:
        self.is_valid()
        cleaned = self.cleaned_data
        asked, language, show = plain(cleaned.get("q", "")), cleaned.get("language"), cleaned.get("show")
        found = [group for group in groups if group.active != (show == "off") and (show != "own" or not group.ours)]
        if language:
            found = [group for group in found if group.language == language]
        return [group for group in found if any(asked in term for term in group.folded)]


class SwitchForm(OwnMessages, forms.Form):
    """Off, or on again."""

    on = forms.TypedChoiceField(choices=[("0", ""), ("1", "")], coerce=lambda value: value == "1")
