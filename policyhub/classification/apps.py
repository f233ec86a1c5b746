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
        attention.sources.append(learning.suggestion_notices)
        hooks.text_saved.append(suggestions.save_suggestion)
        jobs.register("suggestions", suggestions.refresh_suggestions)
