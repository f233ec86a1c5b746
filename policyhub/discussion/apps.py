from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "policyhub.discussion"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from policyhub.registry import hooks

        from .threads import with_open_questions

        hooks.column_hooks.append(with_open_questions)
