"""The forms of terms that mean the same."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policyhub.ui.form_messages import OwnMessagesMixin

from ..actions.synonyms import validated_terms
from ..models import Synonym
from ..synonym_groups import SynonymGroup, normalised


class SynonymForm(OwnMessagesMixin, forms.ModelForm[Synonym]):
    """A group of terms, and how it read when it was opened."""

    seen = forms.CharField(required=False, max_length=Synonym.LIMIT, widget=forms.HiddenInput)

    class Meta:
        model = Synonym
        fields = ("words", "language")
        widgets = {"words": forms.Textarea({"rows": 3})}

    conflicts: dict[str, SynonymGroup]  # what could be joined, once an action has said so

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = {}

    @staticmethod
    def initial_for(group: SynonymGroup) -> dict[str, Any]:
        """A group as it stands, as the form has it."""
        return {"words": group.terms_text, "language": group.language, "seen": group.terms_text}

    def clean_words(self) -> str:
        terms_text: str = self.cleaned_data["words"]
        try:
            validated_terms(terms_text)
        except ValidationError as problem:
            raise ValidationError(problem.message_dict["words"]) from None
        return terms_text

    def overwrite(self, current_text: str) -> None:
        """Sent once more, it is saved over the group that reads ``seen``."""
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"] = current_text

    @property
    def groups_to_join(self) -> list[SynonymGroup]:
        """The groups that would become one with this."""
        return list({group.key: group for group in self.conflicts.values()}.values())


class SynonymFilterForm(OwnMessagesMixin, forms.Form):
    """Filters the list of groups. What makes no sense is left out rather than refused: it came from a link."""

    q = forms.CharField(label=_("Find a term"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All")), *Synonym.LANGUAGES[1:]])
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("In use")), ("own", _("Our own")), ("off", _("Turned off"))],
    )

    @property
    def is_filtered(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.values())

    def filter(self, groups: Iterable[SynonymGroup]) -> list[SynonymGroup]:
        self.is_valid()
        cleaned = self.cleaned_data
        query, language, show = normalised(cleaned.get("q", "")), cleaned.get("language"), cleaned.get("show")
        matches = [
            group for group in groups if group.active != (show == "off") and (show != "own" or not group.is_built_in)
        ]
        if language:
            matches = [group for group in matches if group.language == language]
        return [group for group in matches if any(query in term for term in group.folded)]


class SynonymSwitchForm(OwnMessagesMixin, forms.Form):
    """Off, or on again."""

    on = forms.TypedChoiceField(choices=[("0", ""), ("1", "")], coerce=lambda value: value == "1")
