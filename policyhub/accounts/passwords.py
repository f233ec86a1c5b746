"""What a password needs, in our own sentences, and how it is hashed. The checks are Django's."""

import re
import threading
from typing import Any

from django.contrib.auth import password_validation as checks
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HASHES_AT_ONCE = threading.BoundedSemaphore(2)  # each takes 100 MB for a tenth of a second


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    """Django's own, with so many at once that a rush of sign-ins takes no more memory than two."""

    def encode(self, password: str, salt: str) -> str:
        with HASHES_AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with HASHES_AT_ONCE:
            return super().verify(password, encoded)


class MinimumLengthValidator(checks.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Use at least %(n)s characters.") % {"n": self.min_length}


class CommonPasswordValidator(checks.CommonPasswordValidator):
    """Django's list, and what people make of the product's name or their organisation's: "policyhub2026!"."""

    def validate(self, password: str, user: Any = None) -> None:
        from .models import Organisation  # Django makes validators before there are models

        super().validate(password, user)
        organisation = Organisation.current_or_none()
        names = ("policyhub", "password", organisation.name if organisation else "")
        obvious = {"", *(letters_of(name) for name in names)}
        if letters_of(password) in obvious | {name * 2 for name in obvious}:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("Many people use this password. Choose another.")


def letters_of(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).casefold()


class UserAttributeSimilarityValidator(checks.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This is too much like your username or email. Choose another.")
