"""Where everything is. Each app brings its own pages."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("policyhub.registry.urls")),
    path("", include("policyhub.classification.urls")),
    path("", include("policyhub.discussion.urls")),
    path("", include("policyhub.publishing.urls")),
    path("", include("policyhub.authoring.urls")),
    path("", include("policyhub.touchpoints.urls")),
    path("", include("policyhub.glossary.urls")),
    path("", include("policyhub.feedback.urls")),
    path("", include("policyhub.search.urls")),
    path("", include("policyhub.customers.urls")),
    path("", include("policyhub.offline.urls")),
    path("", include("policyhub.lookup.urls")),
    path("", include("policyhub.reviews.urls")),
    path("", include("policyhub.imports.urls")),
    path("policies/", include("policies.urls")),
    path("procedures/", include("procedures.urls")),
    path("standards/", include("standards.urls")),
    path("", include("policyhub.accounts.allauth_urls")),
    path("", include("policyhub.accounts.urls")),
    path("", include("policyhub.dashboard.urls")),
    path("admin/", admin.site.urls),
]
