from django.urls import path

from .views import gaps, listing

app_name = "registry"
urlpatterns = [
    path("rules/", listing.RuleListView.as_view(), name="list"),
    path("rules/list.csv", listing.register_csv, name="csv"),
    path("rules/left/", gaps.gaps_page, name="gaps"),
    path("rules/left/<slug:name>/", gaps.GapListView.as_view(), name="gap_rules"),
]
