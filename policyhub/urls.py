"""Where everything is. Each room brings its own pages."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("policyhub.registry.urls")),
    path("", include("policyhub.feedback.urls")),
    path("", include("policyhub.lookup.urls")),
    path("", include("policyhub.reviews.urls")),
    path("", include("policyhub.exchange.urls")),
    path("policies/", include("policies.urls")),
    path("procedures/", include("procedures.urls")),
    path("standards/", include("standards.urls")),
    path("", include("policyhub.accounts.urls")),
    path("", include("policyhub.desk.urls")),
    path("admin/", admin.site.urls),
]
