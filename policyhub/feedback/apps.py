from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "policyhub.feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        from policyhub.background import jobs

        from . import pulse

        jobs.register("pulse", pulse.count)
