"""Which type a rule is."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.glossary.terms import terms
from policyhub.registry.kinds import kind_choices
from policyhub.ui.form_messages import OwnMessagesMixin


class KindForm(OwnMessagesMixin, forms.Form):
    """Policy, procedure, standard, or not sure yet, in the organisation's own words; where ``none_is_fine``, also that
    no rule is needed."""

    required_messages = {
        "kind": gettext_lazy("Choose a type."),
    }

    UNSURE, NONE = "unsure", "none"
    kind = forms.ChoiceField(label="", widget=forms.RadioSelect)

    def __init__(self, *args: Any, none_is_fine: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        glossary = terms()
        field.choices = [(name, f"{label}: {glossary[name].text.meaning}") for name, label in kind_choices(glossary)]
        field.choices += [(self.UNSURE, gettext_lazy("Not sure yet"))]
        if none_is_fine:
            no_rule_label = gettext_lazy("No rule: people know what to do, and a rule would only get in the way")
            field.choices += [(self.NONE, no_rule_label)]
        field.help_text = format_html('<a href="{}">{}</a>', reverse("glossary:list"), _("Glossary"))

    def clean_kind(self) -> str:
        """The kind's name, "" while nobody is sure, NONE where no rule is needed."""
        kind = str(self.cleaned_data["kind"])
        return "" if kind == self.UNSURE else kind
