from django.apps import AppConfig


class LookupConfig(AppConfig):
    name = "policyhub.lookup"

    def ready(self) -> None:
        from policyhub.registry.followers import followers

        from . import index

        followers.append(index.refresh)
