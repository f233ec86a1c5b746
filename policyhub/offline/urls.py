from django.urls import path

from . import views

urlpatterns = [
    path("saved-copy/", views.saved_copy, name="saved_copy"),
    path("offline/", views.offline, name="offline"),
    path("later/", views.later, name="later"),
    path("later/token/", views.token, name="later_token"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
