from django.urls import path

from . import views

urlpatterns = [
    path("reviews/", views.reviews, name="reviews"),
    path("rules/<slug:slug>/review/", views.RecordOutcome.as_view(), name="review"),
    path("rules/<slug:slug>/review/now/", views.Ask.as_view(), name="review_ask"),
    path("rules/<slug:slug>/review/day/", views.SetDay.as_view(), name="review_day"),
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/new/", views.NewRound.as_view(), name="round_new"),
    path("rounds/<int:pk>/", views.one_round, name="round"),
    path("rounds/<int:pk>/close/", views.close_round, name="round_close"),
]
