from django.urls import path

from . import views

app_name = "standards"
urlpatterns = [
    path("", views.StandardListView.as_view(), name="list"),
    path("new/", views.StandardCreateView.as_view(), name="create"),
    path("<slug:slug>/results/", views.ResultsView.as_view(), name="results"),
]
