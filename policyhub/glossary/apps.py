from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    name = "policyhub.glossary"
    verbose_name = _("Glossary")

    def ready(self) -> None:
        from policyhub.evidence import verify

        from .checks import check_term_readings

        verify.checks.append(check_term_readings)
