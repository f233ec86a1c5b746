from django.urls import path

from .views import answers

urlpatterns = [
    path("", answers.home, name="home"),
    path("rules/<slug:slug>/", answers.rule, name="rule"),
]
