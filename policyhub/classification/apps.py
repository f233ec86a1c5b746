from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassificationConfig(AppConfig):
    name = "policyhub.classification"
    verbose_name = _("Black and grey")

    def ready(self) -> None:
        from policyhub.accounts import attention
        from policyhub.background import jobs
        from policyhub.evidence import verify
        from policyhub.registry import hooks

        from . import learning, suggestions
        from .checks import check_decisions

        verify.checks.append(check_decisions)
        attention.notices.append(learning.about_suggestions)
        hooks.text_saved.append(suggestions.keep)
        jobs.register("suggestions", suggestions.keep_up)
