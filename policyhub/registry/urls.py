from django.urls import path

from .views import gaps, listing

urlpatterns = [
    path("rules/", listing.RuleListView.as_view(), name="rules"),
    path("rules/list.csv", listing.register_csv, name="rules_csv"),
    path("rules/left/", gaps.gaps_page, name="rules_left"),
    path("rules/left/<slug:name>/", gaps.GapListView.as_view(), name="rules_left_list"),
]
