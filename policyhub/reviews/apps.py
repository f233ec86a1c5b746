from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "policyhub.reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from policyhub.feedback import mine

        from .queue import looked_at

        mine.happening.append(looked_at)
