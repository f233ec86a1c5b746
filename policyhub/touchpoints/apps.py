from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TouchpointsConfig(AppConfig):
    name = "policyhub.touchpoints"
    verbose_name = _("Touchpoints")

    def ready(self) -> None:
        from policyhub.registry.forms import register

        from .forms import RegisterFilter

        register.extra_filters.append(RegisterFilter())
