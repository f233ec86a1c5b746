from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "policyhub.publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from policyhub.evidence import verify

        from .checks import check_editions

        verify.checks.append(check_editions)
