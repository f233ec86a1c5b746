from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "policyhub.search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from policyhub.background import jobs
        from policyhub.registry import hooks

        from . import failed_searches, index

        hooks.in_force_changed.append(index.refresh)
        jobs.register("missed", failed_searches.forget_old)
        jobs.register("search words", index.count_missing)
