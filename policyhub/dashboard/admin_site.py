"""The admin's own frame: our sign-in instead of a second one, and a front page that says what is due."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

OWN_PAGES = {"login", "logout", "password_change", "password_change_done"}


class PolicyHubAdminSite(AdminSite):
    """For administrators. Whoever else is signed in is refused; nobody signs in here."""

    site_title = site_header = _("PolicyHub admin")
    index_title = _("To do")
    index_template = "admin/front.html"
    site_url = "/"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_admin", False) and request.user.is_active)

    def get_urls(self) -> list[Any]:
        """Django's, without its own sign-in pages: those of the whole site serve the admin too."""
        urls = [url for url in super().get_urls() if getattr(url, "name", None) not in OWN_PAGES]
        own_urls = [path("login/", self.login, name="login"), path("logout/", self.logout, name="logout")]
        return [*own_urls, *urls]

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        next_url = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': next_url})}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from policyhub.accounts import access  # models are not there yet when this module is read

        from .due import due

        return super().index(request, {"due": due(access.person_of(request)), **(extra_context or {})})


class PolicyHubAdminConfig(AdminConfig):
    default_site = "policyhub.dashboard.admin_site.PolicyHubAdminSite"
