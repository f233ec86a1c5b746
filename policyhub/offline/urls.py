from django.urls import path

from . import views

app_name = "offline"
urlpatterns = [
    path("saved-copy/", views.saved_copy, name="saved_copy"),
    path("offline/", views.offline, name="page"),
    path("later/", views.later, name="queue"),
    path("later/token/", views.token, name="queue_token"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
