from django.urls import path

from . import views

app_name = "policies"
urlpatterns = [
    path("", views.List.as_view(), name="list"),
    path("new/", views.Create.as_view(), name="create"),
]
