from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "policyhub.discussion"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from policyhub.registry import hooks

        from .threads import with_open_questions

        hooks.shown_with_a_rule.append(with_open_questions)
