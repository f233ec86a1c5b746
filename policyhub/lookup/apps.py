from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LookupConfig(AppConfig):
    name = "policyhub.lookup"
    verbose_name = _("Look up")

    def ready(self) -> None:
        from policyhub.background import jobs
        from policyhub.registry import hooks

        from . import cards, popular

        hooks.in_force_changed.append(cards.refresh)
        jobs.register("cards", cards.render_outdated)
        jobs.register("commonest", popular.update_popular)
