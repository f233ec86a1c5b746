"""How two rules belong together."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from policyhub.registry.models import RuleLink
from policyhub.ui.form_messages import OwnMessagesMixin


class LinkForm(OwnMessagesMixin, forms.ModelForm[RuleLink]):
    """How this rule stands to another."""

    class Meta:
        model = RuleLink
        fields = ["kind", "to_rule"]

    def __init__(self, *args: Any, rules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_rule"]
        field.queryset = rules

    def clean(self) -> dict[str, Any]:
        """A standard measures and a procedure carries out; what has no kind yet may become either."""
        cleaned = super().clean() or {}
        required_kinds = {RuleLink.Kind.MEASURED_BY: "standard", RuleLink.Kind.CARRIED_OUT_BY: "procedure"}
        required_kind, other = required_kinds.get(cleaned.get("kind", "")), cleaned.get("to_rule")
        if required_kind and other is not None and other.kind not in {"", required_kind}:
            messages = {
                "standard": _("Only a standard can measure it."),
                "procedure": _("Only a procedure can carry it out."),
            }
            self.add_error("to_rule", messages[required_kind])
        return cleaned
