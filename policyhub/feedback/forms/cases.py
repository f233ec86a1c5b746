"""What is asked of whoever stands at the counter, and of whoever answers."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.registry.models import Option, Situation
from policyhub.registry.personal_data import NoPersonalDataMixin

from ..actions.promote import as_when_clause
from ..models import Case
from ..models.case import MAX_TEXT_LENGTH


def text_field(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MAX_TEXT_LENGTH, required=False, widget=forms.Textarea({"rows": 2}), **options
    )


class CaseForm(NoPersonalDataMixin):
    """The fields of every case. A text that seems to name a customer is sent back once, to be changed or confirmed."""

    required_messages = {
        "about": gettext_lazy("Say what it's about."),
    }

    checked_fields = ("about", "would", "because")
    NEEDED: tuple[str, ...] = ()

    about = forms.CharField(
        label=gettext_lazy("What's it about?"),
        max_length=300,
        help_text=gettext_lazy("No customer names. Example: lost locker key."),
    )
    would = text_field(gettext_lazy("What would you do?"))
    because = text_field(gettext_lazy("Why?"))
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_needed(cleaned)
        return cleaned

    def check_needed(self, cleaned: dict[str, Any]) -> None:
        for name in self.NEEDED:
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("A few words are enough."))


class AskLeadForm(CaseForm):
    """A question to a lead. While the customer is waiting, a word of what it is about is enough."""

    waiting = forms.BooleanField(label=gettext_lazy("The customer is waiting"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["would"].help_text = _("If the customer is waiting, you can leave this and the next field blank.")
        self.order_fields(["waiting", "about", "would", "because"])

    def check_needed(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("waiting"):
            for name in ("would", "because"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("A few words are enough. If the customer is waiting, tick the box above."))


class LogCaseForm(CaseForm):
    """What somebody did when nothing fitted. One sentence is enough."""

    NEEDED = ("would",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["would"].label, self.fields["would"].help_text = _("What I did"), _("One sentence is enough.")
        self.fields["because"].label = _("Why? (optional)")
        self.fields["about"].required = False
        self.order_fields(["would", "because", "about"])

    def clean(self) -> dict[str, Any]:
        """What it is about may be left to the first words of what was done."""
        cleaned = super().clean()
        cleaned["about"] = cleaned.get("about") or (cleaned.get("would") or "")[:300]
        return cleaned


class EscalateForm(CaseForm):
    """Something above one's limit, or that no option fits: what should be granted, and why."""

    NEEDED = ("would",)

    waiting = forms.BooleanField(label=gettext_lazy("The customer is waiting"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["would"].label = _("What should the customer get?")
        self.fields["because"].label = _("Why? (optional)")
        self.order_fields(["about", "would", "because", "waiting"])


class CaseAnswerForm(NoPersonalDataMixin):
    """Agree, adjust or talk, and what to say with it."""

    checked_fields = ("words",)
    answer = forms.ChoiceField(choices=Case.Answer, error_messages={"required": gettext_lazy("Choose an answer.")})
    words = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=1000, required=False, widget=forms.Textarea({"rows": 1})
    )

    def __init__(self, data: Any = None, *, case: int) -> None:
        super().__init__(data, auto_id=f"answer-{case}-%s")
        self.fields["words"].widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("answer") == Case.Answer.ADJUST and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what to do instead."))
        return cleaned


class PromoteForm(NoPersonalDataMixin):
    """Where in its rule a good answer belongs, and how it reads there."""

    required_messages = {
        "situation": gettext_lazy("Choose a situation."),
        "text": gettext_lazy("Enter what staff may do."),
    }

    checked_fields = ("text", "when")
    NEW = "new"

    situation = forms.ChoiceField(
        label=gettext_lazy("Which situation?"),
        error_messages={
            "invalid_choice": gettext_lazy("Someone removed this situation. Choose another."),
        },
    )
    when = forms.CharField(
        label=gettext_lazy("New situation: when …"),
        required=False,
        max_length=Situation._meta.get_field("text").max_length,
        help_text=gettext_lazy("Complete the sentence. Example: someone has lost the key to their locker."),
    )
    text = forms.CharField(
        label=gettext_lazy("What staff may do"),
        max_length=Option._meta.get_field("text").max_length,
    )

    def __init__(
        self, data: Any = None, *, case: Case, situations: list[tuple[UUID, str]], option: bool = True
    ) -> None:
        """``option``: an option is drafted, not a situation alone."""
        texts_by_key = {str(key): text for key, text in situations}
        initial_key = str(case.situation_key) if str(case.situation_key) in texts_by_key else self.NEW
        limit = Option._meta.get_field("text").max_length
        initial = {
            "situation": initial_key,
            "text": case.advice[:limit],
            "when": as_when_clause(case.about, language_of(case)),
        }
        super().__init__(data, initial=initial, auto_id=f"grow-{case.pk}-%s")
        field: Any = self.fields["situation"]
        field.choices = [*texts_by_key.items(), (self.NEW, _("New: %(words)s") % {"words": case.about})]
        if not option:
            field.required = self.fields["text"].required = False

    def situation_key(self) -> UUID | None:
        key = self.cleaned_data["situation"]
        return None if key == self.NEW else UUID(key)


def language_of(case: Case) -> str:
    return case.rule.language if case.rule else ""
