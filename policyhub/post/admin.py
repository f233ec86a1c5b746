from django.contrib import admin

from policyhub.admin_parts import Shown

from .models import MailServer


@admin.register(MailServer)
class MailServerAdmin(Shown):
    """Set under Settings, where it can be tried out."""

    hidden = ("password",)
