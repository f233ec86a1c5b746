"""The forms of import."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.registry.kinds import kinds

from .models import Item
from .packages import MAX_PACKED
from .splitting import Way
from .uploads import READABLE

MOST_FILES, MOST_BYTES = 100, 50 * 1024 * 1024  # sent at once


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what is wrong with one is said of it by name."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(files) > MOST_FILES:
            raise ValidationError(_("At most %(n)s files at once. Put them into a zip.") % {"n": MOST_FILES})
        problems = []
        if sum(file.size for file in files) > MOST_BYTES:
            words = _("Together they are larger than %(n)s MB. Send them in parts.")
            problems.append(words % {"n": MOST_BYTES // 1024 // 1024})
        for file in files:
            if file.size > MAX_PACKED:
                words = _("“%(name)s” is larger than %(n)s MB. Send it in parts.")
                problems.append(words % {"name": file.name, "n": MAX_PACKED // 1024 // 1024})
            elif not file.size:
                problems.append(_("“%(name)s” is empty.") % {"name": file.name})
        if problems:
            raise ValidationError(problems)
        return files


class SendForm(forms.Form):
    """Pasted text, or files, or both."""

    text = forms.CharField(
        label=gettext_lazy("Paste your rules"),
        required=False,
        max_length=300_000,
        help_text=gettext_lazy("One rule a line, or a text with headings."),
        widget=forms.Textarea({"rows": 10}),
    )
    sent = FilesField(
        label=gettext_lazy("or choose files"),
        required=False,
        help_text=gettext_lazy("Word (.docx), Markdown, text, tables as CSV, or a zip of them."),
        widget=ManyFiles({"accept": ",".join(READABLE)}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text") and not cleaned.get("sent"):
            self.add_error("text", _("Paste a few lines, or choose a file."))
        return cleaned


WAYS = [
    (Way.LINE, gettext_lazy("One rule for each line")),
    (Way.HEADING, gettext_lazy("One rule for each heading")),
    (Way.FILE, gettext_lazy("One rule for each file")),
    (Way.USUAL, gettext_lazy("Each file as it fits")),
]


class WayForm(forms.Form):
    """How what was sent is split."""

    way = forms.ChoiceField(choices=WAYS)


class ItemForm(forms.ModelForm[Item]):
    """One rule to be, put right by hand."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    class Meta:
        model = Item
        fields = ["title", "kind", "statement", "text"]
        widgets = {"statement": forms.Textarea({"rows": 2}), "text": forms.Textarea({"rows": 14})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", _("Not sure yet")), *((kind.name, kind.label) for kind in kinds.values())]
