from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "policyhub.evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        from . import guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
