from django.urls import path

from . import views

app_name = "glossary"
urlpatterns = [
    path("words/", views.term_list, name="list"),
    path("words/new/", views.AddTermView.as_view(), name="new"),
    path("words/read/", views.confirm, name="confirm_read"),
    path("words/<slug:key>/edit/", views.RewordTermView.as_view(), name="edit"),
    path("words/<slug:key>/drop/", views.RemoveTermView.as_view(), name="remove"),
]
