from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "policyhub.desk"

    def ready(self) -> None:
        from policyhub.post.jobs import before_each_turn

        from .example_file import turn_to_file

        before_each_turn.append(turn_to_file)
