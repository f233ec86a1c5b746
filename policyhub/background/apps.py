from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackgroundConfig(AppConfig):
    name = "policyhub.background"
    verbose_name = _("Email")

    def ready(self) -> None:
        from . import jobs, mail, sealing

        jobs.register("seal", sealing.seal_yesterday)
        jobs.register("mail", mail.deliver)
