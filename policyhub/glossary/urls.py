from django.urls import path

from . import views

urlpatterns = [
    path("words/", views.words, name="words"),
    path("words/new/", views.NewWord.as_view(), name="word_new"),
    path("words/read/", views.confirm, name="words_confirm"),
    path("words/<slug:key>/edit/", views.Reword.as_view(), name="word_edit"),
    path("words/<slug:key>/drop/", views.Drop.as_view(), name="word_drop"),
]
