"""The forms of import."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.registry.kinds import kinds
from policyhub.ui.form_messages import OwnMessagesMixin

from .models import SPLIT_METHODS, Item
from .packages import MAX_PACKED
from .uploads import READABLE

MOST_FILES, MOST_BYTES = 100, 50 * 1024 * 1024  # sent at once


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what is wrong with one is said of it by name."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > MOST_FILES:
            raise ValidationError(
                _("You can import up to %(n)s files at once. Put them in a zip.") % {"n": MOST_FILES}
            )
        problems = []
        if sum(file.size for file in files) > MOST_BYTES:
            message = _("Together they're larger than %(n)s MB. Import them in parts.")
            problems.append(message % {"n": MOST_BYTES // 1024 // 1024})
        for file in files:
            if file.size > MAX_PACKED:
                message = _("“%(name)s” is larger than %(n)s MB. Split it and import it in parts.")
                problems.append(message % {"name": file.name, "n": MAX_PACKED // 1024 // 1024})
            elif not file.size:
                problems.append(_("“%(name)s” is empty.") % {"name": file.name})
        if problems:
            raise ValidationError(problems)
        return files


class ImportForm(OwnMessagesMixin, forms.Form):
    """Pasted text, or files, or both."""

    text = forms.CharField(
        label=gettext_lazy("Paste your rules"),
        required=False,
        max_length=300_000,
        help_text=gettext_lazy("One rule per line, or text with headings."),
        widget=forms.Textarea({"rows": 10}),
    )
    sent = FilesField(
        label=gettext_lazy("Or choose files"),
        required=False,
        help_text=gettext_lazy("Word (.docx), Markdown, text, CSV, or a zip of these."),
        widget=ManyFiles({"accept": ",".join(READABLE)}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text") and not cleaned.get("sent"):
            self.add_error("text", _("Paste some text or choose a file."))
        return cleaned


class SplitMethodForm(OwnMessagesMixin, forms.Form):
    """How what was sent is split."""

    required_messages = {
        "way": gettext_lazy("Choose how to split it."),
    }

    way = forms.ChoiceField(choices=SPLIT_METHODS)


class ItemForm(OwnMessagesMixin, forms.ModelForm[Item]):
    """One rule to be, put right by hand."""

    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False)

    class Meta:
        model = Item
        fields = ["title", "kind", "statement", "text"]
        widgets = {"statement": forms.Textarea({"rows": 2}), "text": forms.Textarea({"rows": 14})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", _("Not sure yet")), *((kind.name, kind.label) for kind in kinds.values())]
