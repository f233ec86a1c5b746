from django.urls import path

from .views import answers, saved_copy

urlpatterns = [
    path("", answers.home, name="home"),
    path("rules/<slug:slug>/", answers.rule, name="rule"),
    path("saved-copy/", saved_copy.saved_copy, name="saved_copy"),
    path("offline/", saved_copy.offline, name="offline"),
    path("later/", saved_copy.later, name="later"),
    path("later/token/", saved_copy.token, name="later_token"),
    path("service-worker.js", saved_copy.service_worker, name="service_worker"),
    path("manifest.webmanifest", saved_copy.manifest, name="manifest"),
]
