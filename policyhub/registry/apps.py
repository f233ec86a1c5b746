from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "policyhub.registry"
    verbose_name = _("Rules")

    def ready(self) -> None:
        from policyhub.accounts import attention
        from policyhub.evidence import verify
        from policyhub.post import jobs

        from . import judging, learning, unwritten
        from .actions import drafts
        from .checks import check_editions, check_term_readings

        verify.checks += [check_editions, check_term_readings]
        attention.notices.append(learning.about_suggestions)
        jobs.register("suggestions", judging.keep_up)
        jobs.register("drafts", drafts.forget_closed)
        jobs.register("unwritten", unwritten.chase)
