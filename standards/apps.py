from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "standards"

    def ready(self) -> None:
        from policyhub.registry.kinds import register

        from .kind import kind

        register(kind())
