from django.urls import path

from .views import answers

app_name = "lookup"
urlpatterns = [
    path("", answers.home, name="home"),
    path("rules/<slug:slug>/", answers.rule, name="rule"),
]
