"""What a password needs, in our own sentences. The checks are Django's."""

from django.contrib.auth import password_validation as checks
from django.utils.translation import gettext as _


class MinimumLengthValidator(checks.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Use at least %(n)s characters.") % {"n": self.min_length}


class CommonPasswordValidator(checks.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password. Choose another.")


class UserAttributeSimilarityValidator(checks.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This is too much like your username or email. Choose another.")
