"""The forms of questions without an answer."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.ui.form_messages import OwnMessages

from ..actions.synonyms import LONGEST
from ..failed_searches import Line, as_term, meant
from ..models import Synonym
from ..synonym_groups import Group, plain

WORDS = "words"


class MeansForm(OwnMessages, forms.Form):
    """What people say, and what it means. The likeliest stands first, and nothing is chosen: it would be a synonym
    for everybody as soon as somebody presses the button."""

    required_messages = {
        "term": _("Enter what people search for."),
    }

    term = forms.CharField(label=gettext_lazy("What people search for"), max_length=LONGEST)
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

    def __init__(self, data: Any = None, *, line: Line, person: User, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"id_{line.missed.pk}_%s", **kwargs)
        self.person = person
        choices = [(key, said(what, line)) for key, what in line.proposals]
        chosen = self.data.get("to", "")
        if chosen not in dict(choices) and (found := meant(chosen, person)):
            choices.append((chosen, said(found, line)))  # likely when the page was opened, and still there
        field: Any = self.fields["to"]
        field.choices = [*choices, (WORDS, _("Another term (type it below)"))]
        self.initial = {"term": as_term(line.missed.text)[:LONGEST]}

    def clean_term(self) -> str:
        term = " ".join(self.cleaned_data["term"].split())
        if not plain(term) or set(",;") & set(term):
            raise forms.ValidationError(_("Enter one term, as people say it."))
        return term

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("to")
        if chosen == WORDS and not plain(cleaned.get("words", "")):
            self.add_error("words", _("Enter our term for it."))
        elif chosen and chosen != WORDS and meant(chosen, self.person) is None:
            self.add_error("to", _("This one no longer exists. Choose another."))
        return cleaned

    def meant(self) -> Group | Rule | str:
        """What was chosen."""
        chosen = self.cleaned_data["to"]
        found = None if chosen == WORDS else meant(chosen, self.person)
        return str(self.cleaned_data["words"]) if found is None else found


def said(what: Any, line: Line) -> Any:
    """A proposal as it stands beside its button."""
    if isinstance(what, Group):
        return _("The same as: %(words)s") % {"words": what.words}
    opened = next((one.times for one in line.opened if one.rule == what), 0)
    told = ngettext("%(n)s person opened it afterwards", "%(n)s people opened it afterwards", opened) % {"n": opened}
    rule = _("The rule “%(title)s”") % {"title": what}
    return format_html('{} <span class="soft small">{}</span>', rule, told)


class NoneForm(OwnMessages, forms.Form):
    """Why no rule is needed."""

    required_messages = {
        "why": _("Say why no rule is needed."),
    }

    why = forms.CharField(label=gettext_lazy("Why not?"), max_length=200)
