from django.urls import path

from .views import classify, register_row, suggestions

urlpatterns = [
    path("rules/undecided/", classify.work_through, name="rules_undecided"),
    path("rules/firm/", classify.FirmWithoutReasonView.as_view(), name="rules_firm"),
    path("rules/<slug:slug>/classify/", classify.ClassifyView.as_view(), name="rule_decide"),
    path("rules/<slug:slug>/split/", classify.SplitView.as_view(), name="rule_split"),
    path("rules/<slug:slug>/tag/", register_row.ClassifyRowView.as_view(), name="rule_tag"),
    path("settings/suggestions/", suggestions.SuggestionsView.as_view(), name="suggestions"),
    path("settings/suggestions/learn/", suggestions.learn, name="suggestions_learn"),
    path("settings/suggestions/use/", suggestions.use, name="suggestions_use"),
]
