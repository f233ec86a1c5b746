from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EvidenceConfig(AppConfig):
    name = "policyhub.evidence"

    def ready(self) -> None:
        from . import guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
