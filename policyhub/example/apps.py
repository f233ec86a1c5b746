from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "policyhub.example"

    def ready(self) -> None:
        from policyhub.background.jobs import before_each_turn

        from .database_file import connect_to_shown_file

        before_each_turn.append(connect_to_shown_file)
