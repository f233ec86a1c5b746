from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "policyhub.accounts"

    def ready(self) -> None:
        from policyhub.post import jobs

        from .sessions import clear_expired

        jobs.register("sessions", clear_expired)
