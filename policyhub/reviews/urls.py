from django.urls import path

from . import views

app_name = "reviews"
urlpatterns = [
    path("reviews/", views.reviews, name="list"),
    path("rules/<slug:slug>/review/", views.RecordOutcomeView.as_view(), name="review"),
    path("rules/<slug:slug>/review/now/", views.RequestReviewView.as_view(), name="request"),
    path("rules/<slug:slug>/review/day/", views.NextReviewView.as_view(), name="set_date"),
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/new/", views.NewRoundView.as_view(), name="new_round"),
    path("rounds/<int:pk>/", views.round_detail, name="round"),
    path("rounds/<int:pk>/close/", views.close_round, name="close_round"),
]
