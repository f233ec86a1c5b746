from django.urls import path

from . import views

urlpatterns = [
    path("words/", views.term_list, name="words"),
    path("words/new/", views.AddTermView.as_view(), name="word_new"),
    path("words/read/", views.confirm, name="words_confirm"),
    path("words/<slug:key>/edit/", views.RewordTermView.as_view(), name="word_edit"),
    path("words/<slug:key>/drop/", views.RemoveTermView.as_view(), name="word_drop"),
]
