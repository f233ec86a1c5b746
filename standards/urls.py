from django.urls import path

from . import views

app_name = "standards"
urlpatterns = [
    path("", views.List.as_view(), name="list"),
    path("new/", views.Create.as_view(), name="create"),
    path("<slug:slug>/results/", views.Results.as_view(), name="results"),
]
