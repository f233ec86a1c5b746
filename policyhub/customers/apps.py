from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "policyhub.customers"
    verbose_name = _("Customer pages")

    def ready(self) -> None:
        from policyhub.registry import hooks

        from . import pages

        hooks.in_force_changed.append(pages.refresh_pages)
