from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "policyhub.reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from policyhub.feedback import my_feedback

        from .queue import reviews_under_way

        my_feedback.progress_reporters.append(reviews_under_way)
