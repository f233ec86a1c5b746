from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LookupConfig(AppConfig):
    name = "policyhub.lookup"
    verbose_name = _("Look up")

    def ready(self) -> None:
        from policyhub.post import jobs
        from policyhub.registry.followers import followers

        from . import cards, commonest, customers, index, missed

        followers += [index.refresh, customers.refresh]
        jobs.register("cards", cards.render_anew)
        jobs.register("missed", missed.forget)
        jobs.register("commonest", commonest.count)
        jobs.register("search words", index.keep_up)
