"""Three ways to begin a rule with what is there already: a text, a story, a similar rule."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.registry.kinds import kind_choices
from policyhub.registry.models import Rule
from policyhub.registry.writing import RuleInput
from policyhub.ui.form_messages import OwnMessagesMixin

SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


class StarterForm(OwnMessagesMixin, forms.Form):
    """Shared by the forms that start a rule: a title, and the kind if somebody knows it."""

    required_messages = {
        "title": gettext_lazy("Say what it's about."),
    }

    title = forms.CharField(label=gettext_lazy("What's it about?"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("What type of rule is it?"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", _("Not sure yet")), *kind_choices()]
        self.order_fields([*(name for name in self.fields if name not in {"kind"}), "kind"])

    def text(self) -> RuleInput:
        """The rule to write, as the action takes it."""
        raise NotImplementedError


class PasteForm(StarterForm):
    """A text that exists already. Its first sentence becomes the rule in one sentence, all of it the whole text."""

    required_messages = {
        "body": gettext_lazy("Paste the text."),
    }

    body = forms.CharField(
        label=gettext_lazy("RuleInput"),
        max_length=Rule.BODY_LIMIT,
        widget=forms.Textarea({"rows": 12}),
        help_text=gettext_lazy("From a notice, an email or a handbook. You can edit it afterwards."),
    )

    def text(self) -> RuleInput:
        cleaned = self.cleaned_data
        values = {"title": cleaned["title"], "statement": first_sentence(cleaned["body"]), "body": cleaned["body"]}
        return RuleInput(values)


def first_sentence(text: str) -> str:
    """The first sentence of ``text`` that is no heading, as long as a statement may be."""
    lines = [line.strip(" \t*-•>") for line in text.splitlines() if not line.lstrip().startswith("#")]
    plain = "\n".join(line for line in lines if line)
    return SENTENCE_ENDS.split(plain, maxsplit=1)[0][:600].strip()


class StoryForm(StarterForm):
    """What happened once, told as one would tell a colleague. Its parts become the parts of a grey rule."""

    required_messages = {
        "happened": gettext_lazy("Say what the customer wanted."),
        "did": gettext_lazy("Say what you did."),
        "rule": gettext_lazy("Enter the rule in one sentence."),
    }

    happened = forms.CharField(
        label=gettext_lazy("What did the customer want?"),
        max_length=300,
        help_text=gettext_lazy(
            "No names. Example: a parent wants a refund for a lesson their child missed because of illness."
        ),
    )
    did = forms.CharField(label=gettext_lazy("What did you do?"), max_length=300)
    otherwise = forms.CharField(label=gettext_lazy("What else would have been right?"), max_length=300, required=False)
    said = forms.CharField(
        label=gettext_lazy("How did you say it?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    never = forms.CharField(label=gettext_lazy("What would you never do?"), max_length=500, required=False)
    rule = forms.CharField(
        label=gettext_lazy("So what's the rule, in one sentence?"),
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
    )

    def text(self) -> RuleInput:
        cleaned = self.cleaned_data
        options = [blank_option(option_text) for option_text in (cleaned["did"], cleaned["otherwise"]) if option_text]
        rows: dict[str, list[dict[str, Any]]] = {"situations": [{"text": cleaned["happened"], "options": options}]}
        if cleaned["never"]:
            rows["lines"] = [{"side": "never", "text": cleaned["never"]}]
        return RuleInput({"title": cleaned["title"], "statement": cleaned["rule"], "say_it": cleaned["said"]}, rows)


def blank_option(text: str) -> dict[str, Any]:
    blank = dict.fromkeys(("say_it", "limit_words", "grantor_name", "credited_to"), "")
    return {"text": text, "limit_amount": None, "grantor": "anyone", **blank}


class CopyForm(OwnMessagesMixin, forms.Form):
    """A similar rule, chosen from a list or found by its words; the copy gets a title of its own."""

    required_messages = {
        "title": gettext_lazy("Say what the new rule is about."),
    }

    like = forms.ModelChoiceField(
        Rule.objects.none(),
        label=gettext_lazy("Which rule is similar?"),
        to_field_name="reference",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose the rule to copy.")},
    )
    title = forms.CharField(label=gettext_lazy("What's the new rule about?"), max_length=200)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rules: Any, listed_rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["like"]
        field.queryset = rules
        field.choices = [(rule.reference, f"{rule.title} ({rule.reference})") for rule in listed_rules]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        like = cleaned.get("like")
        if like and cleaned.get("title", "").strip().casefold() == like.title.casefold():
            raise ValidationError({"title": _("A rule with this title already exists. Choose another title.")})
        return cleaned
