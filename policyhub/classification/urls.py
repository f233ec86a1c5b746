from django.urls import path

from .views import classify, register_row, suggestions

app_name = "classification"
urlpatterns = [
    path("rules/undecided/", classify.work_through, name="undecided"),
    path("rules/firm/", classify.FirmWithoutReasonView.as_view(), name="strict"),
    path("rules/<slug:slug>/classify/", classify.ClassifyView.as_view(), name="classify"),
    path("rules/<slug:slug>/split/", classify.SplitView.as_view(), name="split"),
    path("rules/<slug:slug>/tag/", register_row.ClassifyRowView.as_view(), name="tag"),
    path("settings/suggestions/", suggestions.SuggestionsView.as_view(), name="suggestions"),
    path("settings/suggestions/learn/", suggestions.learn, name="learn"),
    path("settings/suggestions/use/", suggestions.use, name="use_training"),
]
