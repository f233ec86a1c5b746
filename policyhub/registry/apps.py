from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "policyhub.registry"

    def ready(self) -> None:
        from policyhub.evidence import verify

        from .checks import check_editions

        verify.checks.append(check_editions)
