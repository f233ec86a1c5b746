from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuthoringConfig(AppConfig):
    name = "policyhub.authoring"
    verbose_name = _("Writing")

    def ready(self) -> None:
        from policyhub.background import jobs

        from . import unwritten
        from .actions import drafts

        jobs.register("drafts", drafts.forget_closed)
        jobs.register("unwritten", unwritten.send_reminders)
