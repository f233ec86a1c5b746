from django.urls import path

from . import meeting_pack, views

app_name = "discussion"
urlpatterns = [
    path("rules/pack/", meeting_pack.meeting_pack, name="meeting_pack"),
    path("rules/<slug:slug>/discussion/", views.discussion, name="thread"),
    path("rules/<slug:slug>/discussion/<int:pk>/answer/", views.answer, name="reply"),
    path("rules/<slug:slug>/discussion/<int:pk>/resolve/", views.resolve, name="resolve"),
    path("rules/<slug:slug>/discussion/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("rules/<slug:slug>/discussion/<int:pk>/remove/", views.remove, name="remove"),
    path("rules/<slug:slug>/discussion/<int:pk>/done/", views.done, name="done"),
    path("rules/<slug:slug>/find-words/", views.find_words, name="find_wording"),
]
