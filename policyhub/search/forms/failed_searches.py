"""The forms of questions without an answer."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.ui.form_messages import OwnMessagesMixin

from ..actions.synonyms import MAX_TERM_LENGTH
from ..failed_searches import FailedSearchRow, as_term, resolve_proposal
from ..models import Synonym
from ..synonym_groups import SynonymGroup, normalised

OTHER_TERM = "words"


class MeaningForm(OwnMessagesMixin, forms.Form):
    """What people say, and what it means. The likeliest stands first, and nothing is chosen: it would be a synonym
    for everybody as soon as somebody presses the button."""

    required_messages = {
        "term": _("Enter what people search for."),
    }

    term = forms.CharField(label=gettext_lazy("What people search for"), max_length=MAX_TERM_LENGTH)
    to = forms.ChoiceField(
        label=gettext_lazy("Means the same as"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it means.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Our term"),
        required=False,
        max_length=Synonym.LIMIT - 100,
        help_text=gettext_lazy("A term from an existing group, or a new one."),
    )

    def __init__(self, data: Any = None, *, row: FailedSearchRow, person: User, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"id_{row.failed_search.pk}_%s", **kwargs)
        self.person = person
        choices = [(key, proposal_label(proposal, row)) for key, proposal in row.proposals]
        chosen_key = self.data.get("to", "")
        if chosen_key not in dict(choices) and (proposal := resolve_proposal(chosen_key, person)):
            # it was proposed when the page was opened, and still exists
            choices.append((chosen_key, proposal_label(proposal, row)))
        field: Any = self.fields["to"]
        field.choices = [*choices, (OTHER_TERM, _("Another term (type it below)"))]
        self.initial = {"term": as_term(row.failed_search.text)[:MAX_TERM_LENGTH]}

    def clean_term(self) -> str:
        term = " ".join(self.cleaned_data["term"].split())
        if not normalised(term) or set(",;") & set(term):
            raise forms.ValidationError(_("Enter one term, as people say it."))
        return term

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen_key = cleaned.get("to")
        if chosen_key == OTHER_TERM and not normalised(cleaned.get("words", "")):
            self.add_error("words", _("Enter our term for it."))
        elif chosen_key and chosen_key != OTHER_TERM and resolve_proposal(chosen_key, self.person) is None:
            self.add_error("to", _("This one no longer exists. Choose another."))
        return cleaned

    def meaning(self) -> SynonymGroup | Rule | str:
        """What was chosen."""
        chosen_key = self.cleaned_data["to"]
        proposal = None if chosen_key == OTHER_TERM else resolve_proposal(chosen_key, self.person)
        return str(self.cleaned_data["words"]) if proposal is None else proposal


def proposal_label(proposal: Any, row: FailedSearchRow) -> Any:
    """A proposal as it stands beside its button."""
    if isinstance(proposal, SynonymGroup):
        return _("The same as: %(words)s") % {"words": proposal.terms_text}
    times = next((opening.times for opening in row.opened if opening.rule == proposal), 0)
    opened_label = ngettext("%(n)s person opened it afterwards", "%(n)s people opened it afterwards", times) % {
        "n": times
    }
    rule = _("The rule “%(title)s”") % {"title": proposal}
    return format_html('{} <span class="soft small">{}</span>', rule, opened_label)


class NoRuleNeededForm(OwnMessagesMixin, forms.Form):
    """Why no rule is needed."""

    required_messages = {
        "why": _("Say why no rule is needed."),
    }

    why = forms.CharField(label=gettext_lazy("Why not?"), max_length=200)
