"""Fields that several forms of the registry have."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

M = TypeVar("M", bound=Model)
MAX_KEY_LENGTH = 18  # letters of a key: what a database counts with, and every reference, is shorter


class KeysField(forms.ModelMultipleChoiceField[M]):
    """Several things to tick. A key longer than any the database has is none; Django would ask for it and fail."""

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if len(str(key)) > MAX_KEY_LENGTH or "\0" in str(key):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], params={"pk": str(key)[:MAX_KEY_LENGTH]}
                )
        return super().clean(value)
