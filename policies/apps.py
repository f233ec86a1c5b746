from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from policyhub.registry.kinds import register

        from .kind import kind

        register(kind())
