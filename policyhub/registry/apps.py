from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "policyhub.registry"
    verbose_name = _("Rules")

    def ready(self) -> None:
        from policyhub.accounts import attention
        from policyhub.evidence import verify
        from policyhub.post import jobs

        from . import judging, learning
        from .checks import check_editions

        verify.checks.append(check_editions)
        attention.notices.append(learning.about_suggestions)
        jobs.register("suggestions", judging.keep_up)
