from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "policyhub.accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from policyhub.background import jobs

        from .sessions import clear_expired

        jobs.register("sessions", clear_expired)
