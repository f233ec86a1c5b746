from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "procedures"

    def ready(self) -> None:
        from policyhub.registry.kinds import register

        from .kind import kind

        register(kind())
