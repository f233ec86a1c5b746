from django.urls import path

from . import meeting_pack, views

urlpatterns = [
    path("rules/pack/", meeting_pack.meeting_pack, name="rules_pack"),
    path("rules/<slug:slug>/discussion/", views.discussion, name="rule_discussion"),
    path("rules/<slug:slug>/discussion/<int:pk>/answer/", views.answer, name="comment_answer"),
    path("rules/<slug:slug>/discussion/<int:pk>/resolve/", views.resolve, name="comment_resolve"),
    path("rules/<slug:slug>/discussion/<int:pk>/reopen/", views.reopen, name="comment_reopen"),
    path("rules/<slug:slug>/discussion/<int:pk>/remove/", views.remove, name="comment_remove"),
    path("rules/<slug:slug>/discussion/<int:pk>/done/", views.done, name="comment_done"),
    path("rules/<slug:slug>/find-words/", views.find_words, name="rule_find_words"),
]
