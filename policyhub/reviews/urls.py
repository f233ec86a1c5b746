from django.urls import path

from . import views

urlpatterns = [
    path("reviews/", views.reviews, name="reviews"),
    path("rules/<slug:slug>/review/", views.RecordOutcomeView.as_view(), name="review"),
    path("rules/<slug:slug>/review/now/", views.RequestReviewView.as_view(), name="review_ask"),
    path("rules/<slug:slug>/review/day/", views.NextReviewView.as_view(), name="review_day"),
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/new/", views.NewRoundView.as_view(), name="round_new"),
    path("rounds/<int:pk>/", views.round_detail, name="round"),
    path("rounds/<int:pk>/close/", views.close_round, name="round_close"),
]
