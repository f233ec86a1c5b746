from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "policyhub.post"

    def ready(self) -> None:
        from . import jobs, mail, sealing

        jobs.register("seal", sealing.seal_yesterday)
        jobs.register("mail", mail.deliver)
